"""One window per person: a second start asks the first one to come to the front, and ends."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDir, QLockFile, QObject, QStandardPaths, QThread, Signal

from app.platforms.private_place import runtime_folder, server_name

_WAIT = 200
"""Milliseconds for a program on this very computer to take a connection, and between two attempts."""
PATIENCE = 15.0
"""Seconds for another window to answer: one that has only just been started may not listen yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """What tells of the one window: a file that it locks, in a folder of this person's, and where it listens."""

    folder: Path
    lock: str
    server: str


def instance_place(environment: Mapping[str, str]) -> Place:
    """Differs by person and by data folder, however that is spelled, so that practice mode has a window of its own.

    Never in a folder that others share: what they put there would keep the window from opening.
    """
    data = os.path.realpath(environment.get("GATEWAY_COMPANION_HOME") or usual_data_folder())
    digest = QCryptographicHash.hash(f"{QDir.homePath()}\0{data}".encode(), QCryptographicHash.Algorithm.Sha256)
    name = f"gateway-companion-{bytes(digest.toHex().data()).decode()[:16]}"
    runtime = runtime_folder(environment)
    path = f"{runtime}/{name}" if runtime else f"{data}/window"  # short, as the path of a socket has to be
    return Place(Path(runtime or data), f"{path}.lock", server_name(path, name))


def usual_data_folder() -> str:
    """As `Platform.data_folder` has it, for which there is no time before the first frame."""
    return f"{QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)}/gateway-companion"


def claim(place: Place, patience: float = PATIENCE, *, hidden: bool = False) -> QLockFile | None:
    """The right to open the window, to be kept as long as that is there; None where another one has come to the front.

    Where nobody answers, the window opens in any case, although without the lock. `hidden`: nobody has asked for a
    window, so another one stays as it is.
    """
    if not place.folder.is_dir():
        _make(place.folder)
    lock = QLockFile(place.lock)
    lock.setStaleLockTime(0)  # it is stale only where its process is gone
    if lock.tryLock(0):
        return lock
    taken = lock.error() == QLockFile.LockError.LockFailedError  # else it cannot be made here
    if hidden:
        return None if taken else lock
    return None if hand_over(place, patience if taken else 0) else lock


def _make(folder: Path) -> None:
    """Our own data folder, at the very first start; where it cannot be made there is no lock, and that is told later."""
    from contextlib import suppress

    from app.domain.errors import AppError
    from app.services.files import make_folders

    with suppress(AppError):
        make_folders(folder)


def hand_over(place: Place, patience: float) -> bool:
    """Asks the other window to come to the front; whether it has answered."""
    from PySide6.QtNetwork import QLocalSocket

    end = time.monotonic() + patience
    while True:
        socket = QLocalSocket()
        socket.connectToServer(place.server)
        left = max(_WAIT, int((end - time.monotonic()) * 1000))
        if socket.waitForConnected(_WAIT) and socket.waitForDisconnected(left):
            return True
        if time.monotonic() >= end:
            return False
        QThread.msleep(_WAIT)


class SingleInstance(QObject):
    """Listens for later starts. What they say is not read: to connect is to ask for the window, to part is the answer."""

    asked = Signal()

    def __init__(self, server: str) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        QLocalServer.removeServer(server)  # only a window that was killed, or does not answer, can have left one
        self._server.listen(server)

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.asked.emit()

    def close(self) -> None:
        self._server.close()
