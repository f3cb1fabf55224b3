"""The short launcher that Claude Desktop runs to get the key: absolute paths, no variable needed, outlives the program."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from app.domain.facts import HelperState
from app.services import files

_TEXT = """#!/bin/sh
# Written by Gateway Companion. Prints the OpenRouter key for Claude Desktop; holds no key itself.
if [ ! -x {program} ]; then
  echo "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop." >&2
  exit 1
fi
GATEWAY_COMPANION_HOME={home} exec {command}
"""


class Launcher:
    """The launcher at `path`, for the data folder `data`. On Windows `path` is the installed program itself."""

    def __init__(self, path: Path, data: Path) -> None:
        self.path = path
        self._data = data

    def state(self) -> HelperState:
        usable = os.access(self.path, os.X_OK) and (self._is_program or self._present() == self._wanted())
        return HelperState(self.path, usable)

    def install(self) -> None:
        """Writes it where it is not as it should be. Raises `AppError` (write-failed)."""
        if not self._is_program and not self.state().usable:
            files.make_folders(self.path.parent)
            files.overwrite(self.path, self._wanted(), mode=0o700)

    def remove(self) -> None:
        if not self._is_program and (present := self._present()) is not None:
            files.remove(self.path, expected=files.digest(present))

    @property
    def _is_program(self) -> bool:
        return self.path.suffix == ".exe"

    def _present(self) -> bytes | None:
        match files.read(self.path):
            case files.Content(data=data):
                return data
            case _:
                return None

    def _wanted(self) -> bytes:
        program, *arguments = _command()
        command = " ".join(shlex.quote(part) for part in (program, *arguments))
        text = _TEXT.format(program=shlex.quote(program), home=shlex.quote(str(self._data)), command=command)
        return text.encode()


def _command() -> tuple[str, ...]:
    """How this very program runs its credential helper, from source or installed."""
    if getattr(sys, "frozen", False):
        return (str(Path(sys.executable).with_name("gateway-credential")),)
    return (sys.executable, "-I", "-m", "app.credential_helper")
