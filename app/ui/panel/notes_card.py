"""What is good to know and calls for nothing; it shows below the cards while nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.findings import Finding, FindingId, InProfile
from app.ui.panel.plain_card import PlainCard
from app.ui.style.fonts import Role
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech

_WORDS = 30
"""Pixels to where the words of a line begin."""


class _Note(QWidget):
    """One line, and below it what can be done about it, if anything can."""

    asked = Signal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._note: Finding | None = None
        self._line, self._link = StatusLine(), Button("", Kind.LINK)
        below = QVBoxLayout()
        below.setContentsMargins(_WORDS, 0, 0, 0)
        below.addWidget(self._link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addLayout(below)
        self._link.clicked.connect(self._ask)

    def tell(self, note: Finding) -> None:
        said = sentence(note, self._speech)
        self._note = note
        self._line.tell(State.INFO, text=said.title, detail=together(said.detail, said.remedy))
        text = _choice(note, self._speech)
        self._link.setText(text)
        self._link.setVisible(bool(text))

    def _ask(self) -> None:
        self.asked.emit(self._note)


class NotesCard(PlainCard):
    """`asked`: the person wants to do something about that finding."""

    asked = Signal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._notes: list[_Note] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 14)
        self._column.setSpacing(10)
        self._column.addWidget(Text(speech.say("Good to know"), Role.HEADING))

    def show_state(self, notes: Sequence[Finding]) -> None:
        while len(self._notes) < len(notes):
            line = _Note(self._speech)
            line.asked.connect(self.asked)
            self._notes.append(line)
            self._column.addWidget(line)
        for line, note in zip(self._notes, notes, strict=False):
            line.tell(note)
        for number, line in enumerate(self._notes):
            line.setVisible(number < len(notes))
        self.setVisible(bool(notes))


def _choice(note: Finding, speech: Speech) -> str:
    match note.id, note.detail:
        case FindingId.KEY_IN_CLEAR, InProfile():
            return speech.say("Move that key into the keychain …")
        case FindingId.KEY_COPY_BY_CHOICE, _:
            return speech.say("Use the keychain instead …")
        case _:
            return ""
