"""A person's desktop for one test: screen, window manager, tray, keychain and accessibility bus, all real and its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from tests.conftest import session_bus
from tests.desktop.accessibility import Application
from tests.desktop.bus import AccessibilityBus, accessibility_bus, bus_without_keychain
from tests.desktop.hands import Hands
from tests.desktop.tray import Tray, tray_is_there
from tests.desktop.waiting import SECONDS, until

SCREEN = "1280x900x24"
WINDOW_MANAGER = "openbox --sm-disable"
TRAY = "trayer --edge bottom --align right --widthtype request --height 24 --expand true --SetDockType true"
SOURCE = Path(__file__).resolve().parents[2]
_PATIENCE = 5.0
_OF_THE_BUS = ("qt.accessibility.atspi: Could not find accessible on path", "QSpiApplication::keyEventError")
"""What Qt says where these tests ask for what is gone already, and where a busy bus does not answer it in time."""
_THEIRS = ("DISPLAY", "WAYLAND", "XAUTHORITY", "XDG_", "QT_", "GTK_", "DESKTOP_", "GDK_", "AT_SPI_", "DBUS_")
"""What belongs to the desktop that the tests were started from."""


@dataclass(slots=True)
class Running:
    """A program that a test has started. `log`: all that it has printed, which fails the test unless it `may_complain`."""

    process: subprocess.Popen[bytes]
    log: Path
    bus: AccessibilityBus
    may_complain: bool = False
    _app: Application | None = None
    _ended: bool = False

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def app(self) -> Application:
        """What a screen reader sees of it, once that is there."""
        if self._app is None:
            self._app = until(self._find, what=lambda: f"program {self.pid} on the accessibility bus\n{self.said()}")
        return self._app

    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def wait_for_end(self, seconds: float = SECONDS) -> int:
        return self.process.wait(seconds)

    def kill(self) -> None:
        """As when the computer loses power."""
        self.may_complain = True
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """As when the person logs out; one that does not listen is ended by force."""
        if self._ended:
            return
        self._ended = True
        crashed = self.process.poll()
        self.process.terminate()
        try:
            self.process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            crashed = -signal.SIGKILL
        if crashed and not self.may_complain:
            with self.log.open("a") as log:
                log.write(f"It has ended with {crashed}.\n")

    def _find(self) -> Application | None:
        assert self.process.poll() is None, f"it has ended with {self.process.returncode}\n{self.said()}"
        return next((app for app in applications(self.bus) if app.pid == self.pid), None)


@dataclass(slots=True)
class Desktop:
    """One person's desktop. `environment` is what every program of it gets."""

    folder: Path
    environment: dict[str, str]
    bus: AccessibilityBus
    hands: Hands
    tray: Tray
    running: list[Running] = field(default_factory=list)

    def start(self, *command: str, **environment: str) -> Running:
        """Starts a program; it ends with the test, also when pytest is killed."""
        log = self.folder / f"program-{len(self.running)}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                ["setpriv", "--pdeathsig=TERM", *command],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                env={**self.environment, **environment},
            )
        program = Running(process, log, self.bus)
        self.running.append(program)
        return program

    def start_python(self, *arguments: str, **environment: str) -> Running:
        return self.start(sys.executable, *arguments, **environment)

    def applications(self) -> list[Application]:
        """Every program with a window or a tray icon, also those that others have started."""
        return applications(self.bus)

    def application(self, name: str) -> Application:
        """The one of that name, once it is there."""

        def named() -> Application | None:
            return next((app for app in self.applications() if self.name_of(app) == name), None)

        return until(named, what=lambda: f"{name!r} among {[self.name_of(app) for app in self.applications()]}")

    def name_of(self, app: Application) -> str:
        told = self.bus.one(app.root.property("Accessible", "Name"))
        return str(told[0][1]) if told and isinstance(told[0], tuple) else ""

    def announcements(self) -> list[str]:
        """What a screen reader was asked to say so far."""
        return self.bus.announcements()

    def screenshot(self, path: Path) -> Path:
        command = [sys.executable, str(Path(__file__).with_name("screen.py")), str(path)]
        subprocess.run(command, env=self.environment, capture_output=True, timeout=60, check=True)
        return path

    def end_programs(self) -> None:
        for program in self.running:
            program.end()

    def complaints(self) -> str:
        """Programs with a window have nothing to print; what they do print is a warning, or how they crashed."""
        said = "".join(program.said() for program in self.running if not program.may_complain)
        return "".join(line for line in said.splitlines(keepends=True) if not line.startswith(_OF_THE_BUS))

    def printed(self) -> str:
        return "\n".join(f"{program.process.args!r} has printed:\n{program.said()}" for program in self.running)

    def report(self) -> str:
        """For a failed test: what could be seen, and what the programs have printed."""
        return "\n\n".join([*(app.dump() for app in self.applications()), self.printed()])


def applications(bus: AccessibilityBus) -> list[Application]:
    return [Application(bus, root, pid) for root, pid in bus.programs().items()]


@contextmanager
def desktop_in(folder: Path, *, tray: bool = True, keychain: bool = True) -> Iterator[Desktop]:
    """`folder` must have a short path, for sockets, and be nobody else's. Some desktops lack the other two."""
    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        for name in os.environ:
            if name.startswith(_THEIRS):
                patch.delenv(name)
        for name in ("HOME", "XDG_RUNTIME_DIR"):
            patch.setenv(name, str(folder))
        stack.callback(_end_all, folder)
        display = stack.enter_context(_screen(folder))
        patch.setenv("DISPLAY", display)
        address = stack.enter_context(session_bus(folder) if keychain else bus_without_keychain(folder))
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_SESSION_TYPE": "x11",
            "DISPLAY": display,
            "DBUS_SESSION_BUS_ADDRESS": address,
            "PYTHONPATH": str(SOURCE),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        bus = stack.enter_context(accessibility_bus(address))
        hands = Hands(environment)
        for command in (WINDOW_MANAGER, TRAY) if tray else (WINDOW_MANAGER,):
            stack.enter_context(in_the_background(folder, environment, command.split()))
        until(lambda: tray_is_there(display) is tray, what="a tray")
        desktop = Desktop(folder, environment, bus, hands, Tray(environment, hands))
        stack.callback(desktop.end_programs)
        yield desktop


@contextmanager
def in_the_background(folder: Path, environment: Mapping[str, str], command: Sequence[str]) -> Iterator[None]:
    with (folder / f"{command[0]}.log").open("wb") as log:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig=TERM", *command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=environment,
        )
    with process:
        try:
            yield
        finally:
            process.terminate()


@contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """The display of an X server that picks its own free number."""
    reading, writing = os.pipe()
    command = ["setpriv", "--pdeathsig=TERM", "Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN]
    command += ["-nolisten", "tcp", "-noreset"]
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


def _end_all(folder: Path) -> None:
    """Whatever was started on this desktop, by whomever, and lives still."""
    left = [process for process in psutil.process_iter() if process.pid != os.getpid() and _is_of(process, folder)]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(left, timeout=_PATIENCE)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=_PATIENCE)


def _is_of(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.environ().get("XDG_RUNTIME_DIR") == str(folder)
    except (psutil.Error, OSError):
        return False
