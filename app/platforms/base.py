"""What the rest of the program may ask of the operating system, and what the system modules ask of the outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.domain.documents import Root
from app.domain.facts import ClaudeProcess, Installation, ManagedSource
from app.platforms.preseed_file import PreseedFile


@dataclass(frozen=True, slots=True)
class Finished:
    """How an outside command ended. `code` is 127 for a program that is missing, 124 for one that took too long."""

    code: int
    out: str
    err: str


class Runner(Protocol):
    """Every outside command goes through it, so that all three systems can be tested on tables."""

    def run(self, command: Sequence[str], *, timeout: float) -> Finished:
        """Runs it to its end; `timeout` in seconds."""
        ...

    def spawn(self, command: Sequence[str], *, env: Mapping[str, str]) -> None:
        """Starts it detached: it inherits nothing, survives us and leaves no zombie. OSError where it cannot start."""
        ...


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process. `started` in seconds since the epoch; `executable` None where the system does not say."""

    pid: int
    executable: Path | None
    arguments: tuple[str, ...]
    started: float
    parent: int


class ProcessTable(Protocol):
    """The processes of this user, and no other's."""

    def rows(self) -> Iterable[ProcessRow]: ...

    def ask_to_end(self, pid: int) -> None:
        """SIGTERM (Windows: at once). One that is gone or may not be touched is passed over."""
        ...

    def kill(self, pid: int) -> None:
        """By force. One that is gone or may not be touched is passed over."""
        ...

    def alive(self, pid: int, started: float) -> bool:
        """Whether that very process still runs, not another one that got its number."""
        ...


class Platform(Protocol):
    """Claude Desktop as this operating system has it: where its things lie, and how it is stopped and started."""

    def roots(self) -> tuple[Root, ...]:
        """Claude's folders, whether they exist or not; on Windows also each package copy that exists."""
        ...

    def find_claude(self) -> Installation | None:
        """The installed program, without its version: this is quick."""
        ...

    def version(self, installation: Installation) -> str | None:
        """Its version as its installer tells, or None."""
        ...

    def running(self, installation: Installation) -> tuple[ClaudeProcess, ...]:
        """All its processes of this user, oldest first; never ourselves or our ancestors."""
        ...

    def managed(self) -> ManagedSource | None:
        """The configuration by an IT department; None also where it sets only updates and proxy."""
        ...

    def preseed(self) -> PreseedFile | None:
        """What an IT department left for us, at a place where only an administrator can write."""
        ...

    def ask_to_quit(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:
        """Asks and returns; whether it went is seen by `running`."""
        ...

    def end(self, installation: Installation, processes: Sequence[ClaudeProcess]) -> None:
        """Ends these processes by force."""
        ...

    def start(self, installation: Installation) -> None:
        """Opens Claude Desktop, detached. AppError(claude-did-not-start) where the system refuses."""
        ...

    def data_folder(self) -> Path:
        """Our own folder; it need not exist yet."""
        ...

    def helper_path(self, data: Path) -> Path:
        """Where the program lies that hands Claude the key."""
        ...
