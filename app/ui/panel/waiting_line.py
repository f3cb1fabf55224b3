"""Says that a choice of models waits for a restart of Claude, just above the footer."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.domain.state import AppState, Running
from app.ui.controller import Controller
from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Phrase, Run
from app.words.speech import Speech


class WaitingLine(QFrame):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech = speech
        self._text = Phrase(role=Role.SMALL)
        self.now = Button(kind=Kind.LINK)
        self.never = Button(speech.say("Never mind"), Kind.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 2, 24, 2)
        row.setSpacing(12)
        row.addWidget(Icon("status-info", Tone.ACCENT))
        row.addWidget(self._text, 1)
        row.addWidget(self.now)
        row.addWidget(self.never)
        self.setMinimumHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.now.clicked.connect(controller.models.use_now)
        self.never.clicked.connect(controller.models.forget_waiting)

    def show_state(self, state: AppState) -> None:
        speech = self._speech
        self.setVisible(bool(state.preferences.waiting))
        runs = state.look is not None and bool(state.look.facts.claude.processes)
        if runs:
            first = speech.say("Restart Claude Desktop to use this.")
            rest = speech.say("Otherwise it happens at the next restart.")
            self.now.setText(speech.say("Restart now"))
        else:
            first = speech.say("Claude does not have this choice yet.")
            rest = ""
            self.now.setText(speech.say("Use it and open Claude"))
        self._text.tell((Run(first, strong=True), Run(f" {rest}" if rest else "", Tone.TEXT2)))
        for button in (self.now, self.never):
            button.setEnabled(not isinstance(state.activity, Running))

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, painter = tokens.current(), QPainter(self)
        painter.fillRect(self.rect(), QColor(worn.accent_soft))
        painter.fillRect(0, 0, self.width(), 1, QColor(worn.accent_line))
