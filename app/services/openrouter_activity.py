"""Decodes what the gateway says was spent on each day, over all models and providers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Raw

from app.domain.model import DaySpent
from app.services.openrouter_json import Members, answered, decoded

_DAY = len("2026-11-27")


def spent(body: bytes) -> tuple[DaySpent, ...] | None:
    """What `/v1/activity` says, one sum for each day that it names, in order; None where this is no such answer."""
    rows = decoded(answered(body).raw("data"), list[Raw])
    if rows is None:
        return None
    days: dict[date, Decimal] = {}
    for row in map(Members, rows):
        day, amount = _day(row.text("date")), row.money("usage")
        if day is not None and amount is not None and amount > 0:
            days[day] = days.get(day, Decimal(0)) + amount
    return tuple(DaySpent(day, days[day]) for day in sorted(days))


def _day(text: str | None) -> date | None:
    """Some servers write the midnight after it."""
    try:
        return date.fromisoformat((text or "")[:_DAY])
    except ValueError:
        return None
