"""A key that somebody typed, or that Claude has now: cleaned, and verified at the gateway before it is stored."""

from __future__ import annotations

import re

from app.domain.errors import AppError, failure
from app.domain.facts import Facts
from app.domain.findings import FindingId
from app.domain.model import ApiKey, KeyInfo, KeyKind
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
    usable = 0 < len(bare) <= _LONGEST and bare.isascii() and bare.isprintable()
    return ApiKey(bare) if usable else None


async def verify_key(parts: Parts, key: ApiKey, tell: Tell) -> KeyInfo:
    """What the gateway says of this key. Raises `AppError`: its refusal, or key-is-management."""
    tell(Step.VERIFY_KEY)
    async with OpenRouter(parts.goal().base_url) as gateway:
        info, _ = await gateway.key(key)
    if info.kind is KeyKind.MANAGEMENT:
        raise failure(FindingId.KEY_IS_MANAGEMENT)
    return info


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
