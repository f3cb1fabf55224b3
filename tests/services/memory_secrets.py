"""A keychain in memory that behaves as the real ones do, for tests of what is built on it."""

from __future__ import annotations

import threading

from app.domain.errors import failure
from app.domain.findings import Because, Detail, FindingId, NoDetail, Reason


class MemorySecrets:
    """`locked`: as if its owner had locked it. `person` is set once the person at its window has answered, by `password`
    or by closing it. `asked` and `ended`: that window has come, and gone. `trouble`: why it cannot be used at all.
    """

    def __init__(self, *, locked: bool = False, trouble: Detail | None = None) -> None:
        self.locked = locked
        self.trouble = trouble
        self.asked, self.ended = threading.Event(), threading.Event()
        self.person = threading.Event()
        self.password = True
        self._texts: dict[str, str] = {}

    def get(self, account: str) -> str | None:
        self._open()
        return self._texts.get(account)

    def set(self, account: str, text: str) -> None:
        self._open()
        self._texts[account] = text

    def delete(self, account: str) -> None:
        self._open()
        self._texts.pop(account, None)

    def unlock(self, stop: threading.Event) -> None:
        if not self.locked and self.trouble is None:
            return
        self.asked.set()
        try:
            self._wait(stop)
        finally:
            self.ended.set()

    def _wait(self, stop: threading.Event) -> None:
        while not self.person.wait(0.02):
            if stop.is_set():
                raise failure(FindingId.KEYCHAIN_LOCKED)
        if not self.password:
            raise failure(FindingId.KEYCHAIN_LOCKED, Because(Reason.DENIED))
        self.locked, self.trouble = False, None

    def _open(self) -> None:
        if self.trouble is not None:
            raise failure(FindingId.KEYCHAIN_UNAVAILABLE, self.trouble)
        if self.locked:
            raise failure(FindingId.KEYCHAIN_LOCKED, NoDetail())
