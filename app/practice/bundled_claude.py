"""The practice Claude Desktop of an installed program: a copy of our own under Claude's name, as there is no Python."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from app.bundle import PRACTICE_CLAUDE, WINDOW, contents, program
from app.practice.claude_places import make_folder

_CONTENTS = "_internal"
"""Where PyInstaller's programs look for all they need, beside themselves."""


def copy_of_ours(folder: Path) -> Path:
    """The program in that folder. A copy, for its file is what tells its process from others; the rest is only linked."""
    make_folder(folder)
    ours = program(WINDOW)
    copy = folder / f"{PRACTICE_CLAUDE}{ours.suffix}"
    shutil.copyfile(ours, copy)
    copy.chmod(0o700)
    link = folder / _CONTENTS
    if not link.exists():
        _link(link, contents())
    return copy


def _link(link: Path, folder: Path) -> None:
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(str(folder), str(link))  # a symbolic link would take an administrator
    else:
        link.unlink(missing_ok=True)  # to a program that has moved
        link.symlink_to(folder, target_is_directory=True)
