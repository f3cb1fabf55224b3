"""How long what is left will last, from what was used so far; it says nothing where too little is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.model import Credit, CreditKind, KeyInfo

_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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


def pace(key: KeyInfo, at: float) -> Decimal | None:
    """US dollars a day, of this week's days so far; of this month's while the week is young or without use.

    `at`: when the figures were seen, in seconds since the epoch. Weeks begin on Monday, all at midnight UTC.
    """
    now = _EPOCH + timedelta(seconds=at)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for used, since in (
        (key.usage_weekly, today - _DAY * today.weekday()),
        (key.usage_monthly, today.replace(day=1)),
    ):
        days = Decimal((now - since) / _DAY)
        if days >= 1 and used > 0:
            return used / days
    return None


def outlook(left: Credit, key: KeyInfo, at: float) -> Outlook:
    """How long `left` lasts, seen from `at`."""
    if left.kind is CreditKind.USAGE:
        return NoLimit()
    now = _EPOCH + timedelta(seconds=at)
    resets = _resets(left, key, now)
    if left.amount <= 0:
        return UsedUp(_iso(resets))
    daily = pace(key, at)
    if daily is None:
        return NotEnoughUse()
    days = left.amount / daily
    if resets is not None and days >= Decimal((resets - now) / _DAY):
        return LastsUntilReset(resets.strftime(_FORMAT))
    return Lasts(int(days))


_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime(_FORMAT)


def _resets(left: Credit, key: KeyInfo, now: datetime) -> datetime | None:
    """When it is full again; None where it is not known to be, or was to be already."""
    match left.kind:
        case CreditKind.BUDGET:
            moment = _moment(left.resets_at)
        case CreditKind.KEY_LIMIT:
            moment = _next(key.limit_reset, now)
        case _:
            moment = None
    return moment if moment is not None and moment > now else None


def _next(period: str | None, now: datetime) -> datetime | None:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match period:
        case "daily":
            return today + _DAY
        case "weekly":
            return today + _DAY * (7 - today.weekday())
        case "monthly":
            return (today.replace(day=1) + _DAY * 31).replace(day=1)
        case _:
            return None


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
