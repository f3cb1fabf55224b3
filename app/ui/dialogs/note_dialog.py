"""Something that a person should know, with nothing to decide."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.dialogs.dialog import Dialog
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.words.speech import Speech


class NoteDialog(Dialog):
    def __init__(self, parent: QWidget, title: str, text: str, speech: Speech) -> None:
        super().__init__(parent, speech.say("Gateway Companion"))
        self.say(State.PROBLEM, title, text)
        close = Button(speech.say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.right.addWidget(close)
        self.default = close
        self.fit()

    @classmethod
    def of_practice(cls, parent: QWidget, speech: Speech) -> NoteDialog:
        say = speech.say
        return cls(
            parent,
            say("Practice mode ended by itself"),
            say("It could not start, or it stopped in the middle. Nothing real was touched. Try it once more."),
            speech,
        )
