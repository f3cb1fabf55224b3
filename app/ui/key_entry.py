"""Step 3 behind the page: a key is cleaned, checked and kept as soon as it is entered; the page never holds it long."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from app.domain.entry import CheckingEntry, Entry, EntryFailed, EntryWorks, NoEntry
from app.domain.errors import AppError
from app.domain.findings import FindingId, found
from app.domain.model import ApiKey
from app.domain.old_key import OldKey
from app.domain.progress import Step
from app.domain.state import handover
from app.flows.connect_key import clean, connect_key, key_that_claude_has
from app.flows.keys import replacing
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.ui.store import Store
from app.ui.tasks import Tasks

_SHORTEST = 20
_USUAL = re.compile(r"sk-or-\S{10,}")


class KeyEntry:
    """One key at a time: entering another one forgets the check of the one before."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor) -> None:
        self._parts = parts
        self._store = store
        self._tasks = tasks
        self._monitor = monitor
        self._cancel: Callable[[], object] | None = None
        self._again: Callable[[], None] | None = None
        self.held: ApiKey | None = None
        """One that no keychain keeps: Claude's settings will, from step 4 on."""

    def enter(self, text: str) -> None:
        """A key that was typed or pasted; an empty field takes the check back."""
        self._stop()
        self.held = None
        if not text.strip():
            self.show(NoEntry())
            return
        key = clean(text)
        if key is None or len(key.reveal()) < _SHORTEST:  # nobody is asked about half a key
            self.show(EntryFailed(found(FindingId.NOT_A_KEY), odd=True))
            return
        self._begin(lambda: self._connect(key), odd=not _USUAL.fullmatch(key.reveal()))

    def typing(self) -> None:
        """What was found out about the key before no longer holds."""
        self._stop()
        self.held = None
        self.show(CheckingEntry())

    def use_claudes_key(self) -> None:
        """The one that lies in the profile which Claude uses now."""
        self._stop()
        self._begin(self._connect_claudes, odd=False)

    def use(self, key: ApiKey) -> None:
        """One that nobody had to see."""
        self._begin(lambda: self._connect(key), odd=False)

    def wait_for(self, way: Coroutine[Any, Any, None], entry: Entry, again: Callable[[], None]) -> None:
        """Another way to a key: like the check of one it ends as soon as another key is entered."""
        self._stop()
        self._again = again
        self.show(entry)
        self._cancel = self._tasks.spawn(way)

    def try_again(self) -> None:
        """Also where another place was chosen for a key that works."""
        if self.held is not None:
            self.use(self.held)
        elif self._again is not None:
            self._again()

    def forget_entry(self) -> None:
        """The person goes back to the stored key."""
        self._stop()
        self._again = self.held = None
        self.show(NoEntry())

    def _begin(self, connect: Callable[[], Awaitable[EntryWorks]], *, odd: bool) -> None:
        def begin() -> None:
            self.held = None
            self.show(CheckingEntry())
            self._cancel = self._tasks.spawn(self._check(connect, odd=odd))

        self._again = begin
        begin()

    async def _check(self, connect: Callable[[], Awaitable[EntryWorks]], *, odd: bool) -> None:
        try:
            works, old = await replacing(self._parts, connect)
        except AppError as error:
            self.show(EntryFailed(error.finding, odd=odd))
            return
        except Exception:  # a defect, which is told; nobody waits for an answer that does not come
            self.show(NoEntry())
            raise
        self._again = None
        self.show(works)
        if old is not None:
            told = OldKey(old.hint, old.digest, time.time())
            self._store.put(replace(self._store.state, old_key=told))
        self._monitor.poke()

    async def _connect(self, key: ApiKey) -> EntryWorks:
        account, kept = await connect_key(self._parts, key, _silent, handover(self._store.state))
        self.held = None if kept else key
        return EntryWorks(key.hint, account, kept)

    async def _connect_claudes(self) -> EntryWorks:
        look = self._store.state.look
        facts = look.facts if look else await asyncio.to_thread(self._parts.prober.local, self._parts.goal())
        return await self._connect(await key_that_claude_has(facts))

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def show(self, entry: Entry) -> None:
        self._store.put(replace(self._store.state, entry=entry))


def _silent(step: Step) -> None:
    """The page shows that the key is being checked; its parts take no second each."""
