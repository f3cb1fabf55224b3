"""What is left to spend: which of the gateway's numbers to show, and when to warn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.findings import Finding, FindingId, Severity, Until, found
from app.domain.model import Balance, Credit, CreditKind, KeyInfo, KeyKind

LOW_BELOW = Decimal(1)
"""In USD; a person may set another threshold."""

_DAYS_LEFT = 3
_EXPIRES_SOON = timedelta(days=7)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One amount that stops all work at zero. `scope` is the budget's own word, or `account` or `key`."""

    kind: CreditKind
    scope: str | None
    remaining: Decimal
    limit: Decimal | None = None
    resets_at: str | None = None


def _layers(key: KeyInfo, balance: Balance | Finding | None) -> Iterator[_Layer]:
    """The known amounts, the most telling first."""
    # Both zero is also what ordinary keys of funded accounts were told, so it proves nothing.
    if isinstance(balance, Balance) and (balance.total_credits or balance.total_usage):
        yield _Layer(CreditKind.ACCOUNT, "account", balance.total_credits - balance.total_usage)
    budget = key.budget
    if budget and budget.remaining is not None:
        yield _Layer(CreditKind.BUDGET, budget.scope, budget.remaining, budget.limit, budget.resets_at)
    if key.limit_remaining is not None:
        yield _Layer(CreditKind.KEY_LIMIT, "key", key.limit_remaining, key.limit)


def credit(key: KeyInfo, balance: Balance | Finding | None) -> Credit:
    """The account's balance, else the budget that blocks first, else what the key's limit leaves, else the usage."""
    layer = next(_layers(key, balance), None)
    if layer is None:
        return Credit(key.usage_monthly, CreditKind.USAGE)
    return Credit(layer.remaining, layer.kind, layer.limit, layer.resets_at)


def credit_findings(
    key: KeyInfo, balance: Balance | Finding | None, now: float, low_below: Decimal = LOW_BELOW
) -> tuple[Finding, ...]:
    """What is wrong with the key itself and with each amount that can run out. `now` in seconds since the epoch."""
    at = _EPOCH + timedelta(seconds=now)
    return (*_key_findings(key, at), *_amount_findings(key, balance, at, low_below))


def _key_findings(key: KeyInfo, now: datetime) -> Iterator[Finding]:
    if key.kind is KeyKind.MANAGEMENT:
        yield found(FindingId.KEY_IS_MANAGEMENT)
    expires = _moment(key.expires_at)
    if expires is not None and expires - now <= _EXPIRES_SOON:
        severity = Severity.PROBLEM if expires <= now else Severity.ATTENTION
        yield found(
            FindingId.KEY_EXPIRED, Until(key.expires_at, in_organization=key.in_organization), severity=severity
        )


def _amount_findings(
    key: KeyInfo, balance: Balance | Finding | None, now: datetime, low_below: Decimal
) -> Iterator[Finding]:
    layers = list(_layers(key, balance))
    for layer in layers:
        if layer.remaining <= 0:
            id = FindingId.NO_CREDIT if layer.kind is CreditKind.ACCOUNT else FindingId.LIMIT_REACHED
            yield found(id, _until(layer, key, now))
    pace = key.usage_weekly / 7
    low = [
        layer for layer in layers if 0 < layer.remaining < _enough(_resets_at(layer, key, now), pace, now, low_below)
    ]
    if low:
        yield found(FindingId.CREDIT_LOW, _until(min(low, key=lambda layer: layer.remaining), key, now))


def _enough(resets: datetime | None, pace: Decimal, now: datetime, low_below: Decimal) -> Decimal:
    """The amount below which to warn; one that is soon full again only has to last until then."""
    if resets is None or not timedelta() < resets - now < _DAY * _DAYS_LEFT:
        return max(low_below, pace * _DAYS_LEFT)
    return pace * Decimal((resets - now) / _DAY)


def _until(layer: _Layer, key: KeyInfo, now: datetime) -> Until:
    resets = _resets_at(layer, key, now)
    when = None if resets is None else layer.resets_at or resets.strftime("%Y-%m-%dT%H:%M:%SZ")
    return Until(when, layer.scope, key.in_organization)


def _resets_at(layer: _Layer, key: KeyInfo, now: datetime) -> datetime | None:
    """When the amount is full again. Key limits start anew at midnight UTC, in weeks on Monday."""
    if layer.kind is CreditKind.BUDGET:
        return _moment(layer.resets_at)
    if layer.kind is CreditKind.ACCOUNT:
        return None
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match key.limit_reset:
        case "daily":
            return today + _DAY
        case "weekly":
            return today + _DAY * (7 - today.weekday())
        case "monthly":
            return (today.replace(day=1) + _DAY * 31).replace(day=1)
        case _:
            return None


def _moment(text: str | None) -> datetime | None:
    """A moment in ISO 8601 as the gateway writes it; UTC where it names no zone, None where it is no moment."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
