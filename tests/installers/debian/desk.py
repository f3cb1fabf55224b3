"""A desktop outside of a bare root for the one person in it: screen, window manager, session bus, accessibility bus, hands."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.desktop.accessibility import Application
from tests.desktop.bus import AccessibilityBus, accessibility_bus
from tests.desktop.hands import Hands
from tests.desktop.session import SCREEN, WINDOW_MANAGER, applications
from tests.desktop.waiting import until
from tests.installers.debian.bare import HOME, ID, PATH, Root

SCREENS = "/tmp/.X11-unix"
_SCREEN_PROGRAM = Path(__file__).resolve().parents[2] / "desktop" / "screen.py"
_BUS = """<busconfig><type>session</type><listen>{address}</listen>{services}
<policy context="default"><allow user="root"/><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"""


@dataclass(slots=True)
class Desk:
    """`environment`: what a login gives to that person's programs. `folder` is at the same place inside and outside."""

    folder: Path
    environment: dict[str, str]
    bus: AccessibilityBus
    hands: Hands
    display: str

    def application_with(self, name: str | re.Pattern[str]) -> Application:
        """The one that shows something of that name, once it does."""

        def found() -> Application | None:
            return next((app for app in applications(self.bus) if app.all(name)), None)

        return until(found, 60, what=lambda: f"{name!r} in {[app.dump() for app in applications(self.bus)]}")

    def open_from_menu(
        self, root: Root, entry: str, group: str = "Desktop Entry", **more: str
    ) -> subprocess.Popen[bytes]:
        """By the command of a menu entry, as a desktop reads it."""
        log = self.folder / f"window-{len(root.started)}.log"
        return root.start(log, *command_of(root, entry, group), **{**self.environment, **more})

    def printed(self) -> str:
        """What the windows have said, which is what nobody sees."""
        return "".join(log.read_text("utf-8", "replace") for log in self.folder.glob("window-*.log"))

    def picture(self, name: str) -> Path:
        path = pictures() / f"{name}.png"
        environment = {**os.environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        subprocess.run(
            [sys.executable, _SCREEN_PROGRAM, path], env=environment, check=True, capture_output=True, timeout=60
        )
        return path


def screen_of(desk: Desk) -> tuple[str, str]:
    """What a root has to share to use it."""
    return f"{SCREENS}:{SCREENS}", f"{desk.folder}:{desk.folder}"


def pictures() -> Path:
    """Kept after the tests, to be looked at."""
    folder = Path(__file__).resolve().parents[3] / "build" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def command_of(root: Root, entry: str, group: str = "Desktop Entry") -> list[str]:
    reader = configparser.RawConfigParser(interpolation=None)
    reader.read(root.path(entry), "utf-8")
    line = reader[group]["Exec"].replace("\\\\", "\\")  # the line's own escapes come first
    words = re.findall(r'"((?:[^"\\]|\\.)*)"|(\S+)', line)
    return [re.sub(r'\\(["`$\\])', r"\1", quoted or plain).replace("%%", "%") for quoted, plain in words]


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    """`folder` must have a short path, for sockets; it becomes that person's."""
    (folder / "services").mkdir()
    shutil.copy("/usr/share/dbus-1/services/org.a11y.Bus.service", folder / "services")
    address = f"unix:path={folder}/bus"
    services = f"<servicedir>{folder}/services</servicedir>"
    (folder / "bus.conf").write_text(_BUS.format(address=address, services=services))
    for path in (folder, *folder.rglob("*")):
        os.chown(path, ID, ID)
    folder.chmod(0o700)
    with ExitStack() as stack:
        display = stack.enter_context(_screen(folder))
        own = {"DISPLAY": display, "PATH": os.environ["PATH"], "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
        stack.enter_context(_background(folder, WINDOW_MANAGER.split(), own))
        as_person = ["setpriv", f"--reuid={ID}", f"--regid={ID}", "--clear-groups", "--pdeathsig=TERM"]
        bus_command = [*as_person, "dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork"]
        stack.enter_context(_background(folder, bus_command, {**own, "DBUS_SESSION_BUS_ADDRESS": address}))
        until((folder / "bus").exists, what="the session bus")
        environment = {
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_SESSION_TYPE": "x11",
            "HOME": HOME,
            "PATH": PATH,
            "LANG": "C.UTF-8",
        }
        yield Desk(folder, environment, stack.enter_context(accessibility_bus(address)), Hands(own), display)


@contextmanager
def _background(folder: Path, command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with (folder / "desk.log").open("ab") as log:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
        )
    with process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """The display of an X server that picks its own free number; whoever has its socket may use it."""
    reading, writing = os.pipe()
    command = ["setpriv", "--pdeathsig=TERM", "Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN]
    command += ["-nolisten", "tcp", "-noreset", "-ac"]
    with (folder / "screen.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, pass_fds=[writing])
    os.close(writing)
    with server, os.fdopen(reading) as told:
        try:
            number = told.readline().strip()
            assert number, (folder / "screen.log").read_text()
            yield f":{number}"
        finally:
            server.terminate()
