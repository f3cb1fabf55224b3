"""The real window on a practice computer: how long the GUI thread stands still, at rest and during a look at everything.

Prints one line for each round: milliseconds at rest, milliseconds during a look.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time

import qasync
from PySide6.QtCore import QObject, Qt, QTimer

from app.bootstrap import build
from app.domain.state import AppState
from app.ui.application import Application
from app.ui.main_window import MainWindow
from app.ui.session import Session
from app.words.speech import Speech

_REST = 0.3


class Heart(QObject):
    """Beats every millisecond; the longest pause between two beats is the longest stall."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now

    def since(self) -> float:
        longest, self.longest = self.longest, 0.0
        return longest * 1000


async def looked(session: Session) -> None:
    """A look at everything begins and ends."""
    over = asyncio.Event()
    begun: list[bool] = []

    def changed(state: AppState) -> None:
        if state.checking:
            begun.append(True)
        elif begun:
            over.set()

    session.store.changed.connect(changed)
    session.look_again()  # also before the first look has ended: then that one counts
    async with asyncio.timeout(30):
        await over.wait()
    session.store.changed.disconnect(changed)


async def measure(app: Application, window: MainWindow, rounds: int) -> None:
    session = Session(app, window, build(os.environ), Speech(), "gateway-companion-benchmark")
    task = asyncio.create_task(session.run())
    await looked(session)
    await looked(session)  # the first one still loads and builds
    heart = Heart()
    for _ in range(rounds):
        await asyncio.sleep(_REST)
        rest = heart.since()
        await looked(session)
        sys.stdout.write(f"{rest:.2f} {heart.since():.2f}\n")
        sys.stdout.flush()
    session.end()
    await task


def main(rounds: int) -> None:
    sys.setswitchinterval(0.001)
    app = Application()
    window = MainWindow("", "")
    window.show()
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    with loop:
        loop.run_until_complete(measure(app, window, rounds))


main(int(sys.argv[1]))
