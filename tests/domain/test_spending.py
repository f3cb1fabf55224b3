"""Spending day by day: days without use are days too, and today is the key's own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import Credit as Left
from app.domain.model import CreditKind, DaySpent, KeyInfo, KeyKind
from app.domain.spending import DAYS, daily_average, spending
from app.domain.usage import Lasts, outlook

D = Decimal
NOW = datetime(2027, 1, 14, 12, tzinfo=UTC).timestamp()
TODAY = date(2027, 1, 14)
KEY = KeyInfo(KeyKind.ORDINARY, None, None, None, D(40), D(2), D(7), D(20))


def day(ago: int, amount: str) -> DaySpent:
    return DaySpent(TODAY - timedelta(days=ago), D(amount))


def test_thirty_days_with_today_last() -> None:
    told = spending((day(29, "1.10"), day(3, "2.20"), day(30, "9"), day(45, "9")), D("0.50"), NOW)
    assert [d.day for d in told.days] == [TODAY - timedelta(days=ago) for ago in range(29, -1, -1)]
    assert {d.day: d.amount for d in told.days if d.amount} == {
        date(2026, 12, 16): D("1.10"),
        date(2027, 1, 11): D("2.20"),
        TODAY: D("0.50"),
    }
    assert told.total == D("3.80")
    assert told.today == DaySpent(TODAY, D("0.50"))
    assert told.most == day(3, "2.20")


def test_the_key_itself_knows_today_best() -> None:
    assert spending((day(0, "7"),), D(2), NOW).today.amount == 2


def test_of_two_equal_days_the_later_one_is_told() -> None:
    assert spending((day(5, "2"), day(3, "2")), D(0), NOW).most == day(3, "2")
    assert spending((), D(0), NOW).most == day(0, "0")


@pytest.mark.parametrize(
    "past,expected",
    [
        ((), None),
        ((day(1, "7"),), D(1)),
        ((day(7, "7"), day(1, "7")), D(2)),
        ((day(8, "70"),), None),  # longer ago
        ((day(0, "70"),), None),  # today is not over
        ((day(2, "0"),), None),
    ],
)
def test_the_average_of_the_last_week(past: tuple[DaySpent, ...], expected: Decimal | None) -> None:
    assert daily_average(past, NOW) == expected


def test_the_pace_follows_the_single_days_where_they_are_known() -> None:
    left = Left(D(20), CreditKind.ACCOUNT)
    assert outlook(left, KEY, NOW) == Lasts(10)
    assert outlook(left, KEY, NOW, (day(1, "28"),)) == Lasts(5)
    assert outlook(left, KEY, NOW, (day(20, "28"),)) == Lasts(10)


@given(
    st.dictionaries(st.integers(-5, 60), st.decimals(0, 100, places=2), max_size=40),
    st.decimals(0, 100, places=2),
)
def test_nothing_is_lost_and_nothing_is_added(amounts: dict[int, Decimal], today: Decimal) -> None:
    told = spending([DaySpent(TODAY - timedelta(days=ago), usd) for ago, usd in amounts.items()], today, NOW)
    assert len(told.days) == DAYS
    assert told.total == today + sum((usd for ago, usd in amounts.items() if 1 <= ago < DAYS), D(0))
