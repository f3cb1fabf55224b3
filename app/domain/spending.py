"""What was spent with a key on each of the last days, with the days on which nothing was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.domain.model import DaySpent
from app.domain.resets import at as moment_of

DAYS = 30
_LATELY = 7
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spending:
    """Each of the last 30 days, today last; today is not over yet."""

    days: tuple[DaySpent, ...]

    @property
    def total(self) -> Decimal:
        return sum((day.amount for day in self.days), Decimal(0))

    @property
    def today(self) -> DaySpent:
        return self.days[-1]

    @property
    def most(self) -> DaySpent:
        """The day on which most was spent; of several the latest."""
        return max(self.days, key=lambda day: (day.amount, day.day))


def spending(past: Sequence[DaySpent], today: Decimal, at: float) -> Spending:
    """`past`: whole days, as the gateway tells them; `today`: so far; `at`: when that was seen, since the epoch."""
    last = moment_of(at).date()
    known = {day.day: day.amount for day in past} | {last: today}
    days = (last - _DAY * ago for ago in reversed(range(DAYS)))
    return Spending(tuple(DaySpent(day, known.get(day, Decimal(0))) for day in days))


def daily_average(past: Sequence[DaySpent], at: float) -> Decimal | None:
    """US dollars a day, over the last seven whole days; None where nothing was spent in them."""
    today = moment_of(at).date()
    total = sum((d.amount for d in past if today - _DAY * _LATELY <= d.day < today), Decimal(0))
    return total / _LATELY if total > 0 else None
