"""Says what it means that Claude keeps a copy of the key, or that it no longer does, and asks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.diagnosis import is_set_up
from app.domain.facts import StoredKey
from app.domain.goal import Handover
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog, line
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.words.handover import to_helper, to_static
from app.words.speech import Speech


class HandoverDialog(Dialog):
    """The cautious answer is the default."""

    def __init__(
        self, parent: QWidget, handover: Handover, state: AppState, speech: Speech, controller: Controller
    ) -> None:
        say = speech.say
        super().__init__(parent, say("How Claude gets your key"))
        self._handover, self._controller = handover, controller
        facts = state.look.facts if state.look else None
        set_up = facts is not None and is_set_up(facts) and isinstance(facts.keychain, StoredKey)
        closes = set_up and facts is not None and bool(facts.claude.processes)
        if handover is Handover.STATIC:
            self.say(State.ATTENTION, say("Let Claude keep a copy of your key?"), to_static(speech)[0])
            rows = to_static(speech)[1:]
            yes, no = Button(say("Let Claude keep a copy"), Kind.DANGER), Button(say("Don't"), Kind.PRIMARY)
        else:
            self.say(State.INFO, say("Let Claude ask the keychain again?"), to_helper(speech)[0])
            rows = to_helper(speech)[1:]
            yes, no = Button(say("Use the keychain"), Kind.PRIMARY), Button(say("Not now"), Kind.PLAIN)
        for row in rows:
            self.body.addLayout(line("chevron-right", row))
        if closes:
            text = say("Claude Desktop closes and opens again. Finish your message first.")
            self.body.addLayout(line("restart", text))
        self.default = no if handover is Handover.STATIC else yes
        for button in (yes, no) if handover is Handover.STATIC else (no, yes):
            self.right.addWidget(button)
        self.default.setFocus(Qt.FocusReason.OtherFocusReason)
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        self.accepted.connect(self._agree)
        self.fit()

    def _agree(self) -> None:
        self._controller.handing_over.choose(self._handover)
