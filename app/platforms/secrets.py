"""Chooses this system's keychain; never a plaintext one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.platforms.secret_service import SecretService
    from app.platforms.system_keyring import SystemKeyring


def system_secrets(environment: Mapping[str, str]) -> SecretService | SystemKeyring:
    """The Secret Service on Linux, Keychain on macOS, Credential Manager on Windows."""
    if sys.platform in ("darwin", "win32"):
        from app.platforms.system_keyring import SystemKeyring

        return SystemKeyring()
    else:  # mypy knows no code after a platform's return
        from app.platforms.secret_service import SecretService

        return SecretService(environment)
