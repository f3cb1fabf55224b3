"""A person at the pages of Setup.exe and of the uninstaller: the keyboard, and pictures of what they see."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.desktop.waiting import until


def _at_once() -> bool:
    return True


@dataclass(slots=True)
class Pages:
    """`title`: of its windows; `folder`: for the pictures, which are numbered and begin with `name`."""

    title: str
    environment: Mapping[str, str]
    folder: Path
    name: str
    number: int = 0
    before: str = field(default="", repr=False)

    def turned(self, what: str, *, boxes: int = 0, after: Callable[[], bool] = _at_once) -> None:
        """Waits for the next page, with so many message boxes in front of it, until it stands still; takes a picture.

        `after`: what is done on a page that turns by itself.
        """
        picture = self.folder / f"{self.name}-{self.number}-{what}.png"

        def stands_still() -> bool:
            if len(self._windows()) != 1 + boxes or not after():
                return False
            seen = {self._seen() for _ in range(4)}
            return len(seen) == 1 and self.before not in seen

        try:
            until(stands_still, what=lambda: f"{what}, see {picture}")
        finally:
            self._import(str(picture))
        self.number += 1
        self.before = self._seen()

    def keys(self, *names: str) -> None:
        self._hands("key", "--clearmodifiers", "--delay", "60", *names)

    def _windows(self) -> list[str]:
        """On some pages a blank follows the title."""
        return self._hands("search", "--onlyvisible", "--name", f"^{self.title} *$").split()

    def _seen(self) -> str:
        return hashlib.sha256(self._import("rgb:-")).hexdigest()

    def _import(self, where: str) -> bytes:
        command = ["import", "-silent", "-window", "root", "-depth", "8", where]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, timeout=60).stdout

    def _hands(self, *what: str) -> str:
        done = subprocess.run(
            ["xdotool", *what], env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stdout
