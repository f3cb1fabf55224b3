"""A coloured note that a person should see before going on."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.widgets.icon import Icon
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text


class Callout(QFrame):
    def __init__(self, state: State = State.INFO, title: str = "", text: str = "") -> None:
        super().__init__()
        self.setObjectName("note")
        self._state = state
        self._icon = Icon(size=24)
        self._title, self._text = Text(strong=True), Text(role=Role.SMALL)
        self._actions: QHBoxLayout | None = None
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        place = QVBoxLayout()
        place.addWidget(self._icon)
        place.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(12)
        row.addLayout(place)
        row.addLayout(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.tell(state, title, text)

    def tell(self, state: State, title: str, text: str = "") -> None:
        self._state = state
        self._icon.show_icon(icon_of(state), tone_of(state))
        self._title.say(title, tone_of(state))
        self._title.setVisible(bool(title))
        self._text.say(text)
        self._text.setVisible(bool(text))
        self.update()

    def add_action(self, action: QWidget) -> None:
        """A button below the text."""
        if self._actions is None:
            self._actions = QHBoxLayout()
            self._actions.setContentsMargins(0, 10, 0, 0)
            self._actions.setSpacing(8)
            self._actions.addStretch()
            self._words.addLayout(self._actions)
        self._actions.insertWidget(self._actions.count() - 1, action)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, tone = tokens.current(), tone_of(self._state)
        rounded(QPainter(self), self.rect(), worn.soft(tone), worn.edge(tone), 10)
