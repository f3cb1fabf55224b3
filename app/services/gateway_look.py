"""Asks the gateway everything that a probe needs, all at once: with Claude's key, and with a management key where there is one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from app.domain.errors import AppError
from app.domain.facts import GatewayFacts
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.domain.model import ApiKey, Balance, DaySpent, KeyInfo, KeyKind
from app.services.openrouter import OpenRouter

T = TypeVar("T")
Management = Callable[[], Awaitable[ApiKey | None]]
"""Gives the management key, where there is one; the keychain may take its time."""
_TURNED_DOWN = {FindingId.KEY_REJECTED, FindingId.NOT_A_KEY}


@dataclass(frozen=True, slots=True)
class _Managed:
    """What a management key was told: what it is itself, the account's balance, and what Claude's key has spent."""

    info: KeyInfo | Finding
    balance: Balance | Finding | None
    activity: tuple[DaySpent, ...] | Finding | None


async def look_at_gateway(base_url: str, key: ApiKey | None, management: Management | None = None) -> GatewayFacts:
    """What the gateway says of this key; without one only whether it can be reached. Never raises for a failure."""
    async with OpenRouter(base_url) as gateway:
        if key is None:
            latency = await _or_finding(gateway.reach())
            return GatewayFacts(key=latency) if isinstance(latency, Finding) else GatewayFacts(latency)
        seen, managed = await asyncio.gather(_by_key(gateway, key), _by_management(gateway, key, management))
    return seen if managed is None else _together(seen, managed)


async def _by_key(gateway: OpenRouter, key: ApiKey) -> GatewayFacts:
    answer, balance, models, incidents = await asyncio.gather(
        _or_finding(gateway.key(key)),
        _or_finding(gateway.balance(key)),
        _or_finding(gateway.models(key)),
        gateway.incidents(),
    )
    if isinstance(answer, Finding):
        return GatewayFacts(key=answer, models=models, incidents=incidents)
    info, latency = answer
    return GatewayFacts(latency, info, balance, models, incidents)


async def _by_management(gateway: OpenRouter, key: ApiKey, management: Management | None) -> _Managed | None:
    """None where there is no management key."""
    second = None if management is None else await management()
    if second is None:
        return None
    answer, balance, activity = await asyncio.gather(
        _or_finding(gateway.key(second)),
        _or_finding(gateway.balance(second)),
        _or_finding(gateway.activity(second, key.digest)),
    )
    return _Managed(answer if isinstance(answer, Finding) else answer[0], balance, activity)


def _together(seen: GatewayFacts, managed: _Managed) -> GatewayFacts:
    """A management key only ever adds: whatever is wrong with it hides nothing of what Claude's key was told."""
    wrong = _wrong(seen, managed.info)
    if wrong is not None:
        return replace(seen, activity=wrong, management=wrong)
    balance = managed.balance if isinstance(managed.balance, Balance) else seen.balance
    return replace(seen, balance=balance, activity=managed.activity)


def _wrong(seen: GatewayFacts, info: KeyInfo | Finding) -> Finding | None:
    match info:
        case Finding(detail=detail) if info.id in _TURNED_DOWN:
            return found(FindingId.MANAGEMENT_KEY_REJECTED, detail)
        case KeyInfo(kind=KeyKind.ORDINARY):
            return found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.OTHER_KIND))
        case KeyInfo() if isinstance(seen.key, KeyInfo) and of_another_account(info, seen.key):
            return found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.OTHER_ACCOUNT))
        case _:
            return None


def of_another_account(management: KeyInfo, key: KeyInfo) -> bool:
    """Its balance would be somebody else's. Where either does not say whose it is, nothing is known against it."""
    return None not in (management.owner, key.owner) and management.owner != key.owner


async def _or_finding(call: Awaitable[T]) -> T | Finding:
    try:
        return await call
    except AppError as error:
        return error.finding
