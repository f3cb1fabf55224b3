"""What is left to spend: which of the gateway's numbers to show, and when to warn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from app.domain.findings import Finding, FindingId, Severity, Until, found
from app.domain.goal import LOW_BELOW
from app.domain.model import Balance, Credit, CreditKind, KeyInfo, KeyKind
from app.domain.resets import DAY, at, iso, moment, resets

_DAYS_LEFT = 3
_EXPIRES_SOON = timedelta(days=7)


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
    moment = at(now)
    return (*_key_findings(key, moment), *_amount_findings(key, balance, moment, low_below))


def _key_findings(key: KeyInfo, now: datetime) -> Iterator[Finding]:
    if key.kind is KeyKind.MANAGEMENT:
        yield found(FindingId.KEY_IS_MANAGEMENT)
    expires = moment(key.expires_at)
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
        layer
        for layer in layers
        if 0 < layer.remaining < _enough(resets(layer.kind, layer.resets_at, key, now), pace, now, low_below)
    ]
    if low:
        yield found(FindingId.CREDIT_LOW, _until(min(low, key=lambda layer: layer.remaining), key, now))


def _enough(full_again: datetime | None, pace: Decimal, now: datetime, low_below: Decimal) -> Decimal:
    """The amount below which to warn; one that is soon full again only has to last until then."""
    if full_again is None or not timedelta() < full_again - now < DAY * _DAYS_LEFT:
        return max(low_below, pace * _DAYS_LEFT)
    return pace * Decimal((full_again - now) / DAY)


def _until(layer: _Layer, key: KeyInfo, now: datetime) -> Until:
    full_again = resets(layer.kind, layer.resets_at, key, now)
    when = None if full_again is None else layer.resets_at or iso(full_again)
    return Until(when, layer.scope, key.in_organization)
