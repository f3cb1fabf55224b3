"""Whether there is a screen for a window, as Qt ends the program where there is none, and whether a window is wanted."""

from __future__ import annotations

import sys
from collections.abc import Mapping

HIDDEN = "--hidden"
"""The argument with which it starts without a window: in the tray, or minimised where there is none."""
_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen(environment: Mapping[str, str]) -> bool:
    """On Linux the environment names it; elsewhere there is always one."""
    return sys.platform in ("darwin", "win32") or any(environment.get(name) for name in _NAMES)
