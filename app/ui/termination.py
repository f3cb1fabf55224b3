"""The system's signals to end take the same way as everybody's wish to; Qt alone would not let Python hear them."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class Termination(QObject):
    """Calls `ended` on the GUI thread, once for each signal."""

    def __init__(self, ended: Callable[[], None]) -> None:
        super().__init__()
        self._ended = ended
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.setblocking(False)
        for name in _SIGNALS:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _heard)
        signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._arrived)

    def _arrived(self) -> None:
        self._read.recv(64)
        self._ended()

    def close(self) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        self._read.close()
        self._write.close()


def _heard(number: int, frame: object) -> None:
    """The wake-up socket carries it on."""
