"""The real KWallet: by its own interface, as it was before it offered the Secret Service, and by that one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from app.domain.errors import AppError
from app.domain.findings import Because, Finding, FindingId, Reason
from app.platforms.kwallet import KWallet
from app.platforms.secrets import LinuxSecrets
from app.services.secrets import SecretStore
from tests.services.linux.in_the_middle import stopped_in_the_middle
from tests.services.linux.kwallet_bus import NAME, WALLET, KWalletBus, kwallet_bus
from tests.services.secret_store_contract import LockedStoreContract, SecretStoreContract

APPLICATION = "Gateway Companion"
OWN_INTERFACE = "[Wallet]\nEnabled=true\nFirst Use=false\n[org.freedesktop.secrets]\napiEnabled=false\n"
WITH_SECRET_SERVICE = "[Wallet]\nEnabled=true\nFirst Use=false\n"


@pytest.fixture(scope="module")
def bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KWalletBus]:
    with kwallet_bus(tmp_path_factory.mktemp("k"), OWN_INTERFACE) as started:
        yield started


@pytest.fixture
def wallet(bus: KWalletBus) -> KWalletBus:
    """Open and without any secret of ours, with KWallet's usual settings."""
    bus.configure(OWN_INTERFACE)
    bus.log_in()
    for account in ("openrouter", "openrouter-2"):
        KWallet(bus.environment).delete(account)
    return bus


def trouble(store: SecretStore) -> Finding:
    with pytest.raises(AppError) as caught:
        store.get("openrouter")
    return caught.value.finding


class TestItsOwnInterface(SecretStoreContract):
    @pytest.fixture
    def store(self, wallet: KWalletBus) -> SecretStore:
        return KWallet(wallet.environment)


class TestAsItIsChosen(SecretStoreContract):
    @pytest.fixture
    def store(self, wallet: KWalletBus) -> SecretStore:
        return LinuxSecrets(wallet.environment)

    def test_it_lies_where_kwallet_shows_it(self, store: SecretStore, wallet: KWalletBus) -> None:
        store.set("openrouter", "secret")
        assert KWallet(wallet.environment).get("openrouter") == "secret"


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KWalletBus]:
    """A KWallet that offers the Secret Service too, as it comes."""
    with kwallet_bus(tmp_path_factory.mktemp("k"), WITH_SECRET_SERVICE) as started:
        started.log_in()
        yield started


class TestBesideItsSecretService(SecretStoreContract):
    @pytest.fixture
    def store(self, newer: KWalletBus) -> Iterator[SecretStore]:
        store = LinuxSecrets(newer.environment)
        yield store
        for account in ("openrouter", "openrouter-2"):
            store.delete(account)

    def test_after_the_next_login_it_is_read_without_anybodys_help(self, store: SecretStore, newer: KWalletBus) -> None:
        """By its Secret Service the wallet, although open, would count as locked."""
        store.set("openrouter", "secret")
        newer.log_out()
        assert trouble(store).id is FindingId.KEYCHAIN_LOCKED
        newer.log_in()
        assert store.get("openrouter") == "secret"


class TestLocked(LockedStoreContract):
    @pytest.fixture
    def locked(self, wallet: KWalletBus) -> Iterator[tuple[SecretStore, Callable[[], None]]]:
        store = KWallet(wallet.environment)
        store.set("openrouter", "secret")
        wallet.shut()
        yield store, wallet.log_in
        wallet.log_out()  # its window may still be there, and would take the next test's answer


def test_a_wallet_that_would_ask_first_counts_as_locked_until_it_was_allowed(wallet: KWalletBus) -> None:
    store = KWallet(wallet.environment)
    wallet.configure(f"{OWN_INTERFACE}[Wallet]\nPrompt on Open=true\n")
    assert trouble(store).id is FindingId.KEYCHAIN_LOCKED
    wallet.configure(f"{OWN_INTERFACE}[Wallet]\nPrompt on Open=true\n[Auto Allow]\n{WALLET}=Other,{APPLICATION}\n")
    assert store.get("openrouter") is None


def test_what_was_allowed_once_lasts_as_long_as_the_wallet_is_open(wallet: KWalletBus) -> None:
    store = KWallet(wallet.environment)
    store.unlock(threading.Event())
    wallet.configure(f"{OWN_INTERFACE}[Wallet]\nPrompt on Open=true\n")
    store.set("openrouter", "secret")
    assert store.get("openrouter") == "secret"
    assert wallet.ask("users", "s", WALLET) == [APPLICATION]


def test_a_program_that_the_person_has_shut_out(wallet: KWalletBus) -> None:
    wallet.configure(f"{OWN_INTERFACE}[Auto Deny]\n{WALLET}={APPLICATION}\n")
    finding = trouble(KWallet(wallet.environment))
    assert (finding.id, finding.detail) == (FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.DENIED))


def test_kwallet_that_is_turned_off(wallet: KWalletBus) -> None:
    wallet.configure(OWN_INTERFACE.replace("Enabled=true", "Enabled=false"))
    assert trouble(LinuxSecrets(wallet.environment)).detail == Because(Reason.TURNED_OFF)


def test_nobody_has_made_a_wallet_yet(tmp_path_factory: pytest.TempPathFactory) -> None:
    with kwallet_bus(tmp_path_factory.mktemp("k"), OWN_INTERFACE) as bus:
        assert trouble(LinuxSecrets(bus.environment)).detail == Because(Reason.NO_KEYRING)


def test_killed_in_the_middle_it_can_be_tried_again(wallet: KWalletBus) -> None:
    store = LinuxSecrets(wallet.environment)
    store.set("openrouter", "secret")
    wallet.ask("sync", "is", 0, APPLICATION)
    pid = wallet.pid()
    assert pid is not None
    with stopped_in_the_middle(wallet.environment["DBUS_SESSION_BUS_ADDRESS"], NAME) as asked:
        error = asked(lambda: store.get("openrouter"))
    assert isinstance(error, AppError)
    assert error.finding.detail == Because(Reason.STOPPED, "org.freedesktop.DBus.Error.NoReply")
    assert trouble(store).id is FindingId.KEYCHAIN_LOCKED, f"{NAME} has not been started again"
