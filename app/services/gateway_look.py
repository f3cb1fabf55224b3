"""Asks the gateway everything that a probe needs, all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from app.domain.errors import AppError
from app.domain.facts import GatewayFacts
from app.domain.findings import Finding
from app.domain.model import ApiKey
from app.services.openrouter import OpenRouter

T = TypeVar("T")


async def look_at_gateway(base_url: str, key: ApiKey | None) -> GatewayFacts:
    """What the gateway says of this key; without one only whether it can be reached. Never raises for a failure."""
    async with OpenRouter(base_url) as gateway:
        if key is None:
            latency = await _or_finding(gateway.reach())
            return GatewayFacts(key=latency) if isinstance(latency, Finding) else GatewayFacts(latency)
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


async def _or_finding(call: Awaitable[T]) -> T | Finding:
    try:
        return await call
    except AppError as error:
        return error.finding
