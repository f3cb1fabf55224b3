"""The keys that are kept on this computer: which they are, another one in their place, and none at all."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain import unlocking
from app.domain.facts import StoredKey
from app.domain.findings import Finding
from app.domain.goal import Handover
from app.domain.secret_ref import Keychain
from app.domain.state import AppState, Running, handover, only_key
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.management_key import ManagementKey
from app.ui.dialogs.remove_key_dialog import RemoveKeyDialog
from app.ui.old_key_note import OldKeyNote
from app.ui.style.fonts import Role
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Line
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.words.findings import finding as sentence
from app.words.handover import way
from app.words.keys import place
from app.words.speech import Speech


class KeysDialog(Dialog):
    def __init__(self, parent: QWidget, state: AppState, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, say("Keys"))
        self._speech, self._controller, self._state = speech, controller, state
        self.say(None, say("Keys"))
        self.body.setSpacing(12)
        self.another, self.remove = Button(), Button(say("Remove …"))
        self.remove.setAccessibleName(say("Remove the key that Claude uses"))
        self._place, self._refused = Text(), StatusLine(role=Role.SMALL)
        self._way, self.other_way = Text(), Button(kind=Kind.LINK)
        self.old_key = OldKeyNote(speech, controller)
        self.management = ManagementKey(speech, controller)
        self._looks: tuple[object, ...] = ()
        self._lay_out_keys()
        close = Button(say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.right.addWidget(close)
        self.default = close
        self._connect()
        self.show_state(state)

    def _lay_out_keys(self) -> None:
        self.body.addWidget(Text(self._speech.say("Key that Claude uses"), Role.HEADING))
        self.body.addWidget(self._place)
        actions = Wrapping()
        actions.addWidget(self.another)
        actions.addWidget(self.remove)
        self.body.addLayout(actions)
        self.body.addLayout(Beside(self._way, self.other_way, lead_grows=True))
        for part in (self._refused, self.old_key, Line(), self.management):
            self.body.addWidget(part)

    def _connect(self) -> None:
        self.another.clicked.connect(self._help_first)
        self.remove.clicked.connect(self._ask_to_remove)
        self.other_way.clicked.connect(self._ask_for_another_way)
        self.old_key.restart.clicked.connect(self.accept)  # how that goes is told in a dialog of its own
        self.management.remove_wanted.connect(self._ask_to_remove_management)
        self.finished.connect(self._controller.keys.leave)

    def show_state(self, state: AppState) -> None:
        self._state = state
        key = state.look.facts.keychain if state.look else None
        idle = not isinstance(state.activity, Running)
        self._place.say(self._said(key))
        self.another.setText(self._first_help(key))
        self.another.setEnabled(idle and not state.unlocking)
        self.remove.setEnabled(idle)
        now = handover(state)
        self._way.say(way(now, self._speech))
        copied = now is Handover.STATIC
        self.other_way.setText(
            self._speech.say("Use the keychain instead …") if copied else self._speech.say("Let Claude keep a copy …")
        )
        self.other_way.setEnabled(idle)
        for part in (self._way, self.other_way):
            set_shown(part, (key is not None or copied) and not only_key(state))
        set_shown(self.remove, isinstance(key, StoredKey) and isinstance(key.place, Keychain))
        refused = state.not_removed
        set_shown(self._refused, refused is not None)
        if refused is not None:
            said = sentence(refused, self._speech)
            self._refused.tell(State.PROBLEM, text=said.title, detail=f"{said.detail} {said.remedy}")
        self.old_key.show_state(state)
        self.management.show_state(state)
        shown = (
            self._place.text(),
            self._way.text(),
            self.old_key.isHidden(),
            self.old_key.restart.isHidden(),
            self._refused.isHidden(),
        )
        if (look := (*shown, *self.management.looks())) != self._looks:
            self._looks = look
            self.fit()

    def _said(self, key: StoredKey | Finding | None) -> str:
        match key:
            case StoredKey():
                return place(key, self._speech)
            case Finding():
                said = sentence(key, self._speech)
                return f"{said.title}. {said.remedy}"
            case None:
                return self._speech.say("No OpenRouter key is kept on this computer.")

    def _first_help(self, key: StoredKey | Finding | None) -> str:
        say = self._speech.say
        match key:
            case StoredKey():
                return say("Use another key")
            case Finding() if unlocking.creates(key):
                return say("Create a keychain")
            case Finding() if unlocking.opens(key):
                return say("Unlock the keychain")
            case _:
                return say("Connect a key")

    def _help_first(self) -> None:
        """How that goes is told behind this dialog, where it can be called off too."""
        key = self._state.look.facts.keychain if self._state.look else None
        self.accept()
        if isinstance(key, Finding) and (unlocking.opens(key) or unlocking.creates(key)):
            self._controller.keychain.unlock()
        else:
            self._controller.connect_again()

    def _ask_for_another_way(self) -> None:
        self.accept()
        other = Handover.HELPER if handover(self._state) is Handover.STATIC else Handover.STATIC
        self._controller.handing_over.ask(other)

    def _ask_to_remove(self) -> None:
        if self._state.look is not None:
            self._ask(self._state.look.facts.keychain)

    def _ask_to_remove_management(self) -> None:
        if self._state.look is not None:
            self._ask(self._state.look.facts.management)

    def _ask(self, key: StoredKey | Finding | None) -> None:
        if isinstance(key, StoredKey) and self._state.look is not None:
            dialog = RemoveKeyDialog(self, key, self._state.look, self._speech, self._controller)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
