"""Claude Desktop on Linux: a program on PATH, settings in the XDG configuration folder, policy in /etc."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.domain.documents import Root
from app.domain.facts import Installation, ManagedSource
from app.platforms.base import ProcessTable, Runner
from app.platforms.desktop import Desktop
from app.platforms.managed import locking
from app.platforms.preseed_file import NAME, PreseedFile, read
from app.platforms.recognition import Places

_PROGRAM = "claude-desktop"
_SCRIPT_LIMIT = 65_536
_NAMED_PLACE = re.compile(rb"/[\w.@+/-]*claude-desktop")
_OTHERS_MAY_WRITE = 0o022


class Linux(Desktop):
    """`etc` holds the managed settings, `prepared` what is prepared for us; both must belong to `owner`.

    `library` is the package's own folder.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        runner: Runner,
        table: ProcessTable,
        *,
        etc: Path = Path("/etc/claude-desktop"),
        prepared: Path = Path("/etc/gateway-companion"),
        owner: int = 0,
        library: Path = Path("/usr/lib/claude-desktop"),
    ) -> None:
        super().__init__(environment, runner, table)
        self._etc = etc
        self._prepared = prepared
        self._owner = owner
        self._library = library

    def managed(self) -> ManagedSource | None:
        import json

        path = self._etc / "managed-settings.json"
        unreadable = ManagedSource(str(path), (), readable=False)
        try:
            with path.open("rb") as file:
                state = os.fstat(file.fileno())
                if state.st_uid != self._owner or state.st_mode & _OTHERS_MAY_WRITE:
                    return unreadable
                settings = json.loads(file.read().decode())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError):
            return unreadable
        return locking(str(path), settings, file=state) if isinstance(settings, dict) else unreadable

    def preseed(self) -> PreseedFile | None:
        return read(self._prepared / NAME, self._owner)

    def _own_roots(self) -> tuple[Root, ...]:
        config = self._folder("XDG_CONFIG_HOME", self._home / ".config")
        gateway = config / "Claude-3p"
        return (Root(gateway=gateway, normal=config / "Claude", log=gateway / "logs" / "main.log"),)

    def _installed(self) -> Installation | None:
        import shutil

        found = shutil.which(_PROGRAM, path=f"{self._search_path}{os.pathsep}{self._library}")
        if not found:
            return None
        program = Path(found).absolute()
        return Installation(program.resolve(), version=None, launch=(str(program),))

    def _installed_version(self, installation: Installation) -> str | None:
        if not installation.program.is_relative_to("/usr"):
            return None
        done = self._runner.run(("dpkg-query", "-W", "-f", "${Version}", _PROGRAM), timeout=2)
        if done.code != 0:
            return None
        upstream = done.out.strip().rpartition(":")[2]
        return (upstream.rpartition("-")[0] or upstream) or None

    def _places(self, installation: Installation) -> Places:
        """The program, what a launcher script starts, and those of their folders that are Claude's own."""
        programs, folders = set[Path](), set[Path]()
        waiting = [Path(installation.program)]
        while waiting:
            path = Path(os.path.realpath(waiting.pop()))
            if path.is_dir():
                folders.add(path)
            elif path not in programs:
                programs.add(path)
                folders.add(path.parent)
                waiting += _started_by(path)
        own = {folder for folder in folders if "claude" in folder.name.lower()}
        return Places(frozenset(programs), frozenset(own - self._shared_folders()))

    def _quit(self, pids: Sequence[int]) -> None:
        for pid in pids:
            self._table.ask_to_end(pid)

    @property
    def _home(self) -> Path:
        return self._folder("HOME", Path.home())

    def _shared_folders(self) -> set[Path]:
        """Other programs lie there too, whatever the folder is called."""
        folders = (str(self._home), *self._search_path.split(os.pathsep))
        return {Path(os.path.realpath(folder)) for folder in folders}


def _started_by(program: Path) -> Iterator[Path]:
    """Where a launcher script has the rest: in `lib` beside its `bin`, and at every place of Claude's that it names."""
    try:
        with program.open("rb") as file:
            text = file.read(_SCRIPT_LIMIT)
    except OSError:
        return
    if text.startswith(b"#!"):
        library = os.fsencode(program.parent.parent / "lib" / _PROGRAM)
        for place in (library, *_NAMED_PLACE.findall(text)):
            if os.access(place, os.X_OK):
                yield Path(os.fsdecode(place))
