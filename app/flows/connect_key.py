"""A key that somebody typed, or that Claude has now: cleaned, and verified at the gateway before it is stored."""

from __future__ import annotations

import asyncio
import re

from app.domain.documents import Profile, RootFacts
from app.domain.errors import AppError, failure
from app.domain.facts import Facts, StoredKey
from app.domain.findings import FindingId
from app.domain.goal import Handover
from app.domain.model import Account, ApiKey, Balance, KeyKind
from app.domain.progress import Step
from app.domain.questions import UseClaudesKey
from app.flows.ask import Ask, Tell
from app.flows.parts import Parts
from app.services import claude_files
from app.services.openrouter import OpenRouter

_LONGEST = 500
"""Characters; more is no key but a whole file that was pasted by mistake."""


def clean(text: str) -> ApiKey | None:
    """A pasted key without quotes, spaces and line breaks; None for what cannot be a key at all."""
    bare = re.sub(r"[\s\"'\u200b\ufeff\u201c\u201d\u2018\u2019]", "", text)
    of_one_piece = len(text.split()) <= 1 or bare.startswith("sk-")  # a mail may have broken a key, but a text is none
    usable = 0 < len(bare) <= _LONGEST and bare.isascii() and bare.isprintable() and of_one_piece
    return ApiKey(bare) if usable else None


async def verify_key(parts: Parts, key: ApiKey, tell: Tell) -> Account:
    """What the gateway says of this key. Raises `AppError`: its refusal, or key-is-management."""
    tell(Step.VERIFY_KEY)
    async with OpenRouter(parts.goal().base_url) as gateway:
        (info, _), balance = await asyncio.gather(gateway.key(key), _balance(gateway, key))
    if info.kind is KeyKind.MANAGEMENT:
        raise failure(FindingId.KEY_IS_MANAGEMENT)
    return Account(info, balance)


async def _balance(gateway: OpenRouter, key: ApiKey) -> Balance | None:
    """A failure here never hides what the key itself is."""
    try:
        return await gateway.balance(key)
    except AppError:
        return None


async def connect_key(
    parts: Parts, key: ApiKey, tell: Tell, handover: Handover = Handover.HELPER
) -> tuple[Account, bool]:
    """Verifies a key that was entered where it says that it is kept, and keeps it. Raises `AppError`.

    False: the keychain could not take it, which is no obstacle where Claude is to keep a copy.
    """
    account = await verify_key(parts, key, tell)
    tell(Step.STORE_KEY)
    return account, await keep_key(parts, key, handover)


async def keep_key(parts: Parts, key: ApiKey, handover: Handover) -> bool:
    """Puts it into the keychain. False: that could not take it, which is no obstacle where Claude keeps a copy.

    Either way it is the one that counts from now on, also once the keychain is back with an older one.
    """
    try:
        await parts.keychain.write(key)
    except AppError:
        if handover is Handover.HELPER:
            raise
        await parts.keychain.accept(StoredKey(key.hint, key.digest))
        return False
    return True


def _held_by(root: RootFacts, profile: Profile) -> ApiKey | None:
    return claude_files.clear_key(root.root, profile.id) if profile.same_gateway else None


async def key_that_claude_has(facts: Facts) -> ApiKey:
    """The key in a hand-made profile for the same gateway, after a person said so. Raises `AppError` (key-missing)."""
    for root in facts.roots:
        for profile in root.others:
            key = await asyncio.to_thread(_held_by, root, profile)
            if key is not None:
                return key
    raise failure(FindingId.KEY_MISSING)


async def claudes_key(parts: Parts, facts: Facts, ask: Ask, tell: Tell) -> ApiKey | None:
    """The key that lies in a hand-made profile for the same gateway, if it is wanted and works."""
    for root in facts.roots:
        for profile in root.others:
            if not profile.same_gateway or profile.clear_key_hint is None:
                continue
            if not await ask.agree(UseClaudesKey(profile.name or profile.id, profile.clear_key_hint)):
                continue
            key = claude_files.clear_key(root.root, profile.id)
            if key is not None and await _works(parts, key, tell):
                return key
    return None


async def _works(parts: Parts, key: ApiKey, tell: Tell) -> bool:
    """A key that the gateway refuses is passed over: another profile may hold a better one."""
    try:
        await verify_key(parts, key, tell)
    except AppError as error:
        if error.finding.id in (FindingId.KEY_REJECTED, FindingId.KEY_IS_MANAGEMENT, FindingId.KEY_EXPIRED):
            return False
        raise
    return True
