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
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.domain.model import ApiKey
from app.domain.secret_ref import KEY, TAKEN_OUT
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
    `deadline`, `person`: see `DEADLINE` and `PERSON`.
    """

    def __init__(
        self, store: SecretStore, data: DataFolder, *, deadline: float = DEADLINE, person: float = PERSON
    ) -> None:
        self._store = store
        self._data = data
        self._deadline, self._person = deadline, person
        self._changing = threading.Lock()
        self._awaited: dict[str, KeptKey] = {}  # what the keychain was last asked to keep and has not shown yet

    async def read(self, name: str = KEY) -> ApiKey | None:
        try:
            text = await self._bounded(lambda: self._store.get(name))
        except TimeoutError:
            raise AppError(_unavailable(Reason.TIMEOUT)) from None
        return ApiKey(text) if text else None

    async def write(self, key: ApiKey, name: str = KEY) -> None:
        """Stores the key, reads it back and remembers it, as one change (see `_change`)."""
        await self._change(partial(self._write, key, name))

    async def forget(self, name: str = KEY) -> None:
        """Deletes the key, looks whether it is gone and forgets it, as one change (see `_change`)."""
        await self._change(partial(self._forget, name))

    async def unlock(self) -> None:
        """Waits until the person has opened the keychain in its own window, or created one where there is none.

        Cancelled, it leaves that window to the person: see decision 0011. Raises `AppError`: keychain-locked where they
        would not.
        """
        stop = threading.Event()
        try:
            await asyncio.wait_for(in_daemon_thread(partial(self._store.unlock, stop), "unlock"), self._person)
        except TimeoutError:
            raise failure(FindingId.KEYCHAIN_LOCKED) from None
        finally:
            stop.set()

    def kept(self, name: str = KEY) -> KeptKey | None:
        """The key that was kept last. Blocking."""
        return self._accounts().kept(name)

    def taken_out(self) -> tuple[str, ...]:
        """The names of keys that were taken out of profiles and are still kept. Blocking."""
        return tuple(key.name for key in self._accounts().keys if key.name.startswith(TAKEN_OUT))

    async def accept(self, stored: StoredKey) -> None:
        """It is ours now, whoever has put it there."""
        if isinstance(stored.place, Place):
            ours = KeptKey(stored.place.name, stored.hint, stored.digest)
            self._awaited.pop(ours.name, None)
            await asyncio.to_thread(self._remember, lambda accounts: accounts.keeping(ours))

    def _accounts(self) -> Accounts:
        return self._data.load(FILE, Accounts) or Accounts()

    def _remember(self, change: Callable[[Accounts], Accounts]) -> None:
        with suppress(AppError):  # a full disk costs a notice, and the key is where it should be
            if change(before := self._accounts()) == before:
                return
            with self._data.alone_with(FILE):
                self._data.save(FILE, change(self._accounts()))

    async def look(self, name: str = KEY) -> tuple[KeychainState, ApiKey | None]:
        """For a probe: the state as data, and the key where there is one."""
        try:
            key = await self.read(name)
        except AppError as error:
            return error.finding, None
        if key is None:
            return None, None
        awaited = self._awaited.get(name)
        stored = StoredKey(key.hint, key.digest, Place(name))
        if awaited is not None and awaited.digest == key.digest:  # the keychain has kept it after all
            await self.accept(stored)
        return stored, key

    async def _change(self, change: Callable[[], None]) -> None:
        """One after the other, whole or not at all. One that is no longer waited for does not begin; one that has begun
        goes on to its end, so that what is remembered is what is in the keychain. Raises not-yet where it may do so.
        """
        called_off = threading.Event()
        try:
            await self._bounded(partial(self._in_turn, change, called_off))
        except TimeoutError:
            raise AppError(_unavailable(Reason.NOT_YET)) from None
        except AppError as error:
            if _gave_no_answer(error):
                raise AppError(_unavailable(Reason.NOT_YET)) from None
            raise
        finally:
            called_off.set()

    def _in_turn(self, change: Callable[[], None], called_off: threading.Event) -> None:
        if not self._changing.acquire(timeout=self._deadline):
            raise AppError(_unavailable(Reason.TIMEOUT))
        try:
            if not called_off.is_set():
                change()
        finally:
            self._changing.release()

    def _write(self, key: ApiKey, name: str) -> None:
        """It counts once it was read back: some backends discard silently."""
        ours = KeptKey(name, key.hint, key.digest)
        self._awaited[name] = ours
        answered = _answers(lambda: self._store.set(name, key.reveal()))
        if self._store.get(name) != key.reveal():
            raise AppError(_unavailable(Reason.NOT_KEPT if answered else Reason.NOT_YET))
        self._remember(lambda accounts: accounts.keeping(ours))
        self._awaited.pop(name, None)

    def _forget(self, name: str) -> None:
        self._awaited.pop(name, None)
        answered = _answers(lambda: self._store.delete(name))
        if self._store.get(name):
            raise AppError(_unavailable(Reason.NOT_REMOVED if answered else Reason.NOT_YET))
        self._remember(lambda accounts: accounts.without(name))

    async def _bounded(self, call: Callable[[], T]) -> T:
        return await asyncio.wait_for(in_daemon_thread(call, "keychain"), self._deadline)


def _answers(call: Callable[[], None]) -> bool:
    """False: the keychain gave no answer in time, so whether it has done it is to be seen."""
    try:
        call()
    except AppError as error:
        if not _gave_no_answer(error):
            raise
        return False
    return True


def _gave_no_answer(error: AppError) -> bool:
    detail = error.finding.detail
    return isinstance(detail, Because) and detail.reason is Reason.TIMEOUT


def _unavailable(reason: Reason) -> Finding:
    return found(FindingId.KEYCHAIN_UNAVAILABLE, Because(reason))
