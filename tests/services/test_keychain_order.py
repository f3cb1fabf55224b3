"""Changes of the keychain one after the other: whatever is called off or comes too late, what is remembered is what is there."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Awaitable, Iterator
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from app.domain.accounts import FILE, Accounts, KeptKey
from app.domain.errors import AppError, failure
from app.domain.facts import StoredKey
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.domain.secret_ref import KEY
from app.services.data_folder import DataFolder
from app.services.keychain import Keychain
from tests.services.memory_secrets import MemorySecrets

A, B = ApiKey("sk-or-v1-the-first-of-two-keys"), ApiKey("sk-or-v1-the-second-of-two-keys")
pytestmark = pytest.mark.anyio


class Slow(MemorySecrets):
    """A keychain that works and takes its time over a change: `begun`, and then as long as `go_on` is not set."""

    def __init__(self, *, silent: bool = False) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.silent = silent
        self.threads: list[threading.Thread] = []

    def set(self, account: str, text: str) -> None:
        self._take_time()
        super().set(account, text)
        self._say_nothing()

    def delete(self, account: str) -> None:
        self._take_time()
        super().delete(account)
        self._say_nothing()

    def _take_time(self) -> None:
        self.threads.append(threading.current_thread())
        self.begun.set()
        assert self.go_on.wait(60)

    def _say_nothing(self) -> None:
        """As the Linux ones where a service does what it is asked, and its answer comes too late."""
        if self.silent:
            raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT))


class Way:
    """One keychain with what it remembers, and steps that several tests take."""

    def __init__(self, folder: Path, store: Slow) -> None:
        self.store, self.data = store, DataFolder(folder)
        self.keychain = Keychain(store, self.data)
        self.hurried = Keychain(store, self.data, deadline=0.05)

    async def begun(self, call: Awaitable[None]) -> asyncio.Future[None]:
        task = asyncio.ensure_future(call)
        assert await asyncio.to_thread(self.store.begun.wait, 20)
        return task

    async def called_off(self, call: Awaitable[None]) -> None:
        task = await self.begun(call)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    async def through(self) -> None:
        """Everything that was asked of the keychain has been done."""
        self.store.go_on.set()
        for thread in [*self.store.threads, *(t for t in threading.enumerate() if t.name == "keychain")]:
            await asyncio.to_thread(thread.join, 20)

    def holds(self, key: ApiKey | None) -> bool:
        """That it is in the keychain, and that it is the one that is remembered."""
        stored = self.store.get(KEY)
        remembered = KeptKey(KEY, key.hint, key.digest) if key else None
        return (stored, self.keychain.kept()) == (key.reveal() if key else None, remembered)


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    way = Way(tmp_path, Slow())
    yield way
    way.store.go_on.set()


async def reason_of(call: Awaitable[None]) -> Reason:
    with pytest.raises(AppError) as caught:
        await call
    detail = caught.value.finding.detail
    assert isinstance(detail, Because)
    return detail.reason


async def test_a_key_that_was_called_off_never_takes_the_place_of_a_later_one(way: Way) -> None:
    await way.called_off(way.keychain.write(A))
    writing = asyncio.create_task(way.keychain.write(B))
    await asyncio.sleep(0)
    way.store.go_on.set()
    await writing
    assert way.holds(B)
    await way.through()
    assert way.holds(B)


async def test_one_that_is_called_off_while_it_is_kept_is_remembered(way: Way) -> None:
    await way.called_off(way.keychain.write(A))
    await way.through()
    assert way.holds(A)


async def test_one_that_is_called_off_before_its_turn_is_never_kept(way: Way) -> None:
    first = await way.begun(way.keychain.write(A))
    second = asyncio.create_task(way.keychain.write(B))
    await asyncio.sleep(0)  # its thread waits for its turn
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    way.store.go_on.set()
    await first
    await way.through()
    assert way.holds(A)
    assert len(way.store.threads) == 1


async def test_one_that_is_late_is_remembered_and_not_said_to_be_lost(way: Way) -> None:
    assert await reason_of(way.hurried.write(A)) is Reason.NOT_YET
    assert way.holds(None)
    await way.through()
    assert way.holds(A)


async def test_one_that_could_not_begin_in_time_is_never_kept(way: Way) -> None:
    assert await reason_of(way.hurried.write(A)) is Reason.NOT_YET
    assert await reason_of(way.hurried.write(B)) is Reason.NOT_YET
    await way.through()
    assert way.holds(A)
    assert len(way.store.threads) == 1


async def test_a_key_is_forgotten_after_one_that_was_called_off(way: Way) -> None:
    await way.called_off(way.keychain.write(A))
    forgetting = asyncio.create_task(way.keychain.forget())
    await asyncio.sleep(0)
    way.store.go_on.set()
    await forgetting
    await way.through()
    assert way.holds(None)


async def test_forgetting_that_is_called_off_halfway_is_remembered(way: Way) -> None:
    way.store.go_on.set()
    await way.keychain.write(A)
    way.store.go_on.clear()
    way.store.begun.clear()
    await way.called_off(way.keychain.forget())
    assert way.holds(A)
    await way.through()
    assert way.holds(None)


async def test_what_was_done_without_an_answer_is_seen(tmp_path: Path) -> None:
    way = Way(tmp_path, Slow(silent=True))
    way.store.go_on.set()
    await way.keychain.write(A)
    assert way.holds(A)
    await way.keychain.forget()
    assert way.holds(None)


class Deaf(Slow):
    """It neither does what it is asked nor says so."""

    def set(self, account: str, text: str) -> None:
        self._say_nothing()


async def test_what_was_neither_done_nor_answered_may_still_be_done(tmp_path: Path) -> None:
    way = Way(tmp_path, Deaf(silent=True))
    assert await reason_of(way.keychain.write(A)) is Reason.NOT_YET
    assert way.holds(None)
    MemorySecrets.set(way.store, KEY, B.reveal())  # somebody else's
    await way.keychain.look()
    assert way.keychain.kept() is None
    MemorySecrets.set(way.store, KEY, A.reveal())
    await way.keychain.look()
    assert way.holds(A)
    await way.keychain.accept(StoredKey(B.hint, B.digest))
    await way.keychain.look()
    assert way.keychain.kept() == KeptKey(KEY, B.hint, B.digest)  # once is enough: from now on it is told


def remember(folder: Path, names: list[str], ready: Barrier) -> None:
    """Keeps keys one after the other, as two programs of ours do at once."""
    keychain = Keychain(MemorySecrets(), DataFolder(folder))
    ready.wait(60)

    async def keep() -> None:
        for name in names:
            await keychain.write(A, name)

    asyncio.run(keep())


def test_two_processes_lose_nothing_that_the_other_remembers(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    named, ready = [[f"{who}-{n}" for n in range(50)] for who in ("one", "other")], context.Barrier(2)
    both = [context.Process(target=remember, args=(tmp_path, names, ready)) for names in named]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    accounts = DataFolder(tmp_path).load(FILE, Accounts)
    assert accounts is not None
    assert {key.name for key in accounts.keys} == {name for names in named for name in names}
