"""Looks at everything now and then, and whenever something may have changed, one look at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.domain.errors import AppError
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Finding
from app.domain.outcome import Look
from app.flows.parts import Parts
from app.flows.refresh import glance, refresh
from app.services.openrouter_transport import load

EVERY = 300.0
"""Seconds between two looks that ask the gateway."""
AGAIN = 5.0
"""Seconds until the next where it could not be reached, as at the login; then twice as long each time, up to `EVERY`."""


@dataclass(frozen=True, slots=True)
class Looking:
    """A look at everything has begun."""


News = Looking | Look | Finding
Publish = Callable[[News], None]
"""Is told of each look: that it begins, what it saw, or why it could not be made."""


class Clock:
    """Time as it passes, in seconds."""

    def now(self) -> float:
        return asyncio.get_running_loop().time()

    async def wait(self, wake: asyncio.Event, seconds: float) -> bool:
        """Until it is set, or that long; whether it was set."""
        try:
            async with asyncio.timeout(seconds):
                return await wake.wait()
        except TimeoutError:
            return False


class Monitor:
    """`run` it once. While `held`, nothing is looked at: a change under way would look like damage."""

    def __init__(self, parts: Parts, publish: Publish, every: float = EVERY, clock: Clock | None = None) -> None:
        self._parts = parts
        self._publish = publish
        self._every = every
        self._clock = clock or Clock()
        self._again = AGAIN
        self._due = 0.0
        self._wake = asyncio.Event()
        self._free = asyncio.Event()
        self._free.set()
        self._full = True
        self._last: Look | None = None
        self._changes = 0

    def poke(self, *, full: bool = True) -> None:
        """Look soon: at everything, or at this computer alone. Whoever wants the first has a reason to hope."""
        if full:
            self._full, self._again = True, AGAIN
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
                look = await self._look(refresh(self._parts))
                self._due = self._clock.now() + self._pause(look)
            else:
                await self._look(glance(self._parts, self._last.facts))
            await self._rest()

    async def _look(self, looking: Awaitable[Look]) -> Look | None:
        changes = self._changes
        try:
            look = await looking
        except AppError as error:
            self._publish(error.finding)
            return None
        if changes == self._changes:  # else something was changed meanwhile, and this is no longer true
            self._last = look
            self._publish(look)
        return look

    def _pause(self, look: Look | None) -> float:
        """From this look at everything to the next."""
        if look is None or not any(finding.id in GATEWAY_IN_THE_WAY for finding in look.diagnosis.findings):
            self._again = AGAIN
            return self._every
        pause, self._again = self._again, min(2 * self._again, self._every)
        return min(pause, self._every)

    async def _rest(self) -> None:
        """Glances in between do not put it off."""
        if not await self._clock.wait(self._wake, self._due - self._clock.now()):
            self._full = True
