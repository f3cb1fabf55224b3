"""The buttons at the bottom of the panel, which are always there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from app.domain.state import AppState, Running, only_key
from app.ui.panel.situation import Help, Judgement
from app.ui.style import tokens
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.wrapping import Wrapping
from app.words.speech import Speech


class Foot(QFrame):
    repair = Signal()
    restart = Signal()
    undo = Signal()
    settings = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self.repair_button = Button(speech.say("Repair"), icon="repair")
        self.restart_button = Button(icon="restart")
        self.undo_button = Button(speech.say("Undo setup…"), icon="undo")
        self.settings_button = Button(speech.say("Settings"), Kind.QUIET, "settings")
        left = Wrapping(10)
        for button in (self.repair_button, self.restart_button, self.undo_button):
            left.addWidget(button)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 16, 12)
        row.setSpacing(16)
        row.addLayout(left, 1)
        row.addWidget(self.settings_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setMinimumHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.repair_button.clicked.connect(self.repair)
        self.restart_button.clicked.connect(self.restart)
        self.undo_button.clicked.connect(self.undo)
        self.settings_button.clicked.connect(self.settings)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return (self.repair_button, self.restart_button, self.undo_button, self.settings_button)

    def show_state(self, state: AppState, judgement: Judgement | None, help: Help) -> None:
        """What the top offers already is not offered twice."""
        free = not isinstance(state.activity, Running)
        for button in self.buttons:
            button.setEnabled(free and judgement is not None)
        self.settings_button.setEnabled(free)
        set_up = judgement is None or judgement.set_up
        claude = state.look.facts.claude if state.look else None
        runs = claude is None or bool(claude.processes)
        text = self._speech.say("Restart Claude Desktop") if runs else self._speech.say("Open Claude Desktop")
        self.restart_button.setText(text)
        self.restart_button.set_icon("restart" if runs else "window")
        installed = claude is None or claude.installation is not None
        self.restart_button.setVisible(installed and help not in (Help.OPEN_CLAUDE, Help.RESTART_CLAUDE))
        ours = set_up and not only_key(state)
        self.repair_button.setVisible(ours and help is not Help.REPAIR)
        self.undo_button.setVisible(ours)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(tokens.current().line))
