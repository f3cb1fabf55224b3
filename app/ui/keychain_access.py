"""The keychain behind the window: it is opened in its own window, and a key that somebody else put there is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain import unlocking
from app.domain.entry import EntryFailed
from app.domain.errors import AppError
from app.domain.facts import StoredKey
from app.domain.findings import Finding
from app.flows.parts import Parts
from app.flows.refresh import look
from app.ui.key_entry import KeyEntry
from app.ui.store import Store
from app.ui.tasks import Tasks


class KeychainAccess:
    """`look_again` is called once there is something new to see."""

    def __init__(
        self, parts: Parts, store: Store, tasks: Tasks, key_entry: KeyEntry, look_again: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._store = store
        self._tasks = tasks
        self._key_entry = key_entry
        self._look_again = look_again
        self._cancel: Callable[[], object] | None = None

    def unlock(self) -> None:
        """Waits for the person, as long as they do not call it off; then goes on where the locked keychain was met."""
        if not self._store.state.unlocking:
            self._store.put(replace(self._store.state, unlocking=True))
            self._cancel = self._tasks.spawn(self._unlock())

    def cancel(self) -> None:
        if self._cancel is not None:
            self._cancel()

    async def _unlock(self) -> None:
        refused: Finding | None = None
        try:
            await self._parts.keychain.unlock()
        except AppError as error:
            refused = error.finding
        finally:
            self._store.put(replace(self._store.state, unlocking=False))
        if refused is not None:
            self._tell(refused)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """A key that was entered before is kept now."""
        entry = self._store.state.entry
        if isinstance(entry, EntryFailed) and _waits(entry.finding):
            self._key_entry.try_again()
        self._look_again()

    def _tell(self, finding: Finding) -> None:
        """In place of what was said of the keychain before: it is the newer news."""
        state = self._store.state
        if isinstance(state.entry, EntryFailed) and _waits(state.entry.finding):
            state = replace(state, entry=replace(state.entry, finding=finding))
        if state.look is not None and isinstance(state.look.facts.keychain, Finding):
            state = replace(state, look=look(replace(state.look.facts, keychain=finding), state.look.goal))
        self._store.put(state)

    def accept_key(self) -> None:
        """The key that somebody else has put there is the one to use."""
        seen = self._store.state.look
        if seen is not None and isinstance(seen.facts.keychain, StoredKey):
            self._tasks.spawn(self._accept(seen.facts.keychain))

    async def _accept(self, key: StoredKey) -> None:
        await self._parts.keychain.accept(key)
        self._look_again()


def _waits(finding: Finding) -> bool:
    return unlocking.opens(finding) or unlocking.creates(finding)
