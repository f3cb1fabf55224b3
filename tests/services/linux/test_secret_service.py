"""A real keychain over a real session bus: what is stored there, and every way in which it cannot be had."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg
from keyring.backend import KeyringBackend
from keyring.backends.SecretService import Keyring

from app.domain.errors import AppError
from app.domain.findings import Because, Finding, FindingId, Installable, Reason
from app.platforms.secret_service import SecretService
from app.platforms.secrets import LinuxSecrets
from app.services.secrets import SecretStore
from tests.conftest import KEYCHAIN_PASSWORD, session_bus
from tests.services.linux.in_the_middle import stopped_in_the_middle
from tests.services.secret_store_contract import LockedStoreContract, SecretStoreContract

APPLICATION = "Gateway Companion"
SERVICE = "org.freedesktop.Secret.Service"
INTERNAL = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"
ROOT = "/org/freedesktop/secrets"
CALLS: dict[str, Callable[[SecretService], object]] = {
    "get": lambda store: store.get("openrouter"),
    "set": lambda store: store.set("openrouter", "other"),
    "delete": lambda store: store.delete("openrouter"),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
_BARE_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>{address}</listen><policy context="default">
<allow send_destination="*"/><allow eavesdrop="false"/><allow own="*"/></policy></busconfig>
"""


def on(address: str) -> SecretService:
    return SecretService({"DBUS_SESSION_BUS_ADDRESS": address})


def ask(
    connection: DBusConnection, path: str, interface: str, method: str, signature: str, *body: object
) -> tuple[object, ...]:
    """One call of the keychain's, as any other program would make it."""
    place = DBusAddress(path, bus_name="org.freedesktop.secrets", interface=interface)
    reply = connection.send_and_get_reply(new_method_call(place, method, signature, body), timeout=20)
    return tuple(unwrap_msg(reply))


def keyring() -> KeyringBackend:
    """The library by which other programs reach the same keychain; its backends are untyped."""
    backend: Callable[[], KeyringBackend] = Keyring
    return backend()


def default_collection(connection: DBusConnection) -> object:
    return ask(connection, ROOT, SERVICE, "ReadAlias", "s", "default")[0]


def trouble(store: SecretService, call: Callable[[SecretService], object]) -> Finding:
    with pytest.raises(AppError) as caught:
        call(store)
    return caught.value.finding


class TestSecretService(SecretStoreContract):
    @pytest.fixture
    def store(self) -> Iterator[SecretStore]:
        store = SecretService(os.environ)
        yield store
        for account in ("openrouter", "openrouter-2"):
            store.delete(account)

    def test_other_programs_read_it_as_they_know_it(self, store: SecretStore) -> None:
        store.set("openrouter", "Schlüssel")
        assert keyring().get_password(APPLICATION, "openrouter") == "Schlüssel"

    def test_what_keyring_stored_is_read_replaced_and_deleted(self, store: SecretStore) -> None:
        keyring().set_password(APPLICATION, "openrouter", "Schlüssel")
        assert store.get("openrouter") == "Schlüssel"
        store.set("openrouter", "other")
        assert (store.get("openrouter"), keyring().get_password(APPLICATION, "openrouter")) == ("other", "other")
        store.delete("openrouter")
        assert keyring().get_password(APPLICATION, "openrouter") is None

    def test_another_programs_secret_stays_its_own(self, store: SecretStore) -> None:
        keyring().set_password("Another Program", "openrouter", "its own")
        assert store.get("openrouter") is None
        store.delete("openrouter")
        assert keyring().get_password("Another Program", "openrouter") == "its own"
        keyring().delete_password("Another Program", "openrouter")

    def test_the_runtime_folder_is_enough(self, store: SecretStore) -> None:
        store.set("openrouter", "secret")
        assert SecretService({"XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"]}).get("openrouter") == "secret"

    def test_a_secret_that_is_no_text_is_told(self, store: SecretStore) -> None:
        store.set("openrouter", "secret")
        _overwrite(os.environ["DBUS_SESSION_BUS_ADDRESS"], b"\xff\xfe canary")
        with pytest.raises(AppError) as caught:
            store.get("openrouter")
        assert caught.value.finding.detail == Because(Reason.NOT_TEXT)
        assert caught.value.__context__ is None


def _overwrite(address: str, secret: bytes) -> None:
    """As another program would that knows the item."""
    with open_dbus_connection(address) as connection:
        attributes = {"service": APPLICATION, "username": "openrouter"}
        (items, _) = ask(connection, ROOT, SERVICE, "SearchItems", "a{ss}", attributes)
        (_, session) = ask(connection, ROOT, SERVICE, "OpenSession", "sv", "plain", ("s", ""))
        assert isinstance(items, list)
        new = (session, b"", secret, "text/plain")
        ask(connection, items[0], "org.freedesktop.Secret.Item", "SetSecret", "(oayays)", new)


