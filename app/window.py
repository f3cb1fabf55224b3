"""Opens the window: first one frame, and only then everything that takes time to load. At the login it stays hidden."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import QEventLoop

from app.ui.application import Application
from app.ui.main_window import MainWindow
from app.ui.single_instance import claim, instance_place
from app.words.speech import Speech

TRAY_PATIENCE = 30.0
"""Seconds until there is taken to be no tray: at the login the desktop itself is still being made."""


def run_window(environment: Mapping[str, str], *, hidden: bool = False, patience: float = TRAY_PATIENCE) -> int:
    """The window, from its first frame to its end. A second start only brings the first one to the front.

    `hidden`: it starts in the tray, for which it waits that long, as nobody has asked for a window.
    """
    app = Application()
    place = instance_place(environment)
    lock = claim(place, hidden=hidden)
    if lock is None:
        return 0
    speech = Speech()
    try:
        window = hidden_window(app, speech, place.server, patience) if hidden else first_frame(app, speech)
        return _run(app, window, speech, environment, place.server) if window is not None else 0
    finally:
        lock.unlock()


def _run(app: Application, window: MainWindow, speech: Speech, environment: Mapping[str, str], server: str) -> int:
    # only now, as each of these costs a part of what a person waits for
    import asyncio

    import qasync

    from app.bootstrap import build
    from app.domain.errors import AppError
    from app.ui.session import Session

    try:
        parts = build(environment)
    except AppError as error:
        from app.ui.dialogs.cannot_start import tell_cannot_start

        tell_cannot_start(app, window, error.finding, speech)
        return 1

    async def session() -> None:
        await Session(app, window, parts, speech, server).run()

    sys.setswitchinterval(0.001)  # seconds; a thread that reads a long list shall not hold up the next frame
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(session())
    return 0


def hidden_window(app: Application, speech: Speech, server: str, patience: float) -> MainWindow | None:
    """Nothing to be seen where there is a tray, as far as nobody asks for more. None where it was asked to end."""
    from app.ui.hidden_start import HiddenStart, Start

    _introduce(app)
    match HiddenStart(server, patience).wait():
        case Start.SHOWN:
            return first_frame(app, speech)
        case Start.MINIMISED:
            window = _window(speech)
            window.showMinimized()
            return window
        case Start.HIDDEN:
            return _window(speech)
        case Start.NOT:
            return None


def first_frame(app: Application, speech: Speech) -> MainWindow:
    _introduce(app)
    window = _window(speech)
    painting = QEventLoop()
    window.painted.connect(painting.quit)
    window.show()
    painting.exec()
    return window


def _introduce(app: Application) -> None:
    """By what name the desktop knows it; the program ends when it is told to, not with a window."""
    app.setApplicationName("gateway-companion")
    app.setDesktopFileName("gateway-companion")
    app.setQuitOnLastWindowClosed(False)


def _window(speech: Speech) -> MainWindow:
    return MainWindow(speech.say("Gateway Companion"), speech.say("Looking at this computer …"))
