"""Keeps every coroutine of the window alive until it ends, reports those that fail, and cancels what is left."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

_LOG = logging.getLogger(__name__)


class Tasks:
    """`spawn` is the only way in which the window starts a coroutine; `failed` is told of a defect."""

    def __init__(self, failed: Callable[[BaseException], None]) -> None:
        self._failed = failed
        self._running: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> Callable[[], object]:
        """Starts it, and gives what cancels it."""
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._ended)
        return partial(_cancel, task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _LOG.error("a task of the window failed", exc_info=error)
            self._failed(error)

    async def close(self, seconds: float) -> None:
        """Cancels what still runs and waits so long for it."""
        for task in self._running:
            _cancel(task)
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)


def _cancel(task: asyncio.Task[None]) -> None:
    """Once: a second time would cut off a connection's orderly end."""
    if not task.cancelling():
        task.cancel()
