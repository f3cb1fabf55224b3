"""Claude Desktop's main.log: lines as the real one spells them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from app.practice.claude_places import make_folder


class Log:
    """Appends to one file. `silent`: writes nothing."""

    def __init__(self, path: Path, *, silent: bool) -> None:
        self._path = path
        self._silent = silent

    def rotate(self) -> None:
        if self._path.exists():
            self._path.replace(self._path.with_suffix(".old.log"))

    def write(self, level: str, text: str) -> None:
        if self._silent:
            return
        make_folder(self._path.parent)
        with open(self._path, "a", encoding="utf-8", opener=_private) as file:
            file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} [{level}] {text}\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def quoted(text: str) -> str:
    """A string as Node's util.inspect shows it."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
