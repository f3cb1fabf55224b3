"""What the window remembers for its person, saved as it changes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.domain.errors import AppError
from app.domain.preferences import Preferences, TrayColour
from app.flows.parts import Parts
from app.ui.store import Store
from app.ui.tasks import Tasks


class Memory:
    def __init__(self, parts: Parts, store: Store, tasks: Tasks) -> None:
        self._parts, self._store, self._tasks = parts, store, tasks
        self._saving = asyncio.Lock()

    def keep_in_tray(self, keep: bool) -> None:
        self.remember(replace(self._store.state.preferences, tray=keep))

    def colour_tray(self, colour: TrayColour) -> None:
        self.remember(replace(self._store.state.preferences, tray_colour=colour))

    def remember(self, preferences: Preferences) -> None:
        if preferences != self._store.state.preferences:
            self._store.put(replace(self._store.state, preferences=preferences))
            self._tasks.spawn(self.save())

    async def save(self) -> None:
        """In order, and always the newest; a full disk costs a convenience, so it is no reason to disturb anybody."""
        async with self._saving:
            try:
                await asyncio.to_thread(self._parts.data.save, "preferences.json", self._store.state.preferences)
            except AppError:
                return
