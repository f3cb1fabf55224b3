"""What the three systems have in common; each system's module adds its places, and its way to quit."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from app.domain.documents import Root
from app.domain.errors import failure
from app.domain.facts import ClaudeProcess, Installation, ManagedSource
from app.domain.findings import AtFile, FindingId
from app.platforms.base import ProcessRow, ProcessTable, Runner
from app.platforms.own_folder import own_folder
from app.platforms.preseed_file import PreseedFile
from app.platforms.recognition import Places, claude_rows, lineage, main_rows

_STAND_IN = "GATEWAY_COMPANION_CLAUDE"
_KEPT = frozenset({"CLAUDE_USER_DATA_DIR", "CLAUDE_CONFIG_DIR"})


class Desktop(ABC):
    """A `Platform`, but for what differs. With a stand-in named in the environment the real Claude is never touched."""

    def __init__(self, environment: Mapping[str, str], runner: Runner, table: ProcessTable) -> None:
        self._environment = environment
        self._runner = runner
        self._table = table

    @abstractmethod
    def _own_roots(self) -> tuple[Root, ...]:
        """Claude's folders where it is not told another one."""

    @abstractmethod
    def _installed(self) -> Installation | None: ...

    @abstractmethod
    def _places(self, installation: Installation) -> Places: ...

    @abstractmethod
    def _installed_version(self, installation: Installation) -> str | None: ...

    @abstractmethod
    def _quit(self, pids: Sequence[int]) -> None:
        """Asks the installed Claude to quit; these are its main processes."""

    @abstractmethod
    def managed(self) -> ManagedSource | None: ...

    @abstractmethod
    def preseed(self) -> PreseedFile | None: ...

    def roots(self) -> tuple[Root, ...]:
        if folder := self._environment.get("CLAUDE_USER_DATA_DIR"):
            root = Path(folder).absolute()
            return (Root(gateway=root, normal=root, log=root / "logs" / "main.log"),)
        return self._own_roots()

    def find_claude(self) -> Installation | None:
        if not (named := self._environment.get(_STAND_IN)):
            return self._installed()
        program = Path(named).absolute()
        return Installation(program.resolve(), version=None, launch=(str(program),)) if program.is_file() else None

    def version(self, installation: Installation) -> str | None:
        return None if self._has_stand_in else self._installed_version(installation)

    def running(self, installation: Installation) -> tuple[ClaudeProcess, ...]:
        rows = tuple(self._table.rows())
        ours = lineage(rows, os.getpid())
        claude = [row for row in self._family(rows, installation) if row.pid not in ours]
        claude.sort(key=lambda row: (row.started, row.pid))
        return tuple(ClaudeProcess(row.pid, row.started) for row in claude)

    def ask_to_quit(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:
        asked = {process.pid for process in self._alive(processes)}
        family = self._family(tuple(self._table.rows()), installation)
        pids = [row.pid for row in main_rows(family) if row.pid in asked]
        if not self._has_stand_in:
            self._quit(pids)
            return
        for pid in pids:
            self._table.ask_to_end(pid)

    def end(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:  # noqa: ARG002 - Platform's
        for process in self._alive(processes):
            self._table.kill(process.pid)

    def start(self, installation: Installation) -> None:
        try:
            self._runner.spawn(installation.launch, env=self._launch_environment())
        except OSError as error:
            detail = AtFile(str(installation.program), text=error.strerror)
            raise failure(FindingId.CLAUDE_DID_NOT_START, detail) from error

    def data_folder(self) -> Path:
        return own_folder(self._environment)

    def helper_path(self, data: Path) -> Path:
        return data / "bin" / "gateway-credential"

    @property
    def _search_path(self) -> str:
        return self._environment.get("PATH") or os.defpath

    @property
    def _has_stand_in(self) -> bool:
        return bool(self._environment.get(_STAND_IN))

    def _family(self, rows: Sequence[ProcessRow], installation: Installation) -> tuple[ProcessRow, ...]:
        if self._has_stand_in:
            return claude_rows(rows, Places(self._stand_in_files(Path(installation.program))))
        return claude_rows(rows, self._places(installation))

    def _stand_in_files(self, program: Path) -> frozenset[Path]:
        """The stand-in and what lies beside it, unless other people's programs lie there too."""
        shared = {Path(os.path.realpath(folder)) for folder in self._search_path.split(os.pathsep)}
        return frozenset({program} if program.parent in shared else program.parent.iterdir())

    def _alive(self, processes: Sequence[ClaudeProcess]) -> list[ClaudeProcess]:
        return [process for process in processes if self._table.alive(process.pid, process.started)]

    def _folder(self, variable: str, default: Path) -> Path:
        """What the variable says; a relative path there is void, as is an empty one."""
        named = Path(self._environment.get(variable, ""))
        return named if named.is_absolute() else default

    def _launch_environment(self) -> dict[str, str]:
        """Ours, without what would steer Claude or the Claude Code in it."""
        return {
            name: value
            for name, value in self._environment.items()
            if name in _KEPT or not name.startswith(("ANTHROPIC_", "CLAUDE_"))
        }
