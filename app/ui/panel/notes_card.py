"""What is good to know and calls for nothing; it shows below the cards while nothing is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from app.domain.findings import Finding
from app.ui.panel.plain_card import PlainCard
from app.ui.style.fonts import Role
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech


class NotesCard(PlainCard):
    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._lines: list[StatusLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 14, 20, 14)
        self._column.setSpacing(10)
        self._column.addWidget(Text(speech.say("Good to know"), Role.HEADING))

    def show_state(self, notes: Sequence[Finding]) -> None:
        while len(self._lines) < len(notes):
            line = StatusLine()
            self._lines.append(line)
            self._column.addWidget(line)
        for line, note in zip(self._lines, notes, strict=False):
            said = sentence(note, self._speech)
            line.tell(State.INFO, text=said.title, detail=together(said.detail, said.remedy))
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(notes))
        self.setVisible(bool(notes))
