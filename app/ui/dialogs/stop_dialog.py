"""Asks whether a change that goes on just now shall be stopped, where somebody closes the window meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.dialogs.dialog import Dialog
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.words.speech import Speech


class StopDialog(Dialog):
    def __init__(self, parent: QWidget, speech: Speech, *, undoes: bool) -> None:
        say = speech.say
        super().__init__(parent, say("Gateway Companion"))
        self.say(
            State.ATTENTION,
            say("Stop and undo?") if undoes else say("Stop?"),
            say("Claude Desktop is being changed just now. It takes a few seconds more."),
        )
        stop, wait = Button(say("Stop and undo") if undoes else say("Stop")), Button(say("Let it finish"), Kind.PRIMARY)
        for button in (stop, wait):
            self.right.addWidget(button)
        stop.clicked.connect(self.accept)
        wait.clicked.connect(self.reject)
        self.default = wait
        wait.setFocus(Qt.FocusReason.OtherFocusReason)
        self.fit()
