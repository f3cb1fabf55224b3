"""Which store holds the keys: the system's keychain, or in practice mode a file in the practice folder."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # the helper, which must start fast, loads only what it needs
    import threading
    from pathlib import Path


class SecretStore(Protocol):
    """Blocking; each call raises `AppError` (keychain-unavailable, keychain-locked). Only `unlock` prompts.

    `unlock` waits for the person, until `stop` is set.
    """

    def get(self, account: str) -> str | None: ...
    def set(self, account: str, text: str) -> None: ...
    def delete(self, account: str) -> None: ...
    def unlock(self, stop: threading.Event) -> None: ...


def secret_store(data: str | Path, environment: Mapping[str, str], *, may_prompt: bool = True) -> SecretStore:
    """The store for this data folder; a practice folder never reaches the real keychain.

    `may_prompt`: see `system_secrets`. OSError for a folder that may not be looked into: it could be one to practise in.
    """
    if _is_there(f"{data}{os.sep}practice.json"):
        from pathlib import Path

        from app.services.practice_secrets import PracticeSecrets

        return PracticeSecrets(Path(data))
    from app.platforms.secrets import system_secrets

    return system_secrets(environment, may_prompt=may_prompt)


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True
