"""The application object: before the system ends it, whoever knows what is under way is asked."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication


class Application(QApplication):
    """An event filter would be called for every event there is; `event` only hears those of the application."""

    def __init__(self) -> None:
        super().__init__([])
        self._leave: Callable[[], None] | None = None

    def leave_by(self, leave: Callable[[], None]) -> None:
        """From now on the system's wish to end the program takes this way."""
        self._leave = leave

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit and self._leave is not None:
            self._leave()
            return True
        return super().event(event)
