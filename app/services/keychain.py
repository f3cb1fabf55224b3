"""The keys in the keychain, off the main thread and with a deadline, read back after every write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from app.domain.errors import AppError, failure
from app.domain.facts import KeychainState, StoredKey
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.domain.secret_ref import KEY
from app.services.daemon_thread import in_daemon_thread
from app.services.secrets import SecretStore

T = TypeVar("T")
DEADLINE = 10.0
"""Seconds for one call; a keychain may wait for a person for ever."""


class Keychain:
    """Keys by the names of `domain/secret_ref.py`. Every method raises `AppError`: keychain-locked or keychain-unavailable."""

    def __init__(self, store: SecretStore) -> None:
        self._store = store

    async def read(self, name: str = KEY) -> ApiKey | None:
        text = await _bounded(lambda: self._store.get(name))
        return ApiKey(text) if text else None

    async def write(self, key: ApiKey, name: str = KEY) -> None:
        """Stores the key and reads it back, since some backends discard silently."""
        await _bounded(lambda: self._store.set(name, key.reveal()))
        if await self.read(name) != key:
            raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NOT_KEPT))

    async def forget(self, name: str = KEY) -> None:
        await _bounded(lambda: self._store.delete(name))

    async def look(self) -> tuple[KeychainState, ApiKey | None]:
        """For a probe: the state as data, and the key where there is one."""
        try:
            key = await self.read()
        except AppError as error:
            return error.finding, None
        return (StoredKey(key.hint, key.digest) if key else None), key


async def _bounded(call: Callable[[], T]) -> T:
    try:
        return await asyncio.wait_for(in_daemon_thread(call, "keychain"), DEADLINE)
    except TimeoutError:
        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT)) from None
