"""Opens the window: first one frame, and only then everything that takes time to load."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from PySide6.QtCore import QEventLoop

from app.ui.application import Application
from app.ui.main_window import MainWindow
from app.ui.single_instance import first, hand_over, instance_name
from app.words.speech import Speech


def run_window(environment: Mapping[str, str]) -> int:
    """The window, from its first frame to its end. A second start only brings the first one to the front."""
    app = Application()
    name = instance_name(environment)
    lock = first(name)
    if lock is None:
        hand_over(name)
        return 0
    speech = Speech()
    window = first_frame(app, speech)

    # only now, as each of these costs a part of what a person waits for
    import asyncio

    import qasync

    from app.bootstrap import build
    from app.ui.session import Session

    async def session() -> None:
        await Session(app, window, build(environment), speech, name).run()

    sys.setswitchinterval(0.001)  # seconds; a thread that reads a long list shall not hold up the next frame
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(session())
    lock.unlock()
    return 0


def first_frame(app: Application, speech: Speech) -> MainWindow:
    app.setApplicationName("gateway-companion")
    app.setDesktopFileName("gateway-companion")
    app.setQuitOnLastWindowClosed(False)
    window = MainWindow(speech.say("Gateway Companion"), speech.say("Looking at this computer …"))
    painting = QEventLoop()
    window.painted.connect(painting.quit)
    window.show()
    painting.exec()
    return window
