"""Runs a blocking call that may never end, such as a keychain's prompt, so that it cannot keep the program open."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(call: Callable[[], T], name: str) -> T:
    """The call's result or its exception; a cancelled wait leaves the thread to itself."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001 - it is raised again where the call was made
            # without the call's frames: those of a keychain know the secret
            _tell(loop, future, partial(future.set_exception, error.with_traceback(None)))
        else:
            _tell(loop, future, partial(future.set_result, result))

    threading.Thread(target=run, name=name, daemon=True).start()
    return await future


def _tell(loop: asyncio.AbstractEventLoop, future: asyncio.Future[T], settle: Callable[[], None]) -> None:
    """Nobody may be waiting any more, and the loop may have closed meanwhile."""
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(lambda: None if future.done() else settle())
