"""Chooses this system's keychain; never a plaintext one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import AppError, failure
from app.domain.finding_ids import FindingId, Reason

if TYPE_CHECKING:
    from app.domain.findings import Finding
    from app.platforms.kwallet import KWallet
    from app.platforms.secret_service import SecretService
    from app.platforms.system_keyring import SystemKeyring

T = TypeVar("T")


def system_secrets(environment: Mapping[str, str], *, may_prompt: bool = True) -> LinuxSecrets | SystemKeyring:
    """The Secret Service or KWallet on Linux, Keychain on macOS, Credential Manager on Windows.

    `may_prompt`: on macOS the system itself may ask the person before it gives a secret; a helper in the background
    passes False, and gets keychain-locked instead. Elsewhere only `unlock` ever prompts, whatever this says.
    """
    if sys.platform in ("darwin", "win32"):
        from app.platforms.system_keyring import SystemKeyring

        return SystemKeyring(may_prompt=may_prompt)
    else:  # mypy knows no code after a platform's return
        return LinuxSecrets(environment)


class LinuxSecrets:
    """The Secret Service; KWallet by its own interface where KWallet is what answers, or is all that there is."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def get(self, account: str) -> str | None:
        return self._chosen(lambda store: store.get(account))

    def set(self, account: str, text: str) -> None:
        self._chosen(lambda store: store.set(account, text))

    def delete(self, account: str) -> None:
        self._chosen(lambda store: store.delete(account))

    def unlock(self, stop: threading.Event) -> None:
        self._chosen(lambda store: store.unlock(stop))

    def _chosen(self, call: Callable[[SecretService | KWallet], T]) -> T:
        """By the call itself: asking beforehand who is there would take the helper's time."""
        from app.platforms.secret_service import SecretService

        try:
            return call(SecretService(self._environment))
        except AppError as error:
            finding = error.finding
        if not _nobody(finding):  # outside of `except`: what led here may know the secret
            raise AppError(finding)
        from app.platforms.kwallet import KWallet

        try:
            return call(KWallet(self._environment))
        except AppError as error:
            finding = error.finding
        if not _nobody(finding):
            raise AppError(finding)
        from app.platforms.distribution import keychain_package

        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, keychain_package(self._environment))


def _nobody(finding: Finding) -> bool:
    from app.domain.findings import Because

    return isinstance(finding.detail, Because) and finding.detail.reason is Reason.NO_SERVICE
