"""Asks before a key is removed from this computer: what that means, and that it does not delete it at OpenRouter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.diagnosis import is_set_up
from app.domain.facts import StoredKey
from app.domain.gateway_address import person_link
from app.domain.outcome import Look
from app.domain.secret_ref import MANAGEMENT, Keychain
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog, line
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.words.keys import removing, removing_management
from app.words.speech import Speech

_SIGNS = ("chat", "file", "key")


class RemoveKeyDialog(Dialog):
    """Keeping it is the default."""

    def __init__(self, parent: QWidget, key: StoredKey, look: Look, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, say("Keys"))
        self._controller = controller
        self._name = key.place.name if isinstance(key.place, Keychain) else ""
        self._page = f"/keys/{key.digest}"
        second = self._name == MANAGEMENT
        title = say("Remove the management key?") if second else say("Remove the key from this computer?")
        self.say(State.ATTENTION, title)
        for sign, sentence in zip(_SIGNS, _meaning(look, speech, second=second), strict=False):
            self.body.addLayout(line(sign, sentence))
        self.delete = Button(say("Delete it at OpenRouter"), Kind.LINK, "external", trailing=True)
        self.delete.clicked.connect(self._open)
        self.delete.setVisible(person_link(look.goal.base_url, self._page) is not None)
        self.left.addWidget(self.delete)
        remove, keep = Button(say("Remove"), Kind.DANGER), Button(say("Keep the key"), Kind.PRIMARY)
        for button in (remove, keep):
            self.right.addWidget(button)
        self.default = keep
        keep.setFocus(Qt.FocusReason.OtherFocusReason)
        remove.clicked.connect(self.accept)
        keep.clicked.connect(self.reject)
        self.accepted.connect(self._remove)
        self.fit()

    def _open(self) -> None:
        self._controller.open_page(self._page)

    def _remove(self) -> None:
        self._controller.keys.remove(self._name)


def _meaning(look: Look, speech: Speech, *, second: bool) -> tuple[str, ...]:
    if second:
        return removing_management(speech)
    runs = is_set_up(look.facts) and bool(look.facts.claude.processes)
    return removing(copied=bool(look.facts.own_copy), claude_runs=runs, speech=speech)
