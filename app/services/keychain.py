"""The key in the keychain, off the main thread and with a deadline, read back after every write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import AppError, failure
from app.domain.facts import KeychainState, StoredKey
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.services.daemon_thread import in_daemon_thread
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
    try:
        return await asyncio.wait_for(in_daemon_thread(call, "keychain"), DEADLINE)
    except TimeoutError:
        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT)) from None
