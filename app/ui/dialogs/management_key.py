"""The part of the keys' dialog for the optional second key: a field to enter one, or the one that is kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.entry import CheckingEntry, EntryFailed
from app.domain.facts import StoredKey
from app.domain.findings import Finding, FindingId
from app.domain.gateway_address import person_link
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.key_field import KeyField
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.words.findings import finding as sentence
from app.words.keys import place, purpose
from app.words.sentence import together
from app.words.speech import Speech

_MOST = 1000
"""Characters; what is longer is a whole document."""
_PAGE = "/settings/management-keys"
_AGAIN = frozenset(
    {
        FindingId.GATEWAY_UNREACHABLE,
        FindingId.GATEWAY_INTERCEPTED,
        FindingId.RATE_LIMITED,
        FindingId.KEYCHAIN_LOCKED,
        FindingId.KEYCHAIN_UNAVAILABLE,
    }
)


class ManagementKey(QWidget):
    """`remove_wanted`: the person wants the kept one to go."""

    remove_wanted = Signal()

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._told = "?"  # something else than nothing, so that nothing is told too
        self._status = StatusLine(role=Role.SMALL)
        self.again = Button(speech.say("Try again"), Kind.LINK)
        self.again.clicked.connect(controller.keys.try_again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Text(speech.say("Management key (optional)"), Role.HEADING))
        column.addWidget(Text(purpose(speech), Role.SMALL, Tone.TEXT2))
        column.addWidget(self._kept())
        column.addWidget(self._entry())
        column.addLayout(Beside(self._status, self.again, lead_grows=True, below=0))

    def _kept(self) -> QWidget:
        self._kept_box, self._place = QWidget(), Text()
        self.remove = Button(self._speech.say("Remove …"))
        self.remove.setAccessibleName(self._speech.say("Remove the management key"))
        self.remove.clicked.connect(self.remove_wanted)
        column = QVBoxLayout(self._kept_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(Beside(self._place, self.remove, lead_grows=True))
        return self._kept_box

    def _entry(self) -> QWidget:
        say = self._speech.say
        self._entry_box = QWidget()
        self.field = KeyField(say("Paste a management key"), say("Show key"), say("Hide key"))
        self.field.setAccessibleName(say("Management key"))
        self.paste = Button(say("Paste"), Kind.PLAIN, "paste", tall=True)
        self.get = Button(say("Make one at OpenRouter"), Kind.LINK, "external", trailing=True)
        self._controller.clipboard.watch(self.field)
        self.field.textEdited.connect(self._typing)
        self.field.text_changed.connect(self._controller.keys.enter)
        self.paste.clicked.connect(self._paste_key)
        self.get.clicked.connect(self._open_page)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.paste)
        below = QHBoxLayout()
        below.addWidget(self.get)
        below.addStretch()
        column = QVBoxLayout(self._entry_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addLayout(below)
        return self._entry_box

    def show_state(self, state: AppState) -> None:
        kept = state.look.facts.management if state.look else None
        if isinstance(kept, StoredKey):
            self._place.say(place(kept, self._speech))
            self.field.wipe()
        set_shown(self._kept_box, isinstance(kept, StoredKey))
        set_shown(self._entry_box, not isinstance(kept, StoredKey))
        base_url = state.look.goal.base_url if state.look else ""
        set_shown(self.get, person_link(base_url, _PAGE) is not None)
        self._show_status(state, kept)

    def hideEvent(self, event: QHideEvent) -> None:
        """What was typed and did not work goes with the dialog."""
        super().hideEvent(event)
        self.field.wipe()

    def looks(self) -> tuple[object, ...]:
        """What its height depends on."""
        return self._told, self._place.text(), self._kept_box.isHidden(), self.again.isHidden()

    def _show_status(self, state: AppState, kept: StoredKey | Finding | None) -> None:
        gateway = state.look.facts.gateway if state.look else None
        match state.management:
            case CheckingEntry():
                self._tell(State.WORKING, self._speech.say("Checking the key …"))
            case EntryFailed(finding):
                self._refuse(finding, State.PROBLEM)
            case _ if isinstance(kept, Finding):
                self._refuse(kept, State.PROBLEM)
            case _ if kept is not None and gateway is not None and gateway.management is not None:
                self._refuse(gateway.management, State.ATTENTION)
            case _:
                self._tell(State.OK, "")
        failed = state.management.finding.id if isinstance(state.management, EntryFailed) else None
        set_shown(self.again, failed in _AGAIN)

    def _refuse(self, finding: Finding, state: State) -> None:
        said = sentence(finding, self._speech)
        self._tell(state, said.title, said.detail)

    def _tell(self, state: State, text: str, detail: str = "") -> None:
        if together(text, detail) == self._told:
            return
        self._told = together(text, detail)
        set_shown(self._status, bool(text))
        self._status.tell(state, text=text, detail=detail)
        self.field.setAccessibleDescription(self._told)
        if text and state is not State.WORKING and self.isVisible():
            announce(self.field, self._told, assertive=state is State.PROBLEM)

    def _paste_key(self) -> None:
        self._controller.keys.typing()
        self.field.put(self._controller.clipboard.paste()[:_MOST])  # the field tells it, as if it were typed

    def _typing(self, _: str) -> None:
        self._controller.keys.typing()

    def _open_page(self) -> None:
        self._controller.open_page(_PAGE)
