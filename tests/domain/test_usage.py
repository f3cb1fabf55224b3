"""How long it lasts: honest with little use, aware of resets, never before its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.model import Budget, Credit, CreditKind, KeyInfo, KeyKind
from app.domain.usage import Lasts, LastsUntilReset, NoLimit, NotEnoughUse, UsedUp, in_team, outlook, pace

D = Decimal
KEY = KeyInfo(KeyKind.ORDINARY, None, None, None, D(0), D(0), D(0), D(0))


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


THURSDAY = at("2027-01-14T12:00")  # three and a half days into the week, 13 and a half into the month
MONDAY = at("2027-01-18T06:00")


def used(week: str, month: str) -> KeyInfo:
    return replace(KEY, usage_weekly=D(week), usage_monthly=D(month))


@pytest.mark.parametrize(
    "week,month,when,expected",
    [
        ("7", "20", THURSDAY, D(2)),
        ("0", "27", THURSDAY, D(2)),
        ("1", "34.50", MONDAY, D(2)),  # the week is too young, so the month tells
        ("0", "0", THURSDAY, None),
        ("5", "5", at("2027-02-01T03:00"), None),  # both are: 1 February 2027 is a Monday
    ],
)
def test_the_pace(week: str, month: str, when: float, expected: Decimal | None) -> None:
    assert pace(used(week, month), when) == expected


ACCOUNT = Credit(D("18.42"), CreditKind.ACCOUNT)
BUDGET = Credit(D("18.42"), CreditKind.BUDGET, D(50), "2027-02-01T00:00:00Z")
LIMIT = Credit(D("18.42"), CreditKind.KEY_LIMIT, D(50))


@pytest.mark.parametrize(
    "left,key,expected",
    [
        (ACCOUNT, used("7", "7"), Lasts(9)),
        (replace(ACCOUNT, amount=D("1.99")), used("7", "7"), Lasts(0)),
        (ACCOUNT, used("0", "0"), NotEnoughUse()),
        (replace(ACCOUNT, amount=D(0)), used("7", "7"), UsedUp(None)),
        (replace(ACCOUNT, amount=D(-1)), KEY, UsedUp(None)),
        (Credit(D(3), CreditKind.USAGE), used("7", "7"), NoLimit()),
        (BUDGET, used("7", "7"), Lasts(9)),
        (BUDGET, used("1", "1"), LastsUntilReset("2027-02-01T00:00:00Z")),
        (replace(BUDGET, amount=D(0)), KEY, UsedUp("2027-02-01T00:00:00Z")),
        (replace(BUDGET, amount=D(0), resets_at="2027-01-01T00:00:00Z"), KEY, UsedUp(None)),
        (replace(BUDGET, amount=D(0), resets_at="soon"), KEY, UsedUp(None)),
        (LIMIT, used("7", "7"), Lasts(9)),
        (LIMIT, replace(used("7", "7"), limit_reset="daily"), LastsUntilReset("2027-01-15T00:00:00Z")),
        (LIMIT, replace(used("7", "7"), limit_reset="weekly"), LastsUntilReset("2027-01-18T00:00:00Z")),
        (LIMIT, replace(used("1", "1"), limit_reset="monthly"), LastsUntilReset("2027-02-01T00:00:00Z")),
        (LIMIT, replace(used("7", "7"), limit_reset="a-new-word"), Lasts(9)),
    ],
)
def test_the_outlook(left: Credit, key: KeyInfo, expected: object) -> None:
    assert outlook(left, key, THURSDAY) == expected


@pytest.mark.parametrize(
    "organization,scope,expected",
    [(False, None, False), (True, None, True), (False, "key", False), (False, "member", True), (False, "new", True)],
)
def test_who_pays(organization: bool, scope: str | None, expected: bool) -> None:
    budget = Budget(scope, D(1), D(1), None) if scope else None
    assert in_team(replace(KEY, in_organization=organization, budget=budget)) is expected
