"""The box in Settings about the login: shows what the computer's own settings say, and changes that."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.login_start import AtLogin
from app.services.start_at_login import StartAtLogin
from app.ui.store import Store
from app.ui.tasks import Tasks


class StartingAtLogin:
    """Nothing is remembered here, as the person may change it elsewhere too."""

    def __init__(self, service: StartAtLogin, store: Store, tasks: Tasks) -> None:
        self._service, self._store, self._tasks = service, store, tasks
        self._turning = asyncio.Lock()

    def look(self, seen: Callable[[], None]) -> None:
        """`seen` is called once the state has it."""
        self._tasks.spawn(self._look(seen))

    def turn(self, on: bool) -> None:
        self._tasks.spawn(self._turn(on=on))

    async def _look(self, seen: Callable[[], None]) -> None:
        await self._show(None)
        seen()

    async def _turn(self, *, on: bool) -> None:
        """In the order of the clicks."""
        async with self._turning:
            refused = None
            try:
                await asyncio.to_thread(self._service.turn, on=on)
            except AppError as error:
                refused = error.finding
            await self._show(refused)

    async def _show(self, refused: Finding | None) -> None:
        start = await asyncio.to_thread(self._service.state)
        self._store.put(replace(self._store.state, at_login=AtLogin(start, refused)))
