"""Step 3 behind the page: a key is checked and kept as soon as it is entered; the page never holds it long."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any

from app.domain.entry import Entry, EntryWorks, NoEntry
from app.domain.model import ApiKey
from app.domain.old_key import OldKey
from app.domain.state import handover
from app.flows.connect_key import connect_key, key_that_claude_has
from app.flows.keys import replacing
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.ui.entering import Entering, silent
from app.ui.store import Store
from app.ui.tasks import Tasks


class KeyEntry(Entering):
    """The key that Claude is to use, from whichever side it comes."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor) -> None:
        super().__init__(tasks)
        self._parts = parts
        self._store = store
        self._monitor = monitor
        self.held: ApiKey | None = None
        """One that no keychain keeps: Claude's settings will, from step 4 on."""

    def use_claudes_key(self) -> None:
        """The one that lies in the profile which Claude uses now."""
        self.stop()
        self._begin(lambda: self._connected(self._connect_claudes))

    def use(self, key: ApiKey) -> None:
        """One that nobody had to see."""
        self._begin(lambda: self._use(key))

    def wait_for(self, way: Coroutine[Any, Any, None], entry: Entry, again: Callable[[], None]) -> None:
        """Another way to a key: like the check of one it ends as soon as another key is entered."""
        self.stop()
        self._again = again
        self.show(entry)
        self._cancel = self._tasks.spawn(way)

    def try_again(self) -> None:
        """Also where another place was chosen for a key that works."""
        if self.held is not None:
            self.use(self.held)
        else:
            super().try_again()

    def forget_entry(self) -> None:
        """The person goes back to the stored key."""
        self.stop()
        self._again = None
        self.show(NoEntry())

    def show(self, entry: Entry) -> None:
        if not isinstance(entry, EntryWorks):  # whatever is entered, it is no longer that one
            self.held = None
        self._store.put(replace(self._store.state, entry=entry))

    async def _use(self, key: ApiKey) -> None:
        await self._connected(lambda: self._connect(key))

    async def _connected(self, connect: Callable[[], Awaitable[EntryWorks]]) -> None:
        works, old = await replacing(self._parts, connect)
        self.show(works)
        if old is not None:
            told = OldKey(old.hint, old.digest, time.time())
            self._store.put(replace(self._store.state, old_key=told))
        self._monitor.poke()

    async def _connect(self, key: ApiKey) -> EntryWorks:
        account, kept = await connect_key(self._parts, key, silent, handover(self._store.state))
        self.held = None if kept else key
        return EntryWorks(key.hint, account, kept)

    async def _connect_claudes(self) -> EntryWorks:
        look = self._store.state.look
        facts = look.facts if look else await asyncio.to_thread(self._parts.prober.local, self._parts.goal())
        return await self._connect(await key_that_claude_has(facts))
