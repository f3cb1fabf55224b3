"""What is done, what is being done and what waits, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.card import Card
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Spoken, unspoken
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.status_line import spoken
from app.ui.widgets.text import Text


@dataclass(frozen=True, slots=True)
class ProgressRow:
    state: State
    text: str
    word: str
    detail: str = ""


class ProgressList(QWidget):
    """In a card, or bare inside a dialog. Lines are kept between calls, so nothing flickers and a turning icon turns on."""

    def __init__(self, *, framed: bool = True) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._card = Card(inset=58, margins=QMargins(20, 10, 20, 10)) if framed else None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if self._card is not None:
            self._column.addWidget(self._card)

    def tell(self, rows: Sequence[ProgressRow]) -> None:
        while len(self._lines) < len(rows):
            line = _Line(36 if self._card is not None else 26)
            self._lines.append(line)
            if self._card is not None:
                self._card.add(line)
            else:
                self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            set_shown(line, number < len(rows))
            if number < len(rows):
                line.tell(rows[number])


class _Line(Spoken):
    def __init__(self, height: int) -> None:
        super().__init__()
        self._icon = Icon(size=24 if height > 30 else 20)
        self._text, self._detail = Text(), Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._word = Text(role=Role.SMALL, wrap=False, strong=True)
        for part in (self._text, self._detail, self._word):
            unspoken(part)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._text)
        words.addWidget(self._detail)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14 if height > 30 else 10)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._word, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def tell(self, row: ProgressRow) -> None:
        waits = row.state is State.WAITING
        self._icon.show_icon(icon_of(row.state), tone_of(row.state))
        self._text.say(row.text, Tone.TEXT2 if waits else Tone.TEXT)
        self._text.set_strong(not waits)
        self._detail.say(row.detail)
        set_shown(self._detail, bool(row.detail))
        self._word.say(row.word, tone_of(row.state))
        self.setAccessibleName(spoken("", ", ".join(p for p in (row.text, row.word) if p), row.detail))
