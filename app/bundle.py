"""The installed form of the program: one folder with three programs, which needs no Python (PyInstaller's)."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

WINDOW, CREDENTIAL = "Gateway Companion", "gateway-credential"
PRACTICE_CLAUDE = "claude-desktop"
"""A copy of our own program under this name is the practice Claude Desktop."""
_LIBRARIES = "LD_LIBRARY_PATH"


def is_bundled() -> bool:
    """False for a program that runs from source or out of a virtual environment."""
    return getattr(sys, "frozen", False) is True


def program(name: str) -> Path:
    """The program of that name beside this very one."""
    this = Path(sys.executable)
    return this.with_name(f"{name}{this.suffix}")


def contents() -> Path:
    """The folder with all that the programs need."""
    return Path(str(getattr(sys, "_MEIPASS", Path(__file__).resolve().parents[1])))


def is_practice_claude() -> bool:
    return is_bundled() and Path(sys.executable).stem == PRACTICE_CLAUDE


def leave_no_traces(environment: MutableMapping[str, str]) -> None:
    """What PyInstaller set for this process is not for those it starts: Claude Desktop would load our libraries."""
    if not is_bundled():
        return
    for name in [name for name in environment if name.startswith("_PYI_")]:
        del environment[name]
    before = environment.pop(f"{_LIBRARIES}_ORIG", None)
    if before is not None:
        environment[_LIBRARIES] = before
    elif environment.get(_LIBRARIES) == str(contents()):
        del environment[_LIBRARIES]
    if "PATH" in environment:  # on Windows that is where libraries are looked for, too
        others = (place for place in environment["PATH"].split(os.pathsep) if place != str(contents()))
        environment["PATH"] = os.pathsep.join(others)
