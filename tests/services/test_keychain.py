"""The key in the keychain: off the main thread, within a deadline, read back, and every failure as a finding."""

from __future__ import annotations

import asyncio
import threading
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.accounts import KeptKey
from app.domain.errors import AppError, failure
from app.domain.facts import StoredKey
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.domain.model import ApiKey
from app.domain.secret_ref import MANAGEMENT, ClaudeProfile
from app.services.data_folder import DataFolder
from app.services.keychain import Keychain
from app.services.practice_secrets import PracticeSecrets
from app.services.secrets import SecretStore
from tests.services.memory_secrets import MemorySecrets

KEY = ApiKey("sk-or-v1-canary0123456789abcdef9f2c")
CALLS: dict[str, Callable[[Keychain], Awaitable[object]]] = {
    "read": lambda keychain: keychain.read(),
    "write": lambda keychain: keychain.write(KEY),
    "forget": lambda keychain: keychain.forget(),
}
NO_ANSWER = {"read": Reason.TIMEOUT, "write": Reason.NOT_YET, "forget": Reason.NOT_YET}
pytestmark = pytest.mark.anyio
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


Of = Callable[[SecretStore], Keychain]


@pytest.fixture
def keychain_of(tmp_path: Path) -> Of:
    """The keys in that store, with a data folder of the test's own."""
    return lambda store: Keychain(store, DataFolder(tmp_path))


@pytest.fixture
def hurried(tmp_path: Path) -> Of:
    """Likewise, and soon at the end of its patience."""
    return lambda store: Keychain(store, DataFolder(tmp_path), deadline=0.05, person=0.05)


@dataclass
class Waiting:
    """A keychain that waits for a person at its prompt."""

    asked: threading.Event = field(default_factory=threading.Event)
    answered: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def get(self, account: str) -> str | None:
        self._wait()
        return "too late"

    def set(self, account: str, text: str) -> None:
        self._wait()

    def delete(self, account: str) -> None:
        self._wait()

    def unlock(self, stop: threading.Event) -> None: ...

    def _wait(self) -> None:
        self.threads.append(threading.current_thread())
        self.asked.set()
        self.answered.wait(60)


@dataclass
class Keeping:
    """A keychain that says that it stored the secret, and has `text` afterwards."""

    text: str | None

    def get(self, account: str) -> str | None:
        return self.text

    def set(self, account: str, text: str) -> None: ...

    def delete(self, account: str) -> None: ...

    def unlock(self, stop: threading.Event) -> None: ...


@dataclass
class Failing:
    """A keychain that fails with this error."""

    error: Exception

    def get(self, account: str) -> str | None:
        raise self.error

    def set(self, account: str, text: str) -> None:
        raise self.error

    def delete(self, account: str) -> None:
        raise self.error

    def unlock(self, stop: threading.Event) -> None:
        raise self.error


@pytest.fixture
def waiting() -> Iterator[Waiting]:
    store = Waiting()
    yield store
    store.answered.set()
    for thread in store.threads:
        thread.join(20)


async def finding_of(call: Awaitable[object]) -> Finding:
    with pytest.raises(AppError) as caught:
        await call
    return caught.value.finding


async def test_a_key_is_written_read_and_forgotten(tmp_path: Path, keychain_of: Of) -> None:
    keychain = keychain_of(PracticeSecrets(tmp_path))
    assert await keychain.read() is None
    await keychain.write(KEY)
    assert await keychain.read() == KEY
    assert PracticeSecrets(tmp_path).get("openrouter") == KEY.reveal()
    await keychain.forget()
    assert await keychain.read() is None


async def test_an_empty_secret_is_no_key(keychain_of: Of) -> None:
    assert await keychain_of(Keeping("")).read() is None


@pytest.mark.parametrize("name", CALLS)
async def test_a_keychain_that_waits_is_given_up(waiting: Waiting, name: str, hurried: Of) -> None:
    """What it was asked to change it may still do."""
    finding = await finding_of(CALLS[name](hurried(waiting)))
    assert finding == found(FindingId.KEYCHAIN_UNAVAILABLE, Because(NO_ANSWER[name]))


async def test_nothing_else_waits_with_it(waiting: Waiting, keychain_of: Of) -> None:
    reading = asyncio.create_task(keychain_of(waiting).read())
    assert await asyncio.to_thread(waiting.asked.wait, 20)
    assert not reading.done()
    waiting.answered.set()
    assert await reading == ApiKey("too late")


async def test_its_late_answer_is_dropped(waiting: Waiting, hurried: Of) -> None:
    await finding_of(hurried(waiting).read())
    waiting.answered.set()
    waiting.threads[0].join(20)
    await asyncio.sleep(0)  # the answer arrives; a mistake there would be in the log


async def test_the_thread_that_waits_keeps_no_program_open(waiting: Waiting, hurried: Of) -> None:
    await finding_of(hurried(waiting).read())
    assert [thread.daemon for thread in waiting.threads] == [True]


@pytest.mark.parametrize("text", [None, "", "sk-or-v1-another"])
async def test_a_keychain_that_does_not_keep_the_key_is_unavailable(text: str | None, keychain_of: Of) -> None:
    finding = await finding_of(keychain_of(Keeping(text)).write(KEY))
    assert finding == found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NOT_KEPT))


