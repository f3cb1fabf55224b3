"""Which amount is shown, and when a person is warned: never a wrong zero, and no false alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.credit import credit, credit_findings
from app.domain.findings import Finding, FindingId, NoDetail, Severity, Until, found
from app.domain.model import Balance, Budget, Credit, CreditKind, KeyInfo, KeyKind

NOW = datetime(2026, 11, 25, 18, 0, tzinfo=UTC).timestamp()  # a Wednesday
KEY = KeyInfo(
    kind=KeyKind.ORDINARY,
    limit=None,
    limit_remaining=None,
    limit_reset=None,
    usage=Decimal("41.58"),
    usage_daily=Decimal(2),
    usage_weekly=Decimal(7),
    usage_monthly=Decimal("39.05"),
)
RICH = Balance(Decimal(60), Decimal("41.58"))
BUDGET = Budget("member", Decimal(50), Decimal("12.34"), "2026-12-01T00:00:00Z")
amounts = st.decimals(-1000, 1000, places=4)


def ids(findings: tuple[Finding, ...]) -> list[FindingId]:
    return [finding.id for finding in findings]


def limited(remaining: str, reset: str | None = None) -> KeyInfo:
    return replace(KEY, limit=Decimal(25), limit_remaining=Decimal(remaining), limit_reset=reset)


def budgeted(remaining: str, resets_at: str | None = None) -> KeyInfo:
    return replace(KEY, budget=Budget("member", Decimal(50), Decimal(remaining), resets_at), in_organization=True)


@pytest.mark.parametrize(
    "key, balance, shown",
    [
        (KEY, RICH, Credit(Decimal("18.42"), CreditKind.ACCOUNT)),
        (KEY, Balance(Decimal(10), Decimal("10.37")), Credit(Decimal("-0.37"), CreditKind.ACCOUNT)),
        (KEY, Balance(Decimal(10), Decimal(10)), Credit(Decimal(0), CreditKind.ACCOUNT)),
        (replace(limited("3.10"), budget=BUDGET), RICH, Credit(Decimal("18.42"), CreditKind.ACCOUNT)),
        (
            replace(limited("3.10"), budget=BUDGET),
            None,
            Credit(Decimal("12.34"), CreditKind.BUDGET, Decimal(50), "2026-12-01T00:00:00Z"),
        ),
        (limited("3.10"), None, Credit(Decimal("3.10"), CreditKind.KEY_LIMIT, Decimal(25))),
        (
            replace(limited("3.10"), budget=replace(BUDGET, remaining=None)),
            None,
            Credit(Decimal("3.10"), CreditKind.KEY_LIMIT, Decimal(25)),
        ),
        (KEY, None, Credit(Decimal("39.05"), CreditKind.USAGE)),
        (KEY, found(FindingId.GATEWAY_UNREACHABLE), Credit(Decimal("39.05"), CreditKind.USAGE)),
        (KEY, Balance(Decimal(0), Decimal(0)), Credit(Decimal("39.05"), CreditKind.USAGE)),
        (replace(KEY, usage_monthly=Decimal(0)), Balance(Decimal(0), Decimal(0)), Credit(Decimal(0), CreditKind.USAGE)),
    ],
)
def test_the_best_known_amount_is_shown(key: KeyInfo, balance: Balance | Finding | None, shown: Credit) -> None:
    assert credit(key, balance) == shown


@given(amounts, amounts, st.none() | amounts)
def test_an_account_of_zero_is_only_shown_where_something_was_bought(
    credits: Decimal, usage: Decimal, remaining: Decimal | None
) -> None:
    shown = credit(replace(KEY, limit_remaining=remaining), Balance(credits, usage))
    if shown.kind is CreditKind.ACCOUNT:
        assert shown.amount == credits - usage
        assert credits or usage
    else:
        assert credits == usage == 0


@pytest.mark.parametrize(
    "key, balance, expected",
    [
        (KEY, RICH, []),
        (KEY, None, []),
        (KEY, Balance(Decimal(0), Decimal(0)), []),
        (KEY, Balance(Decimal(10), Decimal(10)), [FindingId.NO_CREDIT]),
        (KEY, Balance(Decimal(10), Decimal("10.37")), [FindingId.NO_CREDIT]),
        (KEY, Balance(Decimal(10), Decimal("7.01")), [FindingId.CREDIT_LOW]),  # 2.99 left at 1 a day
        (KEY, Balance(Decimal(10), Decimal(7)), []),
        (replace(KEY, usage_weekly=Decimal(0)), Balance(Decimal(10), Decimal("9.01")), [FindingId.CREDIT_LOW]),
        (replace(KEY, usage_weekly=Decimal(0)), Balance(Decimal(10), Decimal(9)), []),
        (limited("0"), RICH, [FindingId.LIMIT_REACHED]),
        (limited("-1"), RICH, [FindingId.LIMIT_REACHED]),
        (limited("2.99"), RICH, [FindingId.CREDIT_LOW]),
        (limited("3"), RICH, []),
        (budgeted("0"), None, [FindingId.LIMIT_REACHED]),
        (budgeted("2.99"), None, [FindingId.CREDIT_LOW]),
        (budgeted("3"), None, []),
        (replace(limited("0"), budget=BUDGET), Balance(Decimal(1), Decimal(2)), ["no-credit", "limit-reached"]),
        (replace(limited("0.5"), budget=BUDGET), Balance(Decimal(10), Decimal(8)), [FindingId.CREDIT_LOW]),
        (replace(limited("0"), budget=replace(BUDGET, remaining=Decimal(0))), None, ["limit-reached"] * 2),
    ],
)
def test_a_person_is_warned(key: KeyInfo, balance: Balance | None, expected: list[FindingId]) -> None:
    assert ids(credit_findings(key, balance, NOW)) == expected


def test_a_persons_own_threshold_counts() -> None:
    assert ids(credit_findings(KEY, RICH, NOW, low_below=Decimal("18.43"))) == [FindingId.CREDIT_LOW]
    assert not credit_findings(KEY, RICH, NOW, low_below=Decimal("18.42"))


@pytest.mark.parametrize(
    "key, low",
    [
        (limited("0.26", "daily"), False),  # six hours to go, a quarter of a day's dollar
        (limited("0.24", "daily"), True),
        (limited("2.99", "weekly"), True),  # Monday is more than three days away
        (limited("2.99", "monthly"), True),
        (limited("2.99", "brand-new-word"), True),
        (budgeted("0.26", "2026-11-26T00:00:00Z"), False),
        (budgeted("0.24", "2026-11-26T00:00:00Z"), True),
        (budgeted("2.99", "2026-11-25T17:59:59Z"), True),  # out of date: tells nothing
        (budgeted("2.99", "soon"), True),
    ],
)
def test_an_amount_that_is_full_again_tomorrow_only_has_to_last_until_then(key: KeyInfo, *, low: bool) -> None:
    assert ids(credit_findings(key, RICH, NOW)) == [FindingId.CREDIT_LOW] * low


@pytest.mark.parametrize(
    "key, until",
    [
        (limited("0"), Until(None, "key")),
        (limited("0", "daily"), Until("2026-11-26T00:00:00Z", "key")),
        (limited("0", "weekly"), Until("2026-11-30T00:00:00Z", "key")),
        (limited("0", "monthly"), Until("2026-12-01T00:00:00Z", "key")),
        (limited("0", "brand-new-word"), Until(None, "key")),
        (replace(limited("0"), in_organization=True), Until(None, "key", in_organization=True)),
        (
            budgeted("0", "2026-12-01T01:00:00.5+01:00"),
            Until("2026-12-01T01:00:00.5+01:00", "member", in_organization=True),
        ),
        (budgeted("0", "soon"), Until(None, "member", in_organization=True)),
        (budgeted("0"), Until(None, "member", in_organization=True)),
    ],
)
def test_a_limit_says_which_one_it_is_and_when_it_resets(key: KeyInfo, until: Until) -> None:
    (finding,) = credit_findings(key, RICH, NOW)
    assert (finding.id, finding.severity, finding.detail) == (FindingId.LIMIT_REACHED, Severity.PROBLEM, until)


def test_the_account_is_named_too() -> None:
    (none,) = credit_findings(replace(KEY, in_organization=True), Balance(Decimal(1), Decimal(1)), NOW)
    assert none == found(FindingId.NO_CREDIT, Until(None, "account", in_organization=True))


def test_only_the_smallest_low_amount_is_told() -> None:
    (low,) = credit_findings(replace(limited("2.5"), budget=BUDGET), Balance(Decimal(10), Decimal(8)), NOW)
    assert low == found(FindingId.CREDIT_LOW, Until(None, "account"))


def test_a_month_ends_in_december_too() -> None:
    last_day = datetime(2026, 12, 31, 23, 59, tzinfo=UTC).timestamp()
    (finding,) = credit_findings(limited("0", "monthly"), None, last_day)
    assert finding.detail == Until("2027-01-01T00:00:00Z", "key")


@pytest.mark.parametrize(
    "expires_at, severity",
    [
        (None, None),
        ("", None),
        ("never", None),
        ("2026-13-01", None),
        ("2026-12-02T18:00:01Z", None),
        ("2026-12-02T18:00:00Z", Severity.ATTENTION),
        ("2026-12-02T17:59:59.123456789Z", Severity.ATTENTION),
        ("2026-11-25T18:00:01Z", Severity.ATTENTION),
        ("2026-11-25T18:00:00Z", Severity.PROBLEM),
        ("2026-11-25T19:30:00+02:00", Severity.PROBLEM),
        ("2026-11-25T16:30:00-02:00", Severity.ATTENTION),
        ("2026-11-25T17:00:00", Severity.PROBLEM),
        (" 2026-11-25 ", Severity.PROBLEM),
        ("2026-11-26", Severity.ATTENTION),
        ("0001-01-01T00:00:00+14:00", Severity.PROBLEM),
        ("9999-12-31T23:59:59-12:00", None),
    ],
)
def test_a_key_that_ends_soon_is_told(expires_at: str | None, severity: Severity | None) -> None:
    findings = credit_findings(replace(KEY, expires_at=expires_at), RICH, NOW)
    assert [(f.id, f.severity, f.detail) for f in findings] == (
        [(FindingId.KEY_EXPIRED, severity, Until(expires_at))] if severity else []
    )


def test_a_management_key_is_refused() -> None:
    assert credit_findings(replace(KEY, kind=KeyKind.MANAGEMENT), RICH, NOW) == (
        found(FindingId.KEY_IS_MANAGEMENT, NoDetail()),
    )


@given(
    st.none() | st.text() | st.datetimes().map(datetime.isoformat),
    st.none() | st.text(),
    st.none() | amounts,
    st.none() | st.builds(Budget, st.none() | st.text(), st.none(), st.none() | amounts, st.none() | st.text()),
    st.none() | st.builds(Balance, amounts, amounts),
    st.floats(0, 4e9),
)
def test_whatever_the_gateway_says_there_is_an_answer(
    expires_at: str | None,
    limit_reset: str | None,
    remaining: Decimal | None,
    budget: Budget | None,
    balance: Balance | None,
    now: float,
) -> None:
    key = replace(KEY, expires_at=expires_at, limit_reset=limit_reset, limit_remaining=remaining, budget=budget)
    assert isinstance(credit(key, balance), Credit)
    for finding in credit_findings(key, balance, now):
        assert isinstance(finding.detail, Until)
