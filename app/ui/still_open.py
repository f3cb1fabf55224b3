"""Claude was asked to close and is still open: said first, then asked what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.controller import Controller
from app.ui.widgets.announce import announce
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.status_line import State
from app.words.speech import Speech


class StillOpenNote(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._callout = Callout()
        self._keep = Button(speech.say("Keep waiting"), Kind.PRIMARY)
        self._force = Button(speech.say("Close it anyway …"), Kind.DANGER)
        self._cancel = Button(speech.say("Cancel"))
        for button in (self._keep, self._force, self._cancel):
            self._callout.add_action(button)
        self._keep.clicked.connect(self._wait_on)
        self._force.clicked.connect(self._end)
        self._cancel.clicked.connect(controller.changes.give_up_waiting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._callout)
        self.setVisible(False)

    def tell(self, *, slow: bool, gave_up: bool) -> None:
        """`gave_up`: it has been long enough to ask the person."""
        say = self._speech.say
        appears = (slow or gave_up) and self.isHidden()
        for button in (self._keep, self._force, self._cancel):
            button.setVisible(gave_up)
        if gave_up:
            self._callout.tell(
                State.PROBLEM,
                say("Claude does not close"),
                say("It may be asking you something, or it may hang. Nothing is changed while it is open."),
            )
        else:
            self._callout.tell(
                State.ATTENTION,
                say("Claude is still open"),
                say("Save your work and close it. This goes on by itself once it is closed."),
            )
        self.setVisible(slow or gave_up)
        if appears and self.isVisible():
            announce(self, say("Claude is still open. Save your work and close it."), assertive=True)

    def _wait_on(self) -> None:
        self._controller.changes.answer(yes=True)

    def _end(self) -> None:
        """No more waiting; whether to end it is asked once more."""
        self._controller.changes.answer(yes=False)
