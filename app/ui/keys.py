"""The keys behind their dialog: a management key is checked and kept as it is entered, a key is removed, an old one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.entry import Entry, NoEntry
from app.domain.errors import AppError
from app.domain.facts import Facts
from app.domain.findings import Finding
from app.domain.loadable import Loading
from app.domain.model import ApiKey
from app.domain.secret_ref import MANAGEMENT
from app.flows.keys import keep_management_key, remove_key
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.flows.refresh import look
from app.ui.entering import Entering, silent
from app.ui.store import Store
from app.ui.tasks import Tasks


class Keys(Entering):
    """The management key is entered here; any key is removed here."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor) -> None:
        super().__init__(tasks)
        self._parts = parts
        self._store = store
        self._monitor = monitor

    # The management key.

    def leave(self) -> None:
        """The dialog closes: what went wrong in it is over."""
        self.stop()
        self._again = None
        self._store.put(replace(self._store.state, management=NoEntry(), not_removed=None))

    def show(self, entry: Entry) -> None:
        self._store.put(replace(self._store.state, management=entry))

    async def _use(self, key: ApiKey) -> None:
        stored = await keep_management_key(self._parts, key, silent)
        self.show(NoEntry())
        self._see(lambda facts: replace(facts, management=stored))

    # Any key.

    def remove(self, name: str) -> None:
        """After the person said so."""
        self._tasks.spawn(self._remove(name))

    async def _remove(self, name: str) -> None:
        try:
            await remove_key(self._parts, name)
        except AppError as error:
            self._refused(error.finding)
            return
        if name == MANAGEMENT:
            self._see(lambda facts: replace(facts, management=None))
        else:
            self._store.put(replace(self._store.state, entry=NoEntry(), account=Loading()))
            self._see(lambda facts: replace(facts, keychain=None))

    def dismiss_old_key(self) -> None:
        """The person has read about it."""
        self._store.put(replace(self._store.state, old_key=None))

    # What is shown.

    def _see(self, changed: Callable[[Facts], Facts]) -> None:
        """At once, since a whole look may wait for the gateway."""
        state = self._store.state
        if state.look is not None:
            facts = changed(_without_finding(state.look.facts))
            state = replace(state, look=look(facts, state.look.goal))
        self._store.put(replace(state, spending=Loading(), not_removed=None))
        self._monitor.poke()

    def _refused(self, finding: Finding) -> None:
        self._store.put(replace(self._store.state, not_removed=finding))


def _without_finding(facts: Facts) -> Facts:
    """What was wrong with the management key that was there before."""
    return replace(facts, gateway=replace(facts.gateway, management=None)) if facts.gateway else facts
