"""Runs the real window program on the practice stand-ins: with their environment, until it exits or we are told to end."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue

from app.bundle import WINDOW, is_bundled, program
from app.practice.waiting import next_of

_PATIENCE = 5.0
_LOOKS = ("kdeglobals", "gtk-3.0/settings.ini", "gtk-4.0/settings.ini", "fontconfig/fonts.conf")
"""Where desktops keep a person's colours and fonts: practice has its own settings folder, and would look foreign."""


def window_command() -> list[str]:
    """How this very program opens its window, from source or installed."""
    return [str(program(WINDOW))] if is_bundled() else [sys.executable, "-m", "app"]


def run_window(command: Sequence[str], practice: Mapping[str, str], ends: SimpleQueue[int | None]) -> int:
    """The program's exit status, as a shell tells it. `ends` gives the number of a signal that came to us."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CLAUDE_", "ANTHROPIC_"))}
    _look_like_home(Path(practice["XDG_CONFIG_HOME"]))
    source = None if is_bundled() else Path(__file__).resolve().parents[2]
    child = subprocess.Popen(command, env={**environment, **_display(), **practice}, cwd=source)

    def report() -> None:
        child.wait()
        ends.put(None)

    threading.Thread(target=report, daemon=True).start()
    if next_of(ends) is not None:
        _end(child)
    status = child.wait()
    return status if status >= 0 else 128 - status


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


def _display() -> dict[str, str]:
    """X looks for its permit in the home folder, which is another one in practice."""
    permit = Path.home() / ".Xauthority"
    return {"XAUTHORITY": str(permit)} if "XAUTHORITY" not in os.environ and permit.exists() else {}


def _look_like_home(folder: Path) -> None:
    real = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for name in _LOOKS:
        with contextlib.suppress(OSError):  # most people have only some of them
            (folder / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copyfile(real / name, folder / name)
