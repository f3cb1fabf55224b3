"""Start at login on Windows: a value in the person's Run key, and what Task Manager notes of those it has switched off."""

from __future__ import annotations

import re
from pathlib import Path

from app.platforms.login_entry import LoginEntry, NotOurs, is_named_as_ours
from app.platforms.registry import OwnValues, Registry
from app.platforms.screen import HIDDEN

NAME = "Gateway Companion"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_SWITCHED_OFF = 1
"""In the first byte there: 2 and 6 are on, 3 and 7 are off. It is not documented; what removes the value allows it again."""
_PROGRAM = re.compile(r'"([^"]+)"|(\S+)')


class RunValue:
    """The installer writes and removes the very same value."""

    def __init__(self, values: OwnValues, registry: Registry, program: Path) -> None:
        self._values, self._registry = values, registry
        self.program = program

    @property
    def place(self) -> str:
        return rf"HKCU\{RUN}\{NAME}"

    def read(self) -> LoginEntry | NotOurs | None:
        return _entry(self._values.get(RUN, NAME), allowed=self._is_allowed())

    def everybodys(self) -> LoginEntry | NotOurs | None:
        return _entry((self._registry.values("HKLM", RUN) or {}).get(NAME), allowed=True)

    def write(self) -> None:
        self._values.put(RUN, NAME, f'"{self.program}" {HIDDEN}')
        self._values.drop(APPROVED, NAME)

    def remove(self) -> None:
        self._values.drop(RUN, NAME)
        self._values.drop(APPROVED, NAME)

    def _is_allowed(self) -> bool:
        noted = self._values.get(APPROVED, NAME)
        return not (isinstance(noted, bytes) and noted[:1] and noted[0] & _SWITCHED_OFF)


def _entry(command: str | int | bytes | None, *, allowed: bool) -> LoginEntry | NotOurs | None:
    match command:
        case None:
            return None
        case str() if (found := _PROGRAM.match(command)) and is_named_as_ours(program := found[1] or found[2]):
            return LoginEntry(Path(program), allowed)
        case _:
            return NotOurs()
