"""Whether there is a screen for a window: Qt ends the program where there is none."""

from __future__ import annotations

import sys
from collections.abc import Mapping

_NAMES = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def has_screen(environment: Mapping[str, str]) -> bool:
    """On Linux the environment names it; elsewhere there is always one."""
    return sys.platform in ("darwin", "win32") or any(environment.get(name) for name in _NAMES)
