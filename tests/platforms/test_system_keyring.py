"""The keychains of macOS and Windows, by the errors that their makers document; nothing else of them can be seen here."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, KeyringLocked, PasswordDeleteError, PasswordSetError

from app.domain.errors import AppError
from app.domain.findings import Because, Detail, FindingId, NoDetail, Reason
from app.platforms.system_keyring import LARGEST, SystemKeyring
from app.services.secrets import SecretStore
from tests.services.secret_store_contract import SecretStoreContract

CANARY = "sk-or-v1-canary0123456789"


class MacError(Exception):
    """As those of keyring's `macOS/api.py`: the status, then words."""


class WindowsError(Exception):
    """As pywintypes' error, which is none of keyring's."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname, f"the secret was {CANARY}")
        self.winerror = winerror
        self.funcname = funcname


class StandIn(KeyringBackend):
    """What the system would have, or the error that it would give."""

    priority = 1

    def __init__(self, error: Callable[[], Exception] | None = None) -> None:
        self.error = error
        self.kept: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self._fail("get")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._fail("set")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._fail("delete")
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(service)

    def _fail(self, call: str) -> None:
        self.calls.append(call)
        if self.error is not None:
            raise self.error()


def mac(status: int, kind: type[KeyringError] = KeyringError) -> Callable[[], Exception]:
    """As keyring raises it: its own error, from that of the system."""

    def made() -> Exception:
        error = kind(f"Can't use {CANARY}")
        error.__cause__ = MacError(status, "words")
        return error

    return made


def windows(winerror: int, funcname: str = "CredRead") -> Callable[[], Exception]:
    return lambda: WindowsError(winerror, funcname)


def of(backend: StandIn, largest: int | None = None) -> SystemKeyring:
    return SystemKeyring(lambda: backend, largest=largest)


class TestContract(SecretStoreContract):
    @pytest.fixture(params=[None, LARGEST * 16], ids=["macOS", "Windows"])
    def store(self, request: pytest.FixtureRequest) -> SecretStore:
        return of(StandIn(), largest=request.param)


def undecodable() -> Exception:
    try:
        CANARY.encode("utf-16")[:-1].decode("utf-16")
    except UnicodeDecodeError as error:
        return error
    raise AssertionError


LOCKED, UNAVAILABLE = FindingId.KEYCHAIN_LOCKED, FindingId.KEYCHAIN_UNAVAILABLE
ERRORS: dict[str, tuple[Callable[[], Exception], FindingId, Detail]] = {
    "errSecUserCanceled": (mac(-128, KeyringLocked), UNAVAILABLE, Because(Reason.DENIED, "KeyringLocked -128")),
    "errSecAuthFailed": (mac(-25293), UNAVAILABLE, Because(Reason.DENIED, "KeyringError -25293")),
    "errSecWrPerm": (mac(-61, PasswordSetError), UNAVAILABLE, Because(Reason.DENIED, "PasswordSetError -61")),
    "errSecInteractionNotAllowed": (mac(-25308), LOCKED, NoDetail()),
    "errSecInteractionRequired": (mac(-25315), LOCKED, NoDetail()),
    "errSecNoDefaultKeychain": (mac(-25307), UNAVAILABLE, Because(Reason.NO_KEYRING, "KeyringError -25307")),
    "errSecNotAvailable": (mac(-25291), UNAVAILABLE, Because(Reason.NO_SERVICE, "KeyringError -25291")),
    "plist missing": (mac(-67030), UNAVAILABLE, Because(Reason.OTHER, "KeyringError -67030")),
    "ERROR_ACCESS_DENIED": (windows(5), UNAVAILABLE, Because(Reason.DENIED, "WindowsError 5")),
    "ERROR_NO_SUCH_LOGON_SESSION": (windows(1312), UNAVAILABLE, Because(Reason.NO_SERVICE, "WindowsError 1312")),
    "RPC_X_BAD_STUB_DATA": (windows(1783), UNAVAILABLE, Because(Reason.TOO_LARGE, "WindowsError 1783")),
    "another": (windows(87), UNAVAILABLE, Because(Reason.OTHER, "WindowsError 87")),
    "no number": (lambda: KeyringError(CANARY), UNAVAILABLE, Because(Reason.OTHER, "KeyringError")),
    "no keyring": (lambda: ImportError(name="win32cred"), UNAVAILABLE, Because(Reason.OTHER, "ImportError")),
    "no text": (undecodable, UNAVAILABLE, Because(Reason.NOT_TEXT)),
}
CALLS: dict[str, Callable[[SystemKeyring], object]] = {
    "get": lambda store: store.get("openrouter"),
    "set": lambda store: store.set("openrouter", CANARY),
    "delete": lambda store: store.delete("openrouter"),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


@every_call
@pytest.mark.parametrize("error,id,detail", ERRORS.values(), ids=ERRORS)
def test_each_error_has_its_cause_and_no_secret(
    error: Callable[[], Exception], id: FindingId, detail: Detail, call: Callable[[SystemKeyring], object]
) -> None:
    with pytest.raises(AppError) as caught:
        call(of(StandIn(error)))
    assert (caught.value.finding.id, caught.value.finding.detail) == (id, detail)
    assert (caught.value.__cause__, caught.value.__context__) == (None, None)
    if call is not CALLS["set"]:  # this test's own frame knows what it stores
        told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
        assert CANARY not in "".join(line for line in told.format() if "test_system_keyring" not in line)


@pytest.mark.parametrize("error", [mac(-25300), windows(1168)], ids=["errSecItemNotFound", "ERROR_NOT_FOUND"])
def test_what_is_not_there_is_no_error(error: Callable[[], Exception]) -> None:
    store = of(StandIn(error))
    assert store.get("openrouter") is None
    store.delete("openrouter")


def test_what_macos_does_not_delete_is_told() -> None:
    """Keyring calls every failure alike, and hides the reason behind it."""
    with pytest.raises(AppError) as caught:
        of(StandIn(mac(-25293, PasswordDeleteError))).delete("openrouter")
    assert caught.value.finding.detail == Because(Reason.DENIED, "PasswordDeleteError -25293")


@pytest.mark.parametrize(
    "text,fits",
    [("k" * 1280, True), ("k" * 1281, False), ("🔑" * 640, True), ("🔑" * 641, False)],
    ids=["1280 letters", "1281 letters", "640 of two", "641 of two"],
)
def test_more_than_windows_keeps_is_told_before_it_is_tried(text: str, *, fits: bool) -> None:
    backend = StandIn()
    store = of(backend, largest=LARGEST)
    store.set("openrouter", "before")
    if fits:
        store.set("openrouter", text)
        assert store.get("openrouter") == text
        return
    with pytest.raises(AppError) as caught:
        store.set("openrouter", text)
    assert caught.value.finding.detail == Because(Reason.TOO_LARGE)
    assert store.get("openrouter") == "before"


def test_on_windows_no_second_copy_of_an_old_secret_stays() -> None:
    """Keyring would move it to a name of its own, where nobody looks."""
    backend = StandIn()
    of(backend, largest=LARGEST).set("openrouter", "new")
    assert backend.calls == ["get", "delete", "set"]


def test_on_windows_the_old_secret_outlives_a_new_one_that_is_refused() -> None:
    class Refusing(StandIn):
        def set_password(self, service: str, username: str, password: str) -> None:
            if password == CANARY:
                raise WindowsError(5, "CredWrite")
            super().set_password(service, username, password)

    backend = Refusing()
    store = of(backend, largest=LARGEST)
    store.set("openrouter", "before")
    with pytest.raises(AppError) as caught:
        store.set("openrouter", CANARY)
    assert caught.value.finding.detail == Because(Reason.DENIED, "WindowsError 5")
    assert store.get("openrouter") == "before"


def test_unlocking_elsewhere_than_on_macos_asks_nobody() -> None:
    backend = StandIn(mac(-25308))
    of(backend).unlock(threading.Event())
    assert backend.calls == []
