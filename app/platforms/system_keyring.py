"""The keychains of macOS and Windows through `keyring`, with the system's own backend set explicitly."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import AppError, failure
from app.domain.findings import Because, FindingId, Reason

if TYPE_CHECKING:
    import threading

    from keyring.backend import KeyringBackend

T = TypeVar("T")
_APPLICATION = "Gateway Companion"
LARGEST = 2560
"""Bytes in UTF-16 that Windows keeps, 1280 characters (CRED_MAX_CREDENTIAL_BLOB_SIZE)."""
_MISSING = frozenset({-25300, 1168})
"""errSecItemNotFound, ERROR_NOT_FOUND."""
_LOCKED = frozenset({-25308, -25315})
"""errSecInteractionNotAllowed and -Required: it is locked, or would ask first, and may not."""
_REASONS = {
    -128: Reason.DENIED,  # errSecUserCanceled: the person said no
    -25293: Reason.DENIED,  # errSecAuthFailed
    -61: Reason.DENIED,  # errSecWrPerm
    -25291: Reason.NO_SERVICE,  # errSecNotAvailable
    -25294: Reason.NO_KEYRING,  # errSecNoSuchKeychain
    -25307: Reason.NO_KEYRING,  # errSecNoDefaultKeychain
    5: Reason.DENIED,  # ERROR_ACCESS_DENIED
    1312: Reason.NO_SERVICE,  # ERROR_NO_SUCH_LOGON_SESSION: a session without a store of credentials
    1783: Reason.TOO_LARGE,  # RPC_X_BAD_STUB_DATA, which CredWrite gives for it
}


class SystemKeyring:
    """Secrets of this program by account name. Each call raises `AppError`: keychain-unavailable or keychain-locked.

    `may_prompt` False: macOS asks nobody, for the whole process. `backend`, `largest`: those of this system.
    """

    def __init__(
        self,
        backend: Callable[[], KeyringBackend] | None = None,
        *,
        may_prompt: bool = True,
        largest: int | None = LARGEST if sys.platform == "win32" else None,
    ) -> None:
        self._backend = backend or _system_backend
        self._may_prompt = may_prompt
        self._largest = largest

    def get(self, account: str) -> str | None:
        return self._tried(lambda keyring: keyring.get_password(_APPLICATION, account))

    def set(self, account: str, text: str) -> None:
        if self._largest is None:
            self._put(account, text)
            return
        if len(text.encode("utf-16-le")) > self._largest:
            raise _unavailable(Reason.TOO_LARGE)
        before = self.get(account)
        self.delete(account)  # else keyring would keep the old secret under a second name
        try:
            self._put(account, text)
        except AppError:
            if before is not None:
                self._put(account, before)
            raise

    def _put(self, account: str, text: str) -> None:
        self._tried(lambda keyring: keyring.set_password(_APPLICATION, account, text))

    def delete(self, account: str) -> None:
        self._tried(lambda keyring: keyring.delete_password(_APPLICATION, account))

    def unlock(self, stop: threading.Event) -> None:  # noqa: ARG002 - the system's window is the system's to close
        """Lets the system ask for the password; what Windows keeps is open as long as the person is logged in."""
        if sys.platform == "darwin":
            from app.platforms.macos_keychain import unlock

            if status := unlock():
                raise _failure(status, "SecKeychainUnlock")

    def _tried(self, call: Callable[[KeyringBackend], T]) -> T | None:
        """What the call gives; None for what is not there. Errors of any kind, since those of Windows are not keyring's."""
        try:
            self._prepare()
            return call(self._backend())
        except Exception as error:  # noqa: BLE001 - told by its number or its kind; it may know the secret
            number, name = _number(error), type(error).__name__
            nothing = _says_nothing_is_there(error)
        if nothing or number in _MISSING:
            return None
        raise _failure(number, name)

    def _prepare(self) -> None:
        if sys.platform == "darwin" and not self._may_prompt:
            from app.platforms.macos_keychain import ask_nobody

            ask_nobody()


def _system_backend() -> KeyringBackend:
    """Never `keyring.get_keyring()`: that may pick a plaintext or a null backend silently."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        vault = _typed(WinVaultKeyring)
        setattr(vault, "persist", "local machine")  # noqa: B010 - untyped; else the key roams with a domain's profile
        return vault
    else:
        from keyring.backends.macOS import Keyring

        return _typed(Keyring)


def _typed(backend: Callable[..., KeyringBackend]) -> KeyringBackend:
    """Keyring leaves its backends untyped."""
    return backend()


def _number(error: BaseException) -> int | None:
    """The system's own number: Windows' errors carry it, those of macOS are the cause of keyring's."""
    winerror: object = getattr(error, "winerror", None)
    if isinstance(winerror, int):
        return winerror
    cause = error.__cause__
    told = cause.args[0] if cause is not None and cause.args else None
    return told if isinstance(told, int) else None


def _says_nothing_is_there(error: Exception) -> bool:
    """Keyring's word for deleting what is not there, where no error of the system stands behind it."""
    from keyring.errors import PasswordDeleteError

    return isinstance(error, PasswordDeleteError) and error.__cause__ is None


def _failure(number: int | None, name: str) -> AppError:
    if number in _LOCKED:
        return failure(FindingId.KEYCHAIN_LOCKED)
    if number is None and name == "UnicodeDecodeError":
        return _unavailable(Reason.NOT_TEXT)
    reason = _REASONS.get(number, Reason.OTHER) if number is not None else Reason.OTHER
    return _unavailable(reason, f"{name} {number}" if number is not None else name)


def _unavailable(reason: Reason, text: str | None = None) -> AppError:
    return failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(reason, text))
