"""The keys behind their dialog: a management key is checked and kept as it is entered, a key is removed, an old one is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.entry import CheckingEntry, Entry, EntryFailed, NoEntry
from app.domain.errors import AppError
from app.domain.facts import Facts
from app.domain.findings import Finding, FindingId, found
from app.domain.loadable import Loading
from app.domain.model import ApiKey
from app.domain.progress import Step
from app.domain.secret_ref import MANAGEMENT
from app.flows.connect_key import clean
from app.flows.keys import keep_management_key, remove_key
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.flows.refresh import look
from app.ui.store import Store
from app.ui.tasks import Tasks

_SHORTEST = 20


class Keys:
    """One management key at a time, as with the key that Claude uses."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor) -> None:
        self._parts = parts
        self._store = store
        self._tasks = tasks
        self._monitor = monitor
        self._cancel: Callable[[], object] | None = None
        self._again: Callable[[], None] | None = None

    # The management key.

    def enter(self, text: str) -> None:
        """One that was typed or pasted; an empty field takes the check back."""
        self._stop()
        if not text.strip():
            self._show(NoEntry())
            return
        key = clean(text)
        if key is None or len(key.reveal()) < _SHORTEST:  # nobody is asked about half a key
            self._show(EntryFailed(found(FindingId.NOT_A_KEY), odd=True))
            return
        self._begin(key)

    def typing(self) -> None:
        self._stop()
        self._show(CheckingEntry())

    def try_again(self) -> None:
        if self._again is not None:
            self._again()

    def leave(self) -> None:
        """The dialog closes: what went wrong in it is over."""
        self._stop()
        self._again = None
        self._store.put(replace(self._store.state, management=NoEntry(), not_removed=None))

    def _begin(self, key: ApiKey) -> None:
        def begin() -> None:
            self._show(CheckingEntry())
            self._cancel = self._tasks.spawn(self._keep(key))

        self._again = begin
        begin()

    async def _keep(self, key: ApiKey) -> None:
        try:
            stored = await keep_management_key(self._parts, key, _silent)
        except AppError as error:
            self._show(EntryFailed(error.finding))
            return
        except Exception:  # a defect, which is told; nobody waits for an answer that does not come
            self._show(NoEntry())
            raise
        self._again = None
        self._show(NoEntry())
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

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def _show(self, entry: Entry) -> None:
        self._store.put(replace(self._store.state, management=entry))


def _without_finding(facts: Facts) -> Facts:
    """What was wrong with the management key that was there before."""
    return replace(facts, gateway=replace(facts.gateway, management=None)) if facts.gateway else facts


def _silent(step: Step) -> None:
    """The dialog shows that the key is being checked; its parts take no second each."""
