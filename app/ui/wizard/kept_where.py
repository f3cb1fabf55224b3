"""The foot of step 3: where the key will lie, and the other place where the keychain can't be used."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.entry import EntryFailed, EntryWorks
from app.domain.findings import Finding, FindingId
from app.domain.goal import Handover
from app.domain.state import AppState, handover, only_key
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.icon import Icon
from app.ui.widgets.showing import set_shown
from app.ui.widgets.text import Text
from app.words.handover import kept_where, waits_for_step_four
from app.words.speech import Speech

_KEYCHAIN = (FindingId.KEYCHAIN_UNAVAILABLE, FindingId.KEYCHAIN_LOCKED)


class KeptWhere(QWidget):
    """`resized`: it needs another height, which reaches a page only step by step unless it is told."""

    resized = Signal()

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._to, self._looks = Handover.STATIC, ("", True)
        self._text = Text("", Role.SMALL, Tone.TEXT2)
        self.other = Button("", Kind.LINK)
        self.other.clicked.connect(self._ask)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._text)
        words.addWidget(self.other)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon("lock", Tone.TEXT2), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_state(self, state: AppState) -> None:
        say, now = self._speech.say, handover(state)
        waits = isinstance(state.entry, EntryWorks) and not state.entry.kept
        self._text.say(waits_for_step_four(self._speech) if waits else kept_where(now, self._speech))
        copied = now is Handover.STATIC
        self._to = Handover.HELPER if copied else Handover.STATIC
        self.other.setText(say("Use the keychain instead …") if copied else say("Let Claude keep a copy …"))
        set_shown(self.other, (copied or _in_the_way(state)) and not only_key(state))
        if (looks := (self._text.text(), self.other.isHidden())) != self._looks:
            self._looks = looks
            self.resized.emit()

    def _ask(self) -> None:
        self._controller.handing_over.ask(self._to)


def _in_the_way(state: AppState) -> bool:
    """Whether the keychain is why there is no key."""
    seen = state.look.facts.keychain if state.look else None
    why = state.entry.finding if isinstance(state.entry, EntryFailed) and not state.entry.by_sign_in else seen
    return isinstance(why, Finding) and why.id in _KEYCHAIN and not state.unlocking
