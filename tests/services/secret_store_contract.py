"""What every store of secrets must do, whichever keychain is behind it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.errors import AppError
from app.domain.findings import FindingId, found
from app.services.secrets import SecretStore

TEXTS = {
    "key": "sk-or-v1-0123456789abcdef",
    "non-ascii": "Schlüssel 🔑 ключ",
    "quotes and lines": "a\"b'c\\d\n\te\r\n",
    "one letter": "x",
    "as much as Windows keeps": "k" * 1280,
    "long": "0123456789abcdef" * 1000,
}


class SecretStoreContract:
    """Inherited by one class of tests for each store, which gives the fixture `store`, empty."""

    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
    def test_what_is_stored_is_read(self, store: SecretStore, text: str) -> None:
        store.set("openrouter", text)
        assert store.get("openrouter") == text

    def test_what_is_missing_is_none(self, store: SecretStore) -> None:
        assert store.get("openrouter") is None

    def test_a_new_secret_takes_the_old_ones_place(self, store: SecretStore) -> None:
        for text in ("first", "second", "third"):
            store.set("openrouter", text)
        assert store.get("openrouter") == "third"
        store.delete("openrouter")
        assert store.get("openrouter") is None

    def test_what_is_deleted_is_gone(self, store: SecretStore) -> None:
        store.set("openrouter", "secret")
        store.delete("openrouter")
        assert store.get("openrouter") is None
        store.set("openrouter", "again")
        assert store.get("openrouter") == "again"

    def test_what_is_missing_can_be_deleted(self, store: SecretStore) -> None:
        store.delete("openrouter")
        store.delete("openrouter")

    def test_accounts_do_not_meet(self, store: SecretStore) -> None:
        store.set("openrouter", "one")
        store.set("openrouter-2", "two")
        store.delete("openrouter")
        assert (store.get("openrouter"), store.get("openrouter-2")) == (None, "two")

    def test_twenty_read_at_once(self, store: SecretStore) -> None:
        store.set("openrouter", "secret")
        with ThreadPoolExecutor(20) as pool:
            read = list(pool.map(store.get, ["openrouter"] * 20))
        assert read == ["secret"] * 20

    def test_what_is_open_needs_no_unlocking(self, store: SecretStore) -> None:
        store.set("openrouter", "secret")
        store.unlock(threading.Event())
        assert store.get("openrouter") == "secret"


CALLS: dict[str, Callable[[SecretStore], object]] = {
    "get": lambda store: store.get("openrouter"),
    "set": lambda store: store.set("openrouter", "other"),
    "delete": lambda store: store.delete("openrouter"),
    "get of what is not there": lambda store: store.get("unknown"),
}


class LockedStoreContract:
    """Inherited likewise, for a store that can be locked.

    It gives the fixture `locked`: a store that holds "secret" and is locked, and what opens it as its owner does.
    """

    @pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
    def test_it_is_told_and_nothing_is_changed(
        self, locked: tuple[SecretStore, Callable[[], None]], call: Callable[[SecretStore], object]
    ) -> None:
        store, open_it = locked
        with pytest.raises(AppError) as caught:
            call(store)
        assert caught.value.finding == found(FindingId.KEYCHAIN_LOCKED)
        open_it()
        assert (store.get("openrouter"), store.get("unknown")) == ("secret", None)

    def test_waiting_for_a_person_ends_when_it_is_no_longer_wanted(
        self, locked: tuple[SecretStore, Callable[[], None]]
    ) -> None:
        store, _ = locked
        stop = threading.Event()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(store.unlock, stop)
            stop.set()
            error = waiting.exception(20)
        assert isinstance(error, AppError)
        assert error.finding.id is FindingId.KEYCHAIN_LOCKED
