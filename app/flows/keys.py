"""The keys of a person after the setup: another one in place of the old, a second one for balance and spending, or none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.domain.errors import AppError, failure
from app.domain.facts import StoredKey
from app.domain.findings import Because, FindingId, Reason, Severity, found
from app.domain.model import ApiKey, KeyInfo, KeyKind
from app.domain.progress import Step
from app.domain.secret_ref import KEY, MANAGEMENT
from app.flows.ask import Tell
from app.flows.parts import Parts
from app.services.gateway_look import of_another_account
from app.services.openrouter import OpenRouter

T = TypeVar("T")


async def replacing(parts: Parts, connect: Callable[[], Awaitable[T]]) -> tuple[T, StoredKey | None]:
    """What connects a key, and the key that it has taken the place of, where that was another one."""
    before = await stored(parts)
    connected = await connect()
    after = await stored(parts) if before else None
    return connected, before if before and after and after.digest != before.digest else None


async def stored(parts: Parts, name: str = KEY) -> StoredKey | None:
    """The key of that name in the keychain; None also where the keychain does not say."""
    state, _ = await parts.keychain.look(name)
    return state if isinstance(state, StoredKey) else None


async def keep_management_key(parts: Parts, key: ApiKey, tell: Tell) -> StoredKey:
    """Verifies that it is one, of the account that Claude's key is of, and keeps it. Raises `AppError`."""
    tell(Step.VERIFY_KEY)
    _, claudes = await parts.keychain.look()
    async with OpenRouter(parts.goal().base_url) as gateway:
        info, own = await asyncio.gather(_info(gateway, key), _own(gateway, claudes))
    if info.kind is not KeyKind.MANAGEMENT:
        raise failure(FindingId.KEY_IS_ORDINARY)
    if own is not None and of_another_account(info, own):
        other = found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.OTHER_ACCOUNT), severity=Severity.PROBLEM)
        raise AppError(other)
    tell(Step.STORE_KEY)
    await parts.keychain.write(key, MANAGEMENT)
    return await stored(parts, MANAGEMENT) or StoredKey(key.hint, key.digest)


async def _info(gateway: OpenRouter, key: ApiKey) -> KeyInfo:
    info, _ = await gateway.key(key)
    return info


async def _own(gateway: OpenRouter, key: ApiKey | None) -> KeyInfo | None:
    """A failure here is no reason against the other key."""
    try:
        return await _info(gateway, key) if key else None
    except AppError:
        return None


async def remove_key(parts: Parts, name: str) -> None:
    """Forgets the key of that name. It stays valid at the gateway, and nothing in Claude's settings changes."""
    await parts.keychain.forget(name)
