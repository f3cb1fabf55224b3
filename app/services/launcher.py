"""The short launcher that Claude Desktop runs to get the key: absolute paths, no variable needed, outlives the program."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from app.domain.facts import HelperState
from app.services import files

_GONE = "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop."
_TEXT = """#!/bin/sh
# Written by Gateway Companion. Prints the OpenRouter key for Claude Desktop; holds no key itself.
if [ ! -x {program} ]; then
  echo "{gone}" >&2
  exit 1
fi
GATEWAY_COMPANION_HOME={home} exec {command}
"""
_START = f"""import sys
sys.path[:0] = sys.argv[1:]
try:
    from app.credential_helper import run
except BaseException:
    sys.exit("{_GONE}")
run()"""
"""Told where its modules lie, Python does not look everywhere (-S): that takes longer than all that the helper does."""


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
        home = shlex.quote(str(self._data))
        return os.fsencode(_TEXT.format(gone=_GONE, program=shlex.quote(program), home=home, command=command))


def _command() -> tuple[str, ...]:
    """How this very program runs its credential helper, from source or installed."""
    if getattr(sys, "frozen", False):
        return (str(Path(sys.executable).with_name("gateway-credential")),)
    return (sys.executable, "-I", "-S", "-c", _START, *_module_folders())


def _module_folders() -> Iterator[str]:
    """Where the program itself lies, and where what it needs for the keychain does."""
    found = (find_spec(name) for name in ("app", "keyring", "jeepney"))
    places = (os.path.dirname(os.path.dirname(spec.origin)) for spec in found if spec and spec.origin)  # noqa: PTH120 - as Python spells them
    yield from dict.fromkeys(places)