@pytest.fixture(scope="module")
def locked_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second bus whose keychain holds a key and is locked, so that nobody else's is disturbed."""
    folder = tmp_path_factory.mktemp("locked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        with session_bus(folder) as address:
            on(address).set("openrouter", "secret")
            lock(address)
            yield address


def lock(address: str) -> None:
    with open_dbus_connection(address) as connection:
        ask(connection, ROOT, SERVICE, "Lock", "ao", [default_collection(connection)])


def unlock(address: str) -> None:
    """By its password, as a login does."""
    with open_dbus_connection(address) as connection:
        (_, session) = ask(connection, ROOT, SERVICE, "OpenSession", "sv", "plain", ("s", ""))
        password = (session, b"", KEYCHAIN_PASSWORD.encode(), "text/plain")
        collection = default_collection(connection)
        ask(connection, ROOT, INTERNAL, "UnlockWithMasterPassword", "o(oayays)", collection, password)


class TestLocked(LockedStoreContract):
    @pytest.fixture
    def locked(self, locked_bus: str) -> Iterator[tuple[SecretStore, Callable[[], None]]]:
        yield on(locked_bus), lambda: unlock(locked_bus)
        lock(locked_bus)


@every_call
def test_a_locked_keychain_is_told_without_a_prompt(locked_bus: str, call: Callable[[SecretService], object]) -> None:
    assert trouble(on(locked_bus), call).id is FindingId.KEYCHAIN_LOCKED
    with open_dbus_connection(locked_bus) as connection:
        assert "<node name=" not in _prompts(connection)


def test_a_prompt_would_be_seen(locked_bus: str) -> None:
    """Without this, the test of the locked keychain might look for prompts at the wrong place."""
    with open_dbus_connection(locked_bus) as connection:
        (_, prompt) = ask(connection, ROOT, SERVICE, "Unlock", "ao", [default_collection(connection)])
        assert str(prompt).startswith(f"{ROOT}/prompt/")
        assert f'<node name="{str(prompt).rpartition("/")[2]}"' in _prompts(connection)


def _prompts(connection: DBusConnection) -> str:
    interface = "org.freedesktop.DBus.Introspectable"
    return str(ask(connection, f"{ROOT}/prompt", interface, "Introspect", "")[0])


@contextmanager
def bare_bus(folder: Path) -> Iterator[str]:
    """A session bus that knows no service and starts none."""
    address = f"unix:path={folder}/bus"
    (folder / "bus.conf").write_text(_BARE_BUS.format(address=address))
    command = ["setpriv", "--pdeathsig=TERM", "dbus-daemon", "--nofork", "--print-address"]
    command += [f"--config-file={folder}/bus.conf"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as bus:
        try:
            assert bus.stdout is not None
            assert bus.stdout.readline()
            yield address
        finally:
            bus.terminate()


@pytest.fixture(scope="module")
def empty_bus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with bare_bus(tmp_path_factory.mktemp("bare")) as address:
        yield address


@every_call
def test_a_bus_without_a_keychain(empty_bus: str, call: Callable[[SecretService], object]) -> None:
    finding = trouble(on(empty_bus), call)
    unknown = "org.freedesktop.DBus.Error.ServiceUnknown"
    assert finding.id is FindingId.KEYCHAIN_UNAVAILABLE
    assert finding.detail == Because(Reason.NO_SERVICE, unknown)


@every_call
def test_a_keychain_that_does_not_answer(empty_bus: str, call: Callable[[SecretService], object]) -> None:
    with open_dbus_connection(empty_bus) as silent:
        unwrap_msg(silent.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets"), timeout=20))
        finding = trouble(SecretService({"DBUS_SESSION_BUS_ADDRESS": empty_bus}, answer=0.1), call)
    assert finding.id is FindingId.KEYCHAIN_UNAVAILABLE
    assert finding.detail == Because(Reason.TIMEOUT)


def test_a_bus_that_does_not_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("silent") / "bus"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        finding = trouble(on(f"unix:path={path}"), CALLS["get"])
    assert finding.id is FindingId.KEYCHAIN_UNAVAILABLE


@every_call
@pytest.mark.parametrize(
    "address",
    [
        "unix:path=/nowhere/bus",
        "unix:abstract=gateway-companion-nobody",
        "unix:path=/etc/passwd",
        "unix:path=%00",
        "unix:tmpdir=/tmp",
        "tcp:host=127.0.0.1,port=1",
        "autolaunch:",
        "nonsense",
        ";",
    ],
)
def test_a_bus_that_cannot_be_reached(address: str, call: Callable[[SecretService], object]) -> None:
    assert trouble(on(address), call).id is FindingId.KEYCHAIN_UNAVAILABLE


@every_call
def test_no_bus_at_all(tmp_path: Path, call: Callable[[SecretService], object]) -> None:
    finding = trouble(SecretService({"XDG_RUNTIME_DIR": str(tmp_path)}), call)
    assert finding.id is FindingId.KEYCHAIN_UNAVAILABLE
    assert finding.detail == Because(Reason.NO_BUS)


def test_killed_in_the_middle_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("killed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(folder))
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        with session_bus(folder) as address:
            on(address).set("openrouter", "secret")
            with stopped_in_the_middle(address, "org.freedesktop.secrets") as asked:
                error = asked(lambda: on(address).get("openrouter"))
    assert isinstance(error, AppError)
    assert error.finding.detail == Because(Reason.STOPPED, "org.freedesktop.DBus.Error.NoReply")


def test_nobody_on_the_bus_and_nothing_installed(empty_bus: str, tmp_path: Path) -> None:
    store = LinuxSecrets({"DBUS_SESSION_BUS_ADDRESS": empty_bus, "HOME": str(tmp_path)})
    with pytest.raises(AppError) as caught:
        store.get("openrouter")
    assert isinstance(caught.value.finding.detail, Installable)
    assert caught.value.finding.detail.package == "gnome-keyring"
