"""Claude's models in plain words: families, prices, and what a dollar buys."""

from __future__ import annotations

from decimal import Decimal

from app.domain.goal import Tier
from app.domain.model import Model
from app.words import amounts
from app.words.speech import Speech

TOKENS_OF_A_PAGE = 670
"""About 500 words, at three quarters of a word for each token."""


def family(tier: Tier | None, speech: Speech) -> str:
    """The family's name alone."""
    return {
        Tier.OPUS: speech.say("Opus"),
        Tier.SONNET: speech.say("Sonnet"),
        Tier.HAIKU: speech.say("Haiku"),
        Tier.FABLE: speech.say("Fable"),
        Tier.MYTHOS: speech.say("Mythos"),
        None: speech.say("Other"),
    }[tier]


def good_for(tier: Tier | None, speech: Speech) -> str:
    """What a family is good for; nothing where we don't know."""
    match tier:
        case Tier.OPUS:
            return speech.say("Most capable. For long or difficult work.")
        case Tier.SONNET:
            return speech.say("Good at nearly everything. The usual choice.")
        case Tier.HAIKU:
            return speech.say("Fastest and cheapest. For short questions.")
        case _:
            return ""


def price(model: Model | None, speech: Speech) -> str:
    """What Claude reads and writes costs, for a million tokens each; the line below says so."""
    if model is None:
        return speech.say("Price not known")
    read, written = (amounts.per_million(p, speech) for p in (model.prompt_price, model.completion_price))
    return speech.say("{read} in · {written} out", read=read, written=written)


def pages(model: Model | None, speech: Speech) -> str:
    """What a dollar buys, in pages; nothing where the price is not known or it is free."""
    written = _pages(model.completion_price if model else None)
    read = _pages(model.prompt_price if model else None)
    if not written or not read:
        return ""
    return speech.say("$1 is about {written} pages written, or {read} pages read", written=written, read=read)


def _pages(usd_per_token: Decimal | None) -> str:
    """A round number, with two figures that count."""
    if not usd_per_token:
        return ""
    number = round(1 / (usd_per_token * TOKENS_OF_A_PAGE))
    step = 10 ** max(0, len(str(number)) - 2)
    return f"{number // step * step:,}"
