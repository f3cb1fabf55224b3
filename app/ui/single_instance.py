"""One window per person: a second start asks the first one to come to the front, and ends."""

from __future__ import annotations

import os
from collections.abc import Mapping

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

_WAIT = 500
"""Milliseconds for a program on this very computer to take a connection."""


def instance_name(environment: Mapping[str, str]) -> str:
    """Differs by person and by data folder, so that practice mode has a window of its own."""
    place = "\0".join((QDir.homePath(), environment.get("GATEWAY_COMPANION_HOME", "")))
    digest = QCryptographicHash.hash(place.encode(), QCryptographicHash.Algorithm.Sha256)
    return f"gateway-companion-{bytes(digest.toHex().data()).decode()[:16]}"


def hand_over(name: str) -> bool:
    """Whether another window is open; it then comes to the front."""
    places = (f"{QDir.tempPath()}/{name}", rf"\\.\pipe\{name}")
    if not any(os.path.exists(place) for place in places):  # noqa: PTH110 - a pipe is no path to Path
        return False  # so the network library need not be loaded before the first frame
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT):
        return False
    socket.write(b"show\n")
    socket.waitForBytesWritten(_WAIT)
    socket.disconnectFromServer()
    return True


class SingleInstance(QObject):
    """Listens for later starts. What they say is not read: to connect is to ask for the window."""

    asked = Signal()

    def __init__(self, name: str) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if not self._server.listen(name):  # left behind by a window that was killed
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.asked.emit()

    def close(self) -> None:
        self._server.close()
