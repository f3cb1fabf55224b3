"""The keys in the keychain, off the main thread and with a deadline, read back after every write."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from app.domain.accounts import FILE, Accounts, KeptKey
from app.domain.errors import AppError, failure
from app.domain.facts import KeychainState, StoredKey
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.domain.secret_ref import KEY
from app.domain.secret_ref import Keychain as Place
from app.services.daemon_thread import in_daemon_thread
from app.services.data_folder import DataFolder
from app.services.secrets import SecretStore

T = TypeVar("T")
DEADLINE = 10.0
"""Seconds for one call; a keychain may wait for a person for ever."""
PERSON = 300.0
"""Seconds for a person who was asked for a password."""


class Keychain:
    """Keys by the names of `domain/secret_ref.py`. Every method raises `AppError`: keychain-locked or keychain-unavailable.

    Which key was kept last is remembered in `data` by its hint, so that a change by somebody else is noticed.
    """

    def __init__(self, store: SecretStore, data: DataFolder) -> None:
        self._store = store
        self._data = data
        self._remembering = threading.Lock()

    async def read(self, name: str = KEY) -> ApiKey | None:
        text = await _bounded(lambda: self._store.get(name))
        return ApiKey(text) if text else None

    async def write(self, key: ApiKey, name: str = KEY) -> None:
        """Stores the key and reads it back, since some backends discard silently."""
        await _bounded(lambda: self._store.set(name, key.reveal()))
        if await self.read(name) != key:
            raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NOT_KEPT))
        await self.accept(StoredKey(key.hint, key.digest, Place(name)))

    async def forget(self, name: str = KEY) -> None:
        await _bounded(lambda: self._store.delete(name))
        await asyncio.to_thread(self._remember, lambda accounts: accounts.without(name))

    async def unlock(self) -> None:
        """Waits until the person has opened the keychain in its own window, or created one where there is none.

        Cancelled, it closes that window where it can. Raises `AppError`: keychain-locked where they would not.
        """
        stop = threading.Event()
        try:
            await asyncio.wait_for(in_daemon_thread(partial(self._store.unlock, stop), "unlock"), PERSON)
        except TimeoutError:
            raise failure(FindingId.KEYCHAIN_LOCKED) from None
        finally:
            stop.set()

    def kept(self, name: str = KEY) -> KeptKey | None:
        """The key that was kept last. Blocking."""
        return (self._data.load(FILE, Accounts) or Accounts()).kept(name)

    async def accept(self, stored: StoredKey) -> None:
        """It is ours now, whoever has put it there."""
        if isinstance(stored.place, Place):
            ours = KeptKey(stored.place.name, stored.hint, stored.digest)
            await asyncio.to_thread(self._remember, lambda accounts: accounts.keeping(ours))

    def _remember(self, change: Callable[[Accounts], Accounts]) -> None:
        with self._remembering, suppress(AppError):  # a full disk costs a notice, and the key is where it should be
            before = self._data.load(FILE, Accounts) or Accounts()
            if (after := change(before)) != before:
                self._data.save(FILE, after)

    async def look(self, name: str = KEY) -> tuple[KeychainState, ApiKey | None]:
        """For a probe: the state as data, and the key where there is one."""
        try:
            key = await self.read(name)
        except AppError as error:
            return error.finding, None
        return (StoredKey(key.hint, key.digest, Place(name)) if key else None), key


async def _bounded(call: Callable[[], T]) -> T:
    try:
        return await asyncio.wait_for(in_daemon_thread(call, "keychain"), DEADLINE)
    except TimeoutError:
        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT)) from None
