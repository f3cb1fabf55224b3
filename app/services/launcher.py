"""The short launcher that Claude Desktop runs to get the key: absolute paths, no variable needed, outlives the program."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from app.bundle import CREDENTIAL, is_bundled, program
from app.domain.facts import HelperState
from app.services import files
from app.services.ownership import is_ours, make_ours

_GONE = "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop."
_FULL = "Gateway Companion cannot hand over the key, as the computer has too little memory left. Close some programs."
_TEXT = """#!/bin/sh
# Written by Gateway Companion. Prints the OpenRouter key for Claude Desktop; holds no key itself.
if [ ! -x {program} ]; then
  echo "{gone}" >&2
  exit 1
fi
GATEWAY_COMPANION_HOME={home} exec {command}
"""
_START = f"""import sys
sys.path += sys.argv[1:]
try:
    from app.credential_helper import run
except MemoryError:
    sys.exit("{_FULL}")
except BaseException:
    sys.exit("{_GONE}")
run()"""
"""Told where its modules lie, Python does not look everywhere (-S): that takes longer than all that the helper does.

They come last, so that no file there stands in for a part of Python.
"""


class Launcher:
    """The launcher at `path`, for the data folder `data`. On Windows `path` is the installed program itself.

    `command`: how it runs the credential helper, else this very program's.
    """

    def __init__(self, path: Path, data: Path, command: tuple[str, ...] = ()) -> None:
        self.path = path
        self._data = data
        self._command = command

    def state(self) -> HelperState:
        usable = os.access(self.path, os.X_OK) and (self._is_program or self._is_as_it_should_be())
        return HelperState(self.path, usable)

    def install(self) -> None:
        """Writes it where it is not as it should be. Raises `AppError` (write-failed)."""
        if self._is_program or self.state().usable:
            return
        files.make_folders(self.path.parent)
        for folder in self._folders():
            make_ours(folder)
        if self.path.is_symlink():  # it may lead out of our folder
            files.move_aside(self.path, self.path.with_name(f"{self.path.name}.link"))
        files.overwrite(self.path, self._wanted(), mode=0o700)

    def remove(self) -> None:
        if not self._is_program and (present := self._present()) is not None:
            files.remove(self.path, expected=files.digest(present))

    @property
    def _is_program(self) -> bool:
        return self.path.suffix == ".exe"

    def _is_as_it_should_be(self) -> bool:
        """Also that nobody else can put another one in its place."""
        ours = is_ours(*self._folders(), self.path) and not self.path.is_symlink()
        return ours and self._present() == self._wanted()

    def _folders(self) -> tuple[Path, Path]:
        return self._data, self.path.parent

    def _present(self) -> bytes | None:
        match files.read(self.path):
            case files.Content(data=data):
                return data
            case _:
                return None

    def _wanted(self) -> bytes:
        program, *arguments = self._command or _command()
        command = " ".join(shlex.quote(part) for part in (program, *arguments))
        home = shlex.quote(str(self._data))
        return os.fsencode(_TEXT.format(gone=_GONE, program=shlex.quote(program), home=home, command=command))


def _command() -> tuple[str, ...]:
    """How this very program runs its credential helper, from source or installed."""
    if is_bundled():
        return (str(program(CREDENTIAL)),)
    return (sys.executable, "-I", "-S", "-c", _START, *_module_folders())


def _module_folders() -> Iterator[str]:
    """Where the program itself lies, and where what it needs for the keychain does."""
    found = (find_spec(name) for name in ("app", "keyring", "jeepney"))
    places = (os.path.dirname(os.path.dirname(spec.origin)) for spec in found if spec and spec.origin)  # noqa: PTH120 - as Python spells them
    yield from dict.fromkeys(places)
