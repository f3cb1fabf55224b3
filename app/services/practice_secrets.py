"""The keychain of practice mode: a file in the practice folder."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from app.domain.errors import failure
from app.domain.findings import Because, FindingId, Reason
from app.services import files


class PracticeSecrets:
    """A practice key is worth nothing, so a file keeps it: works on any computer, and for the helper."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "practice-keychain.json"

    def get(self, account: str) -> str | None:
        return self._all().get(account)

    def set(self, account: str, text: str) -> None:
        files.overwrite(self._path, json.dumps({**self._all(), account: text}).encode())

    def delete(self, account: str) -> None:
        left = {name: text for name, text in self._all().items() if name != account}
        files.overwrite(self._path, json.dumps(left).encode())

    def unlock(self, stop: threading.Event) -> None:
        """It is never locked."""

    def _all(self) -> dict[str, str]:
        match files.read(self._path):
            case files.NoFile():
                return {}
            case files.Content(data=data) if (entries := _decoded(data)) is not None:
                return entries
        raise failure(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.OTHER))


def _decoded(data: bytes) -> dict[str, str] | None:
    try:
        return {str(account): str(text) for account, text in json.loads(data).items()}
    except (ValueError, AttributeError):
        return None
