"""Asks the gateway about a key, its credit, the models and open incidents, and tells every failure as a finding."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from random import random
from types import TracebackType
from typing import Self, TypeVar

from app.domain.errors import AppError, failure
from app.domain.findings import Because, FindingId, Reason
from app.domain.gateway_address import origin, status_feed
from app.domain.model import ApiKey, Balance, DaySpent, Incident, KeyInfo, Model
from app.domain.sign_in import Code, Verifier
from app.services import openrouter_activity as activity
from app.services import openrouter_wire as wire
from app.services.openrouter_errors import Failed, intercepted
from app.services.openrouter_transport import LARGEST_ANSWER, Answer, Patience, Transport, host_of, joined, off_the_loop

T = TypeVar("T")


async def _sleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


class OpenRouter:
    """One gateway, as an asynchronous context manager. Whatever goes wrong is an `AppError`."""

    def __init__(
        self,
        base_url: str,
        *,
        patience: Patience = Patience(),  # noqa: B008 - frozen, so it can be shared
        sleep: Callable[[float], Awaitable[None]] = _sleep,
        jitter: Callable[[], float] = random,
    ) -> None:
        self._base_url = base_url
        self._total = patience.total
        self._transport = Transport(base_url, patience, sleep, jitter)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.close()

    async def reach(self) -> float:
        """The latency in seconds of a tiny public answer: whether the gateway can be reached at all."""
        answer = await self._bounded(self._get(f"{self._base_url}/v1/models/count", None))
        _expected(wire.model_count(answer.body), answer)
        return answer.latency

    async def key(self, key: ApiKey) -> tuple[KeyInfo, float]:
        """What this key is and may spend, and the latency in seconds."""
        answer = await self._bounded(self._get(f"{self._base_url}/v1/key", key))
        return _expected(wire.key_info(answer.body), answer), answer.latency

    async def exchange(self, code: Code, verifier: Verifier) -> ApiKey:
        """The key for a code that the browser brought: good once, and only with the verifier it was asked for with."""
        url = f"{self._base_url}/v1/auth/keys"
        outcome = await self._bounded(self._transport.exchange(url, code, verifier))
        if isinstance(outcome, Failed):
            raise AppError(outcome.finding)
        return _expected(wire.issued_key(outcome.body), outcome)

    async def balance(self, key: ApiKey) -> Balance | None:
        """The account's balance, or None where this key may not know it. Both zero does not mean that it is zero."""
        outcome = await self._bounded(self._transport.get(f"{self._base_url}/v1/credits", key))
        if isinstance(outcome, Answer):
            return _expected(wire.balance(outcome.body), outcome)
        if outcome.status == 403 and outcome.finding.id is not FindingId.GATEWAY_INTERCEPTED:
            return None
        raise AppError(outcome.finding)

    async def activity(self, management: ApiKey, digest: str) -> tuple[DaySpent, ...] | None:
        """What was spent on each whole day with the key of that digest; None where this key may not know it."""
        url = f"{self._base_url}/v1/activity?api_key_hash={digest}"
        outcome = await self._bounded(self._transport.get(url, management))
        if isinstance(outcome, Answer):
            return _expected(await off_the_loop(activity.spent, outcome.body), outcome)
        if outcome.status in (403, 404) and outcome.finding.detail != Because(Reason.HTML):
            return None
        raise AppError(outcome.finding)

    async def models(self, key: ApiKey) -> tuple[Model, ...]:
        """The models that this key may use."""
        return await self._bounded(self._pages("/v1/models/user", key))

    async def all_models(self) -> tuple[Model, ...]:
        """The public list; it proves nothing about a key."""
        return await self._bounded(self._pages("/v1/models", None))

    async def incidents(self) -> tuple[Incident, ...] | None:
        """The open incidents on the status page; None where that is not known."""
        feed = status_feed(self._base_url)
        if feed is None:
            return None
        try:
            outcome = await self._bounded(self._transport.get_once(feed, None))
        except AppError:
            return None
        return wire.incidents(outcome.body) if isinstance(outcome, Answer) else None

    async def _bounded(self, question: Awaitable[T]) -> T:
        import asyncio

        try:
            async with asyncio.timeout(self._total):
                return await question
        except TimeoutError:
            pass  # what led here may know the key, so the error below gets no context
        raise failure(FindingId.GATEWAY_UNREACHABLE, Because(Reason.TIMEOUT))

    async def _get(self, url: str, key: ApiKey | None, room: int = LARGEST_ANSWER) -> Answer:
        outcome = await self._transport.get(url, key, room)
        if isinstance(outcome, Failed):
            raise AppError(outcome.finding)
        return outcome

    async def _pages(self, path: str, key: ApiKey | None) -> tuple[Model, ...]:
        """The rows of all pages. A link to somewhere else is not followed: the key would go there."""
        models: list[Model] = []
        room = LARGEST_ANSWER
        url: str | None = self._base_url + path
        seen: set[str] = set()
        while url is not None and url not in seen:
            seen.add(url)
            if origin(url) != origin(self._base_url):
                raise failure(FindingId.GATEWAY_INTERCEPTED, Because(Reason.REDIRECT, host_of(url)))
            answer = await self._get(url, key, room)
            page = _expected(await off_the_loop(wire.models_page, answer.body), answer)
            models += page.models
            room -= len(answer.body)
            url = page.next and joined(url, page.next)
        return tuple(models)


def _expected(value: T | None, answer: Answer) -> T:
    if value is None:
        raise AppError(intercepted(answer.body))
    return value
