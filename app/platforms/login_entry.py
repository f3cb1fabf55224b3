"""What starts a program when its person logs in: a file on Linux and macOS, a value in the registry on Windows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Protocol

from app.domain.findings import Reason

PROGRAMS = frozenset({"gateway companion", "gateway-companion"})
"""What this program is called as a file, without `.exe` and whatever its capitals."""


@dataclass(frozen=True, slots=True)
class LoginEntry:
    """An entry of ours. `program`: what it starts. `allowed`: nobody has switched it off in the computer's settings."""

    program: Path
    allowed: bool = True


@dataclass(frozen=True, slots=True)
class NotOurs:
    """Something else lies in its place, or nobody can tell what."""

    reason: Reason = Reason.NOT_OURS


@dataclass(frozen=True, slots=True)
class LoginFile:
    """A file that the desktop reads at the login. `wanted`: what it shall be; `read`: what one that is there says.

    `everybodys`: where an administrator can put one for all.
    """

    program: Path
    path: Path
    everybodys: tuple[Path, ...]
    wanted: bytes
    read: Callable[[bytes], LoginEntry | NotOurs]

    @property
    def place(self) -> str:
        return str(self.path)


class LoginValue(Protocol):
    """The same in the registry. OSError where that cannot be written."""

    @property
    def program(self) -> Path: ...

    @property
    def place(self) -> str: ...

    def read(self) -> LoginEntry | NotOurs | None: ...

    def everybodys(self) -> LoginEntry | NotOurs | None:
        """What an administrator has put there for all."""
        ...

    def write(self) -> None: ...

    def remove(self) -> None: ...


LoginItem = LoginFile | LoginValue


def is_named_as_ours(program: str) -> bool:
    return PureWindowsPath(program).name.lower().removesuffix(".exe") in PROGRAMS
