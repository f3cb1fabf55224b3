"""Holds the one state and tells every view when it is another one."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.state import AppState


class Store(QObject):
    """`changed` carries the new `AppState`; an equal state is not told."""

    changed = Signal(object)

    def __init__(self, state: AppState) -> None:
        super().__init__()
        self._state = state

    @property
    def state(self) -> AppState:
        return self._state

    def put(self, state: AppState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)
