"""Something in this program itself went wrong: said plainly, with details that somebody can use."""

from __future__ import annotations

import traceback

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app import __version__
from app.ui.dialogs.dialog import Dialog
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.words.speech import Speech


class DefectDialog(Dialog):
    def __init__(self, parent: QWidget, error: BaseException, speech: Speech) -> None:
        say = speech.say
        super().__init__(parent, say("Gateway Companion"))
        lines = traceback.format_exception(error)  # without the values of variables, which may be private
        self._details = f"Gateway Companion {__version__}\n{''.join(lines)}"
        self.say(
            State.PROBLEM,
            say("Something in Gateway Companion went wrong"),
            say("What it was doing may not be finished. Close it, open it again, and look at the status."),
        )
        copy, close = Button(say("Copy details"), Kind.PLAIN, "copy"), Button(say("Close"), Kind.PRIMARY)
        for button in (copy, close):
            self.right.addWidget(button)
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.accept)
        self.default = close
        self.fit()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
