"""A coloured note that a person should see before going on."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.widgets.icon import Icon
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping


class Callout(QFrame):
    def __init__(self, state: State = State.INFO, title: str = "", text: str = "") -> None:
        super().__init__()
        self.setObjectName("note")
        self._state = state
        self._icon = Icon(size=24)
        self._title, self._text = Text(strong=True), Text(role=Role.SMALL)
        self._actions: Wrapping | None = None
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        self._words.addWidget(self._title)
        self._words.addWidget(self._text)
        self._place = QVBoxLayout()
        self._place.addWidget(self._icon)
        self._place.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(12)
        row.addLayout(self._place)
        row.addLayout(self._words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._place_icon()
        self.tell(state, title, text)

    def tell(self, state: State, title: str, text: str = "") -> None:
        self._state = state
        self._icon.show_icon(icon_of(state), tone_of(state))
        self._title.say(title, tone_of(state))
        set_shown(self._title, bool(title))
        self._text.say(text)
        set_shown(self._text, bool(text))
        self.update()

    def add_action(self, action: QWidget) -> None:
        """A button below the text."""
        if self._actions is None:
            self._actions = Wrapping()
            self._actions.setContentsMargins(0, 10, 0, 0)
            self._words.addLayout(self._actions)
        self._actions.addWidget(action)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._place_icon()

    def _place_icon(self) -> None:
        """In the middle of the first line, however large the letters are."""
        self._place.setContentsMargins(0, max(0, (self._title.line_height() - 24) // 2), 0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, tone = tokens.current(), tone_of(self._state)
        rounded(QPainter(self), self.rect(), worn.soft(tone), worn.edge(tone), 10)
