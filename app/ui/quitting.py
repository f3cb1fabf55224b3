"""Hears an installer's wish that the window closes, which `gateway-companion quit` passes on; a change is never interrupted."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QObject

from app.platforms.window_call import BUSY, LEAVING, quit_server


class QuitRequests(QObject):
    """To connect is to ask. `is_busy`: whether something is half done; `leave` ends the program, once the answer is read."""

    def __init__(self, server: str, is_busy: Callable[[], bool], leave: Callable[[], None]) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__()
        self._is_busy, self._leave = is_busy, leave
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        name = quit_server(server)
        QLocalServer.removeServer(name)  # only a window that was killed can have left one
        self._server.listen(name)

    def _connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            busy = self._is_busy()
            socket.disconnected.connect(socket.deleteLater)
            if not busy:
                socket.disconnected.connect(self._leave)  # on Windows, what is not read by then would be lost
            socket.write(f"{BUSY}\n".encode() if busy else f"{LEAVING} {os.getpid()}\n".encode())
            socket.flush()

    def close(self) -> None:
        self._server.close()
