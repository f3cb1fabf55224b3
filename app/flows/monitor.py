"""Looks at everything now and then, and whenever something may have changed, one look at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.outcome import Look
from app.flows.parts import Parts
from app.flows.refresh import glance, refresh
from app.services.openrouter_transport import load

EVERY = 300.0
"""Seconds between two looks that ask the gateway."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A look at everything has begun."""


News = Looking | Look | Finding
Publish = Callable[[News], None]
"""Is told of each look: that it begins, what it saw, or why it could not be made."""


class Monitor:
    """`run` it once. While `held`, nothing is looked at: a change under way would look like damage."""

    def __init__(self, parts: Parts, publish: Publish, every: float = EVERY) -> None:
        self._parts = parts
        self._publish = publish
        self._every = every
        self._wake = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        self._full = True
        self._last: Look | None = None
        self._changes = 0

    def poke(self, *, full: bool = True) -> None:
        """Look soon: at everything, or at this computer alone."""
        self._full = self._full or full
        self._wake.set()

    def hold(self) -> None:
        """What is being looked at just now is no longer true either."""
        self._free.clear()
        self._changes += 1

    def release(self) -> None:
        """Look again, at everything: a change has ended."""
        self._free.set()
        self.poke()

    async def run(self) -> None:
        """For ever. The first look is at this computer alone, since a gateway may take its time to answer."""
        await self._look(refresh(self._parts, offline=True))
        await asyncio.to_thread(load)
        while True:
            await self._free.wait()
            full, self._full = self._full, False
            self._wake.clear()
            if full or self._last is None:
                self._publish(Looking())
                await self._look(refresh(self._parts))
            else:
                await self._look(glance(self._parts, self._last.facts))
            await self._rest()

    async def _look(self, looking: Awaitable[Look]) -> None:
        changes = self._changes
        try:
            look = await looking
        except AppError as error:
            self._publish(error.finding)
            return
        if changes == self._changes:  # else something was changed meanwhile, and this is no longer true
            self._last = look
            self._publish(look)

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._every):
                await self._wake.wait()
        except TimeoutError:
            self._full = True
