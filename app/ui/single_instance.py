"""One window per person: a second start asks the first one to come to the front, and ends."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, QThread, Signal

_WAIT, _TRIES = 200, 25
"""Milliseconds for a program on this very computer to take a connection, and how often it is asked to."""


def instance_name(environment: Mapping[str, str]) -> str:
    """Differs by person and by data folder, so that practice mode has a window of its own."""
    place = "\0".join((QDir.homePath(), environment.get("GATEWAY_COMPANION_HOME", "")))
    digest = QCryptographicHash.hash(place.encode(), QCryptographicHash.Algorithm.Sha256)
    return f"gateway-companion-{bytes(digest.toHex().data()).decode()[:16]}"


def first(name: str) -> QLockFile | None:
    """The right to be the one window, for as long as the lock is kept; None where another has it."""
    lock = QLockFile(f"{QDir.tempPath()}/{name}.lock")
    lock.setStaleLockTime(0)  # it is stale only where its process is gone
    return lock if lock.tryLock(0) else None


def hand_over(name: str) -> None:
    """Asks the other window to come to the front; one that has only just been started may not listen yet."""
    from PySide6.QtNetwork import QLocalSocket

    for _ in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(_WAIT):
            socket.disconnectFromServer()
            return
        QThread.msleep(_WAIT)


class SingleInstance(QObject):
    """Listens for later starts. What they say is not read: to connect is to ask for the window."""

    asked = Signal()

    def __init__(self, name: str) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        QLocalServer.removeServer(name)  # only a window that was killed can have left one: we have the lock
        self._server.listen(name)

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.asked.emit()

    def close(self) -> None:
        self._server.close()
