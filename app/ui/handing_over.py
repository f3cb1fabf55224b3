"""How Claude gets its key, and the readable keys in other profiles: what a person chooses about both."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.domain.diagnosis import is_set_up
from app.domain.facts import StoredKey
from app.domain.goal import Handover
from app.ui.changes import Changes
from app.ui.key_entry import KeyEntry
from app.ui.store import Store


class HandingOver(QObject):
    """`wanted`: a dialog shall say what that way means, and ask. `key_wanted`: the person must enter the key for it."""

    wanted = Signal(object)
    key_wanted = Signal()

    def __init__(self, store: Store, changes: Changes, key_entry: KeyEntry) -> None:
        super().__init__()
        self._store, self._changes, self._key_entry = store, changes, key_entry

    def ask(self, handover: Handover) -> None:
        self.wanted.emit(handover)

    def choose(self, handover: Handover) -> None:
        """The person has read what it means. At once where Claude is set up and the key is there; else with the setup."""
        state = self._store.state
        facts = state.look.facts if state.look else None
        if (
            facts is not None
            and is_set_up(facts)
            and isinstance(facts.keychain, StoredKey)
            and not self._key_entry.held
        ):
            self._store.put(replace(state, handover=None))
            self._changes.hand_over(handover)
            return
        self._store.put(replace(state, handover=handover))
        if state.page is None:
            self.key_wanted.emit()
        else:
            self._key_entry.try_again()

    def done(self) -> None:
        """What was chosen is in force."""
        self._store.put(replace(self._store.state, handover=None))
        if self._key_entry.held is not None:
            self._key_entry.forget_entry()

    def take_out(self, profile: str) -> None:
        """The readable key of the profile of that id; the flow asks before it does it."""
        self._changes.take_out(profile)
