"""The keychains of macOS and Windows through `keyring`, with the system's own backend set explicitly."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.errors import failure
from app.domain.findings import Because, FindingId, Reason

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_APPLICATION = "Gateway Companion"


class SystemKeyring:
    """Secrets of this program by account name. Each call raises `AppError`: keychain-unavailable or keychain-locked."""

    def get(self, account: str) -> str | None:
        from keyring.errors import KeyringError

        try:
            return _backend().get_password(_APPLICATION, account)
        except KeyringError as error:
            raise _failure(error) from None

    def set(self, account: str, text: str) -> None:
        from keyring.errors import KeyringError

        try:
            _backend().set_password(_APPLICATION, account, text)
        except KeyringError as error:
            raise _failure(error) from None

    def delete(self, account: str) -> None:
        from keyring.errors import KeyringError, PasswordDeleteError

        try:
            _backend().delete_password(_APPLICATION, account)
        except PasswordDeleteError:
            return
        except KeyringError as error:
            raise _failure(error) from None


def _backend() -> KeyringBackend:
    """Never `keyring.get_keyring()`: that may pick a plaintext or a null backend silently."""
    if sys.platform == "win32":
        from keyring.backends.Windows import WinVaultKeyring

        return _typed(WinVaultKeyring)
    else:
        from keyring.backends.macOS import Keyring

        return _typed(Keyring)


def _typed(backend: Callable[..., KeyringBackend]) -> KeyringBackend:
    """Keyring leaves its backends untyped."""
    return backend()


def _failure(error: Exception) -> Exception:
    from keyring.errors import KeyringLocked

    if isinstance(error, KeyringLocked):
        return failure(FindingId.KEYCHAIN_LOCKED)
    return failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.DENIED, type(error).__name__))
