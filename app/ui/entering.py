"""What entering a key is like, whichever key it is: it is cleaned, checked, and forgotten as soon as another one is entered."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

from app.domain.entry import CheckingEntry, Entry, EntryFailed, NoEntry
from app.domain.errors import AppError
from app.domain.findings import FindingId, found
from app.domain.model import ApiKey
from app.domain.progress import Step
from app.flows.connect_key import clean
from app.ui.tasks import Tasks

_SHORTEST = 20
_USUAL = re.compile(r"sk-or-\S{10,}")


class Entering(ABC):
    """One key at a time."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._cancel: Callable[[], object] | None = None
        self._again: Callable[[], None] | None = None

    @abstractmethod
    def show(self, entry: Entry) -> None:
        """Puts it into the state."""

    @abstractmethod
    async def _use(self, key: ApiKey) -> None:
        """Checks and keeps it, and shows that it did. Raises `AppError`."""

    def enter(self, text: str) -> None:
        """A key that was typed or pasted; an empty field takes the check back."""
        self.stop()
        if not text.strip():
            self.show(NoEntry())
            return
        key = clean(text)
        if key is None or len(key.reveal()) < _SHORTEST:  # nobody is asked about half a key
            self.show(EntryFailed(found(FindingId.NOT_A_KEY), odd=True))
            return
        self._begin(lambda: self._use(key), odd=not _USUAL.fullmatch(key.reveal()))

    def typing(self) -> None:
        """What was found out about the key before no longer holds."""
        self.stop()
        self.show(CheckingEntry())

    def try_again(self) -> None:
        if self._again is not None:
            self._again()

    def stop(self) -> None:
        """What is under way is no longer wanted."""
        if self._cancel is not None:
            self._cancel()

    def _begin(self, connect: Callable[[], Awaitable[None]], *, odd: bool = False) -> None:
        def begin() -> None:
            self.show(CheckingEntry())
            self._cancel = self._tasks.spawn(self._check(connect, odd=odd))

        self._again = begin
        begin()

    async def _check(self, connect: Callable[[], Awaitable[None]], *, odd: bool) -> None:
        try:
            await connect()
        except AppError as error:
            self.show(EntryFailed(error.finding, odd=odd))
        except Exception:  # a defect, which is told; nobody waits for an answer that does not come
            self.show(NoEntry())
            raise
        else:
            self._again = None


def silent(step: Step) -> None:
    """Beside the field it shows that the key is being checked; the parts of that take no second each."""
