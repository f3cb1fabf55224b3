"""Signing in behind step 3: one attempt at a time, which ends where the person turns to something else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.entry import EntryFailed, NoEntry, SigningIn
from app.domain.errors import AppError
from app.domain.findings import FindingId, Named, found
from app.flows.parts import Parts
from app.flows.sign_in import SignIn
from app.ui.key_entry import KeyEntry
from app.ui.store import Store
from app.words.speech import Speech


class SignInEntry:
    """`came_back`: the browser has done its part, so the window shall come to the front."""

    def __init__(
        self,
        parts: Parts,
        store: Store,
        key_entry: KeyEntry,
        open_browser: Callable[[str], bool],
        came_back: Callable[[], None],
    ) -> None:
        self._parts = parts
        self._store = store
        self._key_entry = key_entry
        self._open_browser = open_browser
        self._came_back = came_back
        self._attempt: SignIn | None = None

    def begin(self, speech: Speech) -> None:
        """Opens the browser. `speech`: the language of what is said there, and of the key's name."""
        attempt = SignIn(self._parts, speech, self._open_browser, self._tell)
        self._attempt = attempt
        self._key_entry.wait_for(self._sign_in(attempt), SigningIn(), lambda: self.begin(speech))

    def cancel(self) -> None:
        """The port is closed, and whatever the browser still brings is nobody's; a key may have been made by then."""
        entry = self._store.state.entry
        if not isinstance(entry, SigningIn):
            return
        self._key_entry.forget_entry()
        if entry.got and self._attempt is not None:
            made = found(FindingId.SIGN_IN_UNFINISHED, Named(self._attempt.key_name))
            self._key_entry.show(EntryFailed(made, by_sign_in=True))

    def enter_code(self, text: str) -> None:
        """What the page showed, where the browser could not come back by itself."""
        entry = self._store.state.entry
        if self._attempt is None or not isinstance(entry, SigningIn) or entry.got or not text.strip():
            return
        if not self._attempt.enter(text):
            self._key_entry.show(replace(entry, refused=found(FindingId.SIGN_IN_REFUSED)))

    async def _sign_in(self, attempt: SignIn) -> None:
        try:
            key = await attempt.key()
        except AppError as error:
            self._key_entry.show(EntryFailed(error.finding, by_sign_in=True))
            if error.finding.id is not FindingId.SIGN_IN_UNFINISHED:
                self._came_back()
        except Exception:  # a defect, which is told; nobody waits for an answer that does not come
            self._key_entry.show(NoEntry())
            raise
        else:
            self._key_entry.use(key)

    def _tell(self, entry: SigningIn) -> None:
        self._key_entry.show(entry)
        if entry.got:
            self._came_back()
