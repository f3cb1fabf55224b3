"""Spending in words: today is only named where it is today, and all of the chart fits into one sentence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.model import DaySpent
from app.domain.spending import spending
from app.words.speech import Speech
from app.words.spending import one_day, spoken, today, total

SPEECH = Speech()
NOW = datetime(2027, 1, 2, 12, tzinfo=UTC).timestamp()
SPENT = spending(
    (DaySpent(date(2026, 12, 24), Decimal("36.80")), DaySpent(date(2027, 1, 1), Decimal("0.001"))), Decimal("2.25"), NOW
)


def test_while_its_last_day_is_today() -> None:
    assert total(SPENT, SPEECH, current=True) == "Last 30 days with this key: $39.05"
    assert today(SPENT, SPEECH, current=True) == "Today $2.25"
    assert spoken(SPENT, SPEECH, current=True) == (
        "Spending in the last 30 days, $39.05 in total, today $2.25, most on 24 December with $36.80"
    )


def test_once_it_is_yesterdays() -> None:
    assert total(SPENT, SPEECH, current=False) == "30 days to 2 January: $39.05"
    assert today(SPENT, SPEECH, current=False) == ""
    assert spoken(SPENT, SPEECH, current=False) == (
        "Spending in the 30 days to 2 January, $39.05 in total, most on 24 December with $36.80"
    )


def test_without_any_use() -> None:
    nothing = spending((), Decimal(0), NOW)
    assert spoken(nothing, SPEECH, current=True) == "Spending in the last 30 days, $0.00 in total, today $0.00"


def test_one_day() -> None:
    assert one_day(SPENT.today, SPEECH, today=True) == "Today so far: $2.25"
    assert one_day(SPENT.days[-2], SPEECH, today=False) == "1 January: under $0.01"
    assert one_day(SPENT.days[0], SPEECH, today=False) == "4 December: $0.00"
