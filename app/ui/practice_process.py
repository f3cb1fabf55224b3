"""Practice mode as a process of its own: while it runs, the real window hides; when it ends, it comes back."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from PySide6.QtCore import QObject, QProcess, Signal

from app.bundle import is_bundled

_PATIENCE = 8.0
"""Seconds for the practice window, its Claude and its folder to go."""


class PracticeProcess(QObject):
    """No process ever holds both real and practice paths, so this one only starts the other and waits."""

    started, ended = Signal(), Signal(bool)  # whether it ended well

    def __init__(self) -> None:
        super().__init__()
        self._process: QProcess | None = None

    def start(self) -> None:
        if self._process is not None:
            return
        process = QProcess(self)
        process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedChannels)
        process.started.connect(self.started)
        process.finished.connect(self._over)
        process.errorOccurred.connect(self._over)
        self._process = process
        program, *arguments = _command()
        process.start(program, arguments)

    def _over(self, _: object = None) -> None:
        process, self._process = self._process, None
        if process is not None:
            failed = process.error() is not QProcess.ProcessError.UnknownError or process.exitCode() != 0
            process.deleteLater()
            self.ended.emit(not failed)

    async def stop(self) -> None:
        """The real program quits, and its practice with it."""
        process, self._process = self._process, None
        if process is None:
            return
        gone = asyncio.Event()
        process.finished.connect(gone.set)
        process.terminate()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                await gone.wait()


def _command() -> tuple[str, ...]:
    return (sys.executable, "practice") if is_bundled() else (sys.executable, "-m", "app", "practice")
