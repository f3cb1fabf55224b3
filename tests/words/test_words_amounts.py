"""Money and times in words, at their edges."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.model import Credit, CreditKind
from app.words.amounts import credit, money, per_million
from app.words.speech import Speech
from app.words.times import ago, moment
from tests.words.catalogues import Pseudo, plain, unmarked

SPEECH, PSEUDO = Speech(), Speech(Pseudo())


@pytest.mark.parametrize(
    "amount,text",
    [
        ("18.42", "$18.42"),
        ("0", "$0.00"),
        ("-0", "$0.00"),
        ("0.000", "$0.00"),
        ("0.01", "$0.01"),
        ("0.009999", "under $0.01"),
        ("0.000001", "under $0.01"),
        ("5", "$5.00"),
        ("1234.5", "$1,234.50"),
        ("1234567.891", "$1,234,567.89"),
        ("999.999", "$1,000.00"),
        ("-0.3", "-$0.30"),
        ("-0.01", "-$0.01"),
        ("-0.001", "just below zero"),
        ("-1234.5", "-$1,234.50"),
        ("1E+3", "$1,000.00"),
        ("123456789012345678901234567890.12", "$123,456,789,012,345,678,901,234,567,890.12"),
    ],
)
def test_money(amount: str, text: str) -> None:
    assert money(Decimal(amount), SPEECH) == text
    assert unmarked(money(Decimal(amount), PSEUDO)) == ""


@pytest.mark.parametrize(
    "amount,kind,text",
    [
        ("18.42", CreditKind.ACCOUNT, "$18.42 left on your account"),
        ("0.004", CreditKind.ACCOUNT, "under $0.01 left on your account"),
        ("0", CreditKind.ACCOUNT, "no credit left on your account"),
        ("-0.001", CreditKind.ACCOUNT, "no credit left on your account"),
        ("-0.30", CreditKind.ACCOUNT, "no credit left, your account is at -$0.30"),
        ("7", CreditKind.BUDGET, "$7.00 left in your team's budget"),
        ("0", CreditKind.BUDGET, "nothing left in your team's budget"),
        ("-2", CreditKind.BUDGET, "nothing left in your team's budget"),
        ("18.42", CreditKind.KEY_LIMIT, "$18.42 left on this key"),
        ("0", CreditKind.KEY_LIMIT, "nothing left on this key"),
        ("3.10", CreditKind.USAGE, "$3.10 used this month, no limit on this key"),
        ("0", CreditKind.USAGE, "$0.00 used this month, no limit on this key"),
    ],
)
def test_credit_is_labelled_as_what_it_is(amount: str, kind: CreditKind, text: str) -> None:
    assert credit(Credit(Decimal(amount), kind), SPEECH) == text
    assert plain(credit(Credit(Decimal(amount), kind), PSEUDO)) == text


@pytest.mark.parametrize("kind", CreditKind)
@pytest.mark.parametrize("amount", ["0.001", "0.01", "3"])
def test_what_is_left_is_never_called_nothing(kind: CreditKind, amount: str) -> None:
    text = credit(Credit(Decimal(amount), kind), SPEECH)
    assert "$0.00" not in text
    assert not text.startswith("no")


@pytest.mark.parametrize(
    "price,text",
    [
        (None, "varies"),
        ("0", "free"),
        ("0.0", "free"),
        ("0.000003", "$3"),
        ("0.0000008", "$0.80"),
        ("0.000000075", "$0.075"),
        ("0.0000000075", "$0.0075"),
        ("0.00001875", "$18.75"),
        ("0.003", "$3,000"),
        ("0.0030000001", "$3,000.0001"),
        ("0.00002", "$20"),
    ],
)
def test_prices_as_the_gateway_gives_them(price: str | None, text: str) -> None:
    assert per_million(None if price is None else Decimal(price), SPEECH) == text


@pytest.mark.parametrize(
    "seconds,text",
    [
        (-3, "just now"),
        (0, "just now"),
        (4.9, "just now"),
        (5, "5 s ago"),
        (12.7, "12 s ago"),
        (59.99, "59 s ago"),
        (60, "1 min ago"),
        (4 * 60 + 59, "4 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (2.9 * 3600, "2 h ago"),
        (86399, "23 h ago"),
        (86400, "1 day ago"),
        (3 * 86400, "3 days ago"),
        (400 * 86400, "400 days ago"),
    ],
)
def test_ages(seconds: float, text: str) -> None:
    assert ago(seconds, SPEECH) == text
    assert unmarked(ago(seconds, PSEUDO)) == ""


@pytest.mark.parametrize(
    "iso,text",
    [
        ("2026-12-01T00:00:00Z", "1 December 2026, 00:00 UTC"),
        ("2026-12-01T00:00:00.000Z", "1 December 2026, 00:00 UTC"),
        ("2026-12-01T01:30:00+02:00", "30 November 2026, 23:30 UTC"),
        ("2026-12-31T23:59:59-00:01", "1 January 2027, 00:00 UTC"),
        ("2026-05-09T07:05:00", "9 May 2026, 07:05 UTC"),
        ("2026-05-09", "9 May 2026, 00:00 UTC"),
        (" 2026-05-09T07:05:00Z\n", "9 May 2026, 07:05 UTC"),
        ("0001-01-01T00:00:00+02:00", None),
        ("tomorrow", None),
        ("2026-13-01", None),
        ("1790000000", None),
        ("", None),
        (None, None),
    ],
)
def test_moments(iso: str | None, text: str | None) -> None:
    assert moment(iso, SPEECH) == text
    assert unmarked(moment(iso, PSEUDO) or "") == ""


def test_every_month_has_its_name() -> None:
    told = [moment(f"2026-{month:02}-01", SPEECH) or "" for month in range(1, 13)]
    assert [text.split()[1][:3] for text in told] == "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
