"""How the program starts at the login: without a window, once the desktop has its tray, which may take a while then."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from app.ui.quitting import QuitRequests
from app.ui.single_instance import SingleInstance

_EVERY = 500
"""Milliseconds between two looks for a tray."""


class Start(Enum):
    """`HIDDEN`: in the tray. `MINIMISED`: where there is none, as nobody would find it again. `SHOWN`: it was asked for.

    `NOT`: an installer has asked that it ends.
    """

    HIDDEN = auto()
    MINIMISED = auto()
    SHOWN = auto()
    NOT = auto()


class HiddenStart(QObject):
    """Waits before anything else is loaded: at the login the computer has enough to do. `patience` in seconds."""

    def __init__(self, server: str, patience: float) -> None:
        super().__init__()
        self._waiting = QEventLoop()
        self._start = Start.MINIMISED
        self._instance = SingleInstance(server)
        self._instance.asked.connect(self._asked)
        self._quit_requests = QuitRequests(server, self._is_busy, self._leave)
        self._look = QTimer(self, interval=_EVERY)
        self._look.timeout.connect(self._look_for_tray)
        self._end = QTimer(self, interval=int(patience * 1000), singleShot=True)
        self._end.timeout.connect(self._waiting.quit)

    def wait(self) -> Start:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._start = Start.HIDDEN
        else:
            self._look.start()
            self._end.start()
            self._waiting.exec()
            self._look.stop()
            self._end.stop()
        self._instance.close()
        self._quit_requests.close()
        return self._start

    def _asked(self) -> None:
        """By a later start, which a person has made."""
        self._start = Start.SHOWN
        self._waiting.quit()

    def _is_busy(self) -> bool:
        return False

    def _leave(self) -> None:
        self._start = Start.NOT
        self._waiting.quit()

    def _look_for_tray(self) -> None:
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._start = Start.HIDDEN
            self._waiting.quit()
