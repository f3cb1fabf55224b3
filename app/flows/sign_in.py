"""Signing in with the browser: it is opened, a person agrees there, and the code that comes back is exchanged for a key."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import replace

from app.domain.entry import SigningIn
from app.domain.errors import AppError, failure
from app.domain.findings import FindingId
from app.domain.gateway_address import person_link
from app.domain.model import ApiKey
from app.domain.sign_in import Code, Verifier, link, readable_name, typed_code
from app.flows.parts import Parts
from app.platforms.computer import computer_name
from app.services.openrouter import OpenRouter
from app.services.sign_in_listener import Limits, Listener
from app.words.sign_in import browser_words, key_label
from app.words.speech import Speech


class SignIn:
    """One attempt. `open_browser` says whether it could; `tell` is told how far it is. To cancel it, cancel `key`.

    `key_name`: what the key is called at OpenRouter, from the moment on that it is made there.
    """

    def __init__(
        self,
        parts: Parts,
        speech: Speech,
        open_browser: Callable[[str], bool],
        tell: Callable[[SigningIn], None],
        limits: Limits = Limits(),  # noqa: B008 - frozen, so it can be shared
    ) -> None:
        self.key_name = key_label(readable_name(computer_name()), speech)
        self._parts = parts
        self._speech = speech
        self._open_browser = open_browser
        self._tell = tell
        self._limits = limits
        self._entered: asyncio.Queue[Code] = asyncio.Queue()

    def enter(self, text: str) -> bool:
        """A code that the page showed, for where the browser cannot come back by itself; False for what can be none."""
        code = typed_code(text)
        if code is not None:
            self._entered.put_nowait(code)
        return code is not None

    async def key(self) -> ApiKey:
        """The new key, which nobody has tried yet. Raises `AppError`: sign-in-*, or what the gateway says."""
        base_url = self._parts.goal().base_url
        page = person_link(base_url, "/auth")
        if page is None:
            raise failure(FindingId.SIGN_IN_REFUSED)
        verifier = Verifier(secrets.token_urlsafe(64))
        async with Listener(browser_words(self._speech), self._limits) as listener:
            address = link(page, verifier, self.key_name, listener.callback_url)
            by_hand = link(page, verifier, self.key_name, None)
            state = SigningIn(address, by_hand, opened=self._open_browser(address))
            self._tell(state)
            return await self._exchanged(listener, verifier, base_url, state)

    async def _exchanged(self, listener: Listener, verifier: Verifier, base_url: str, state: SigningIn) -> ApiKey:
        """A mistyped code ends nothing: the right one may still be entered, or come by itself."""
        while True:
            code, typed = await self._next_code(listener)
            self._tell(replace(state, got=True))
            try:
                async with OpenRouter(base_url) as gateway:
                    return await gateway.exchange(code, verifier)
            except AppError as error:
                if not typed:
                    raise
                self._tell(replace(state, refused=error.finding))

    async def _next_code(self, listener: Listener) -> tuple[Code, bool]:
        """With whether a person typed it."""
        typed = asyncio.ensure_future(self._entered.get())
        brought = asyncio.ensure_future(listener.code())
        try:
            await asyncio.wait((typed, brought), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in (typed, brought):
                if not waiting.done():
                    waiting.cancel()
        return (brought.result(), False) if brought.done() and not brought.cancelled() else (typed.result(), True)
