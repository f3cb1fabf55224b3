"""Practice mode as a process of its own: while it runs, the real window hides; when it ends, it comes back."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QProcess, Signal


class PracticeProcess(QObject):
    """No process ever holds both real and practice paths, so this one only starts the other and waits."""

    started, ended = Signal(), Signal()

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

    def _over(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.deleteLater()
            self.ended.emit()

    def stop(self) -> None:
        """The real program quits, and its practice with it."""
        if self._process is not None:
            self._process.blockSignals(True)
            self._process.terminate()
            self._process.waitForFinished(6000)


def _command() -> tuple[str, ...]:
    if getattr(sys, "frozen", False):
        return (sys.executable, "practice")
    return (sys.executable, "-m", "app", "practice")
