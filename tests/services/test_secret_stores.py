"""The practice keychain in a file, and which store a data folder gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import Because, FindingId, Reason
from app.services.practice_secrets import PracticeSecrets
from app.services.secrets import SecretStore, secret_store
from tests.services.memory_secrets import MemorySecrets
from tests.services.secret_store_contract import LockedStoreContract, SecretStoreContract

DAMAGES = [b"", b"{", b"[]", b'"text"', b"null", b"\xff\xfe{}", b'{"openrouter": "a"']
CALLS: dict[str, Callable[[SecretStore], object]] = {
    "get": lambda store: store.get("openrouter"),
    "set": lambda store: store.set("openrouter", "new"),
    "delete": lambda store: store.delete("openrouter"),
}


class TestPracticeSecrets(SecretStoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> SecretStore:
        return PracticeSecrets(tmp_path)

    def test_it_outlives_the_program(self, store: SecretStore, tmp_path: Path) -> None:
        store.set("openrouter", "secret")
        assert PracticeSecrets(tmp_path).get("openrouter") == "secret"

    @pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
    @pytest.mark.parametrize("damage", DAMAGES, ids=str)
    def test_a_damaged_one_is_told_and_kept(
        self, store: SecretStore, tmp_path: Path, damage: bytes, call: Callable[[SecretStore], object]
    ) -> None:
        file = tmp_path / "practice-keychain.json"
        file.write_bytes(damage)
        with pytest.raises(AppError) as caught:
            call(store)
        finding = caught.value.finding
        assert (finding.id, finding.detail) == (FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.OTHER))
        assert file.read_bytes() == damage

    def test_a_folder_in_its_place_is_told(self, store: SecretStore, tmp_path: Path) -> None:
        (tmp_path / "practice-keychain.json").mkdir()
        with pytest.raises(AppError) as caught:
            store.get("openrouter")
        assert caught.value.finding.id is FindingId.KEYCHAIN_UNAVAILABLE


class TestMemorySecrets(SecretStoreContract):
    @pytest.fixture
    def store(self) -> SecretStore:
        return MemorySecrets()


class TestLockedMemorySecrets(LockedStoreContract):
    @pytest.fixture
    def locked(self) -> tuple[SecretStore, Callable[[], None]]:
        store = MemorySecrets()
        store.set("openrouter", "secret")
        store.locked = True

        def open_it() -> None:
            store.locked = False

        return store, open_it


def test_a_practice_folder_never_reaches_the_real_keychain(tmp_path: Path) -> None:
    (tmp_path / "practice.json").write_text("{}")
    assert isinstance(secret_store(tmp_path, {}), PracticeSecrets)


def test_any_other_folder_gets_the_systems_keychain(tmp_path: Path) -> None:
    assert type(secret_store(tmp_path, {})).__module__.startswith("app.platforms.")
