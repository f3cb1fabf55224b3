"""The sentences of the panel about credit and models."""

from __future__ import annotations

from decimal import Decimal

from app.domain.model import Credit, CreditKind
from app.domain.usage import Lasts, LastsUntilReset, NoLimit, NotEnoughUse, Outlook, UsedUp
from app.words.amounts import label, money
from app.words.speech import Speech
from app.words.times import moment

_THOUSAND, _MILLION = 1000, 1_000_000
_YEAR = 365


def what_it_is(credit: Credit, speech: Speech) -> str:
    """The label beside the amount; the two make one sentence."""
    limit = None if credit.limit is None else money(credit.limit, speech)
    match credit.kind, limit:
        case CreditKind.BUDGET, str(of):
            return speech.say("left of {limit} in your team's budget", limit=of)
        case CreditKind.KEY_LIMIT, str(of):
            return speech.say("left of {limit} on this key", limit=of)
        case CreditKind.USAGE, _:
            return speech.say("used this month")
        case _:
            return label(credit, speech)


def outlook(seen: Outlook, kind: CreditKind, speech: Speech) -> str:
    """How long it lasts; an estimate always says that it is one."""
    match seen:
        case NoLimit():
            return speech.say("No limit on this key")
        case NotEnoughUse():
            return speech.say("Not enough use yet to say how long it lasts")
        case LastsUntilReset(resets_at):
            return _until_reset(resets_at, speech)
        case UsedUp(resets_at):
            return _used_up(kind, resets_at, speech)
        case Lasts(0):
            return speech.say("Less than a day left at this pace")
        case Lasts(days) if days > _YEAR:
            return speech.say("More than a year left at this pace")
        case Lasts(days):
            return speech.plural("About {n} day left at this pace", "About {n} days left at this pace", days)


def _until_reset(resets_at: str, speech: Speech) -> str:
    when = moment(resets_at, speech) or resets_at
    return speech.say("At this pace enough until it starts anew on {when}", when=when)


def _used_up(kind: CreditKind, resets_at: str | None, speech: Speech) -> str:
    when = moment(resets_at, speech)
    if when:
        return speech.say("Used up. Claude can't answer until it starts anew on {when}.", when=when)
    if kind is CreditKind.ACCOUNT:
        return speech.say("No credit left. Claude can't answer until it is topped up.")
    return speech.say("Used up. Claude can't answer until the limit is raised.")


def context(length: int | None, speech: Speech) -> str:
    """How many tokens a model keeps in mind, such as `200K` or `1M`."""
    if length is None:
        return "–"  # noqa: RUF001
    if length >= _MILLION:
        return speech.say("{n}M", n=_short(Decimal(length) / _MILLION))
    return speech.say("{n}K", n=_short(Decimal(length) / _THOUSAND)) if length >= _THOUSAND else str(length)


def _short(number: Decimal) -> str:
    """At most one decimal, and none where it would be a zero."""
    return f"{number:.1f}".removesuffix(".0") if number < 10 else f"{number:.0f}"
