"""The tray: whether there is one, where a program's icon is in it, and the menu that a click on it opens."""

from __future__ import annotations

import ctypes
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from tests.desktop.accessibility import Application
from tests.desktop.accessible import Accessible, Box
from tests.desktop.hands import LEFT, RIGHT, Hands
from tests.desktop.waiting import until

_WINDOW = re.compile(r'(0x[0-9a-f]+) (?:"[^"]*"|\(has no name\)): \((?:"([^"]*)" "([^"]*)")?\)')


@dataclass(frozen=True, slots=True)
class Tray:
    environment: Mapping[str, str]
    hands: Hands

    def icons(self) -> list[Box]:
        """Where the embedded icons are on the screen; each is a window of its program inside one of the tray's."""
        return [box for window in self._windows() if (box := self._shown(window))]

    def icon(self) -> Box:
        """The only one, once it is there."""
        (box,) = until(self.icons, what="an icon in the tray")
        return box

    def picture(self) -> bytes:
        """The pixels of the icon, for comparing."""
        box = self.icon()
        part = f"{box.width}x{box.height}+{box.x}+{box.y}"
        command = ["import", "-silent", "-window", "root", "-crop", part, "rgb:-"]
        return subprocess.run(command, capture_output=True, env=dict(self.environment), timeout=60, check=True).stdout

    def click(self, button: int = LEFT) -> None:
        self.hands.click_at(*self.icon().centre, button)

    def tooltip(self, app: Application) -> str:
        """What is said of the icon where the mouse rests on it."""
        self.hands.point(*self.icon().centre)
        return app.wait_for(role="tool tip").name

    def open_menu(self, app: Application) -> Accessible:
        """Right-clicks the icon; the menu as a screen reader sees it."""
        self.click(RIGHT)
        return app.wait_for(role="popup menu")

    def _windows(self) -> list[str]:
        """By X's own tree: what is inside a window of the tray program and is not the tray's."""
        trayer, inside = list[str](), list[str]()
        depth = None
        for line in self._ask("-root", "-tree").splitlines():
            found, indent = _WINDOW.search(line), len(line) - len(line.lstrip())
            if found is None:
                continue
            if depth is not None and indent <= depth:
                depth = None
            if found[3] == "trayer" or found[2] == "trayer":
                depth = indent if depth is None else depth
                trayer.append(found[1])
            elif depth is not None and found[2]:
                inside.append(found[1])
        return inside

    def _shown(self, window: str) -> Box | None:
        told = self._ask("-id", window)
        if "Map State: IsViewable" not in told:
            return None
        x, y = (int(re.findall(rf"Absolute upper-left {axis}:\s+(-?\d+)", told)[0]) for axis in "XY")
        width, height = (int(re.findall(rf"{side}: (\d+)", told)[0]) for side in ("Width", "Height"))
        return Box(x, y, width, height)

    def _ask(self, *arguments: str) -> str:
        command = ["xwininfo", *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, env=dict(self.environment), timeout=60, check=False
        )
        return done.stdout


def tray_is_there(display: str) -> bool:
    """Whether a program owns the tray's place, which is what other programs ask too."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_void_p
    x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    x11.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
    connection = x11.XOpenDisplay(display.encode())
    assert connection, f"no X display {display}"
    try:
        place = x11.XInternAtom(connection, b"_NET_SYSTEM_TRAY_S0", 0)
        return bool(x11.XGetSelectionOwner(connection, place))
    finally:
        x11.XCloseDisplay(connection)
