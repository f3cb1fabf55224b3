"""The key in the keychain, off the main thread and with a deadline, read back after every write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import AppError, failure
from app.domain.facts import KeychainState, StoredKey
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.services.secrets import ACCOUNT, SecretStore

T = TypeVar("T")
DEADLINE = 10.0
"""Seconds for one call; a keychain may wait for a person for ever."""


class Keychain:
    """Every method raises `AppError`: keychain-locked or keychain-unavailable."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store

    async def read(self) -> ApiKey | None:
        text = await _bounded(lambda: self._store.get(ACCOUNT))
        return ApiKey(text) if text else None

    async def write(self, key: ApiKey) -> None:
        """Stores the key and reads it back, since some backends discard silently."""
        await _bounded(lambda: self._store.set(ACCOUNT, key.reveal()))
        if await self.read() != key:
            raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NOT_KEPT))

    async def forget(self) -> None:
        await _bounded(lambda: self._store.delete(ACCOUNT))

    async def look(self) -> tuple[KeychainState, ApiKey | None]:
        """For a probe: the state as data, and the key where there is one."""
        try:
            key = await self.read()
        except AppError as error:
            return error.finding, None
        return (StoredKey(key.hint) if key else None), key


async def _bounded(call: Callable[[], T]) -> T:
    """Runs a blocking call in a daemon thread, so that one that never ends cannot keep the program open."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]  # only None where T allows it

    def run() -> None:
        result, error = None, None
        try:
            result = call()
        except Exception as caught:  # noqa: BLE001 - it is raised again where the call was made
            error = caught.with_traceback(None)  # the store's frames know the secret
        try:
            loop.call_soon_threadsafe(settle, result, error)
        except RuntimeError:  # the loop has closed meanwhile
            return

    threading.Thread(target=run, name="keychain", daemon=True).start()
    try:
        return await asyncio.wait_for(future, DEADLINE)
    except TimeoutError:
        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT)) from None
