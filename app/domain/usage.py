"""How long what is left will last, from what was used so far; it says nothing where too little is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.model import Credit, CreditKind, DaySpent, KeyInfo
from app.domain.resets import DAY, iso, midnight, resets
from app.domain.resets import at as moment_of
from app.domain.spending import daily_average

_OWN_SCOPES = (None, "account", "key")


@dataclass(frozen=True, slots=True)
class NoLimit:
    """Nothing stops this key, as far as the gateway says."""


@dataclass(frozen=True, slots=True)
class UsedUp:
    """Nothing is left. `resets_at`: when it is full again (ISO 8601), where that is known."""

    resets_at: str | None


@dataclass(frozen=True, slots=True)
class NotEnoughUse:
    """Too little was used to say how long it lasts."""


@dataclass(frozen=True, slots=True)
class Lasts:
    """So many whole days at the present pace; 0 = less than one."""

    days: int


@dataclass(frozen=True, slots=True)
class LastsUntilReset:
    """It is full again before it runs out."""

    resets_at: str


Outlook = NoLimit | UsedUp | NotEnoughUse | Lasts | LastsUntilReset


def in_team(key: KeyInfo) -> bool:
    """Whether somebody else pays: an organisation's key, or a budget that is not the person's own."""
    return key.in_organization or (key.budget is not None and key.budget.scope not in _OWN_SCOPES)


def pace(key: KeyInfo, at: float, past: Sequence[DaySpent] = ()) -> Decimal | None:
    """US dollars a day: the average of the last seven days where the single days are known (`past`), with this key.

    Else of this week's days so far; of this month's while the week is young or without use.
    `at`: when the figures were seen, in seconds since the epoch. Weeks begin on Monday, all at midnight UTC.
    """
    if (average := daily_average(past, at)) is not None:
        return average
    now = moment_of(at)
    today = midnight(now)
    for used, since in (
        (key.usage_weekly, today - DAY * today.weekday()),
        (key.usage_monthly, today.replace(day=1)),
    ):
        days = Decimal((now - since) / DAY)
        if days >= 1 and used > 0:
            return used / days
    return None


def outlook(left: Credit, key: KeyInfo, at: float, past: Sequence[DaySpent] = ()) -> Outlook:
    """How long `left` lasts, seen from `at`. `past`: what was spent on single days, where that is known."""
    if left.kind is CreditKind.USAGE:
        return NoLimit()
    now = moment_of(at)
    full_again = resets(left.kind, left.resets_at, key, now)
    if full_again is not None and full_again <= now:  # it was to be already
        full_again = None
    if left.amount <= 0:
        return UsedUp(iso(full_again) if full_again else None)
    daily = pace(key, at, past)
    if daily is None:
        return NotEnoughUse()
    days = left.amount / daily
    if full_again is not None and days >= Decimal((full_again - now) / DAY):
        return LastsUntilReset(iso(full_again))
    return Lasts(int(days))