async def test_a_keychain_that_keeps_what_it_should_remove_is_told(keychain_of: Of) -> None:
    keychain = keychain_of(Keeping(KEY.reveal()))
    await keychain.write(KEY)
    finding = await finding_of(keychain.forget())
    assert finding == found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NOT_REMOVED))
    assert keychain.kept() == KeptKey("openrouter", KEY.hint, KEY.digest)


@every_call
@pytest.mark.parametrize("id", [FindingId.KEYCHAIN_LOCKED, FindingId.KEYCHAIN_UNAVAILABLE])
async def test_what_the_store_says_is_passed_on(
    call: Callable[[Keychain], Awaitable[object]], id: FindingId, keychain_of: Of
) -> None:
    assert await finding_of(call(keychain_of(Failing(failure(id))))) == found(id)


@pytest.mark.parametrize("store", [Failing(failure(FindingId.KEYCHAIN_LOCKED)), Keeping(None)])
async def test_no_traceback_shows_the_key(store: Failing | Keeping, keychain_of: Of) -> None:
    with pytest.raises(AppError) as caught:
        await keychain_of(store).write(KEY)
    # only the program's part: this test itself may name the key
    error = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert KEY.reveal() not in "".join(error.format())


async def test_a_look_gives_the_key_and_its_hint(tmp_path: Path, keychain_of: Of) -> None:
    store = PracticeSecrets(tmp_path)
    assert await keychain_of(store).look() == (None, None)
    store.set("openrouter", KEY.reveal())
    assert await keychain_of(store).look() == (StoredKey("sk-or-…9f2c", KEY.digest), KEY)


@pytest.mark.parametrize("id", [FindingId.KEYCHAIN_LOCKED, FindingId.KEYCHAIN_UNAVAILABLE])
async def test_a_look_gives_a_failure_as_data(id: FindingId, keychain_of: Of) -> None:
    assert await keychain_of(Failing(failure(id))).look() == (found(id), None)


async def test_a_look_at_a_keychain_that_waits(waiting: Waiting, hurried: Of) -> None:
    state, key = await hurried(waiting).look()
    assert (state, key) == (found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.TIMEOUT)), None)


async def test_what_was_kept_is_remembered_by_its_hint_alone(keychain_of: Of, tmp_path: Path) -> None:
    keychain = keychain_of(MemorySecrets())
    assert keychain.kept() is None
    await keychain.write(KEY)
    await keychain.write(ApiKey("sk-or-v1-management"), MANAGEMENT)
    assert keychain.kept() == KeptKey("openrouter", KEY.hint, KEY.digest)
    assert KEY.reveal() not in (tmp_path / "accounts.json").read_text()
    await keychain.forget()
    assert keychain.kept() is None
    assert keychain.kept(MANAGEMENT) is not None


async def test_a_key_that_was_not_kept_is_not_remembered(keychain_of: Of) -> None:
    keychain = keychain_of(Keeping("sk-or-v1-another"))
    await finding_of(keychain.write(KEY))
    assert keychain.kept() is None


async def test_somebody_elses_key_can_be_accepted(keychain_of: Of) -> None:
    keychain = keychain_of(MemorySecrets())
    await keychain.write(KEY)
    other = ApiKey("sk-or-v1-another0123456789")
    await keychain.accept(StoredKey(other.hint, other.digest))
    assert keychain.kept() == KeptKey("openrouter", other.hint, other.digest)


async def test_a_copy_in_claudes_settings_is_nothing_to_remember_here(keychain_of: Of) -> None:
    keychain = keychain_of(MemorySecrets())
    await keychain.accept(StoredKey(KEY.hint, KEY.digest, ClaudeProfile("profile")))
    assert keychain.kept() is None


async def test_what_cannot_be_remembered_is_no_reason_to_lose_a_key(keychain_of: Of, tmp_path: Path) -> None:
    keychain = keychain_of(MemorySecrets())
    (tmp_path / "accounts.json").mkdir()
    await keychain.write(KEY)
    assert await keychain.read() == KEY


async def test_unlocking_waits_for_the_person(keychain_of: Of) -> None:
    store = MemorySecrets(locked=True)
    unlocking = asyncio.create_task(keychain_of(store).unlock())
    assert await asyncio.to_thread(store.asked.wait, 20)
    assert not unlocking.done()
    store.person.set()
    await unlocking
    assert store.get("openrouter") is None


async def test_a_person_who_closes_the_window_is_told_so(keychain_of: Of) -> None:
    store = MemorySecrets(locked=True)
    store.password = False
    store.person.set()
    finding = await finding_of(keychain_of(store).unlock())
    assert finding == found(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))


async def test_unlocking_that_is_cancelled_tells_the_keychain(keychain_of: Of) -> None:
    store = MemorySecrets(locked=True)
    unlocking = asyncio.create_task(keychain_of(store).unlock())
    assert await asyncio.to_thread(store.asked.wait, 20)
    unlocking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unlocking
    assert await asyncio.to_thread(store.ended.wait, 20)
    assert store.locked


async def test_nobody_is_waited_for_for_ever(hurried: Of) -> None:
    store = MemorySecrets(locked=True)
    assert (await finding_of(hurried(store).unlock())).id is FindingId.KEYCHAIN_LOCKED
    assert await asyncio.to_thread(store.ended.wait, 20)
