"""One look at the gateway with two keys: the second one only ever adds, and goes nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.findings import Because, Finding, FindingId, Reason
from app.domain.model import ApiKey, Balance, DaySpent, KeyInfo, KeyKind
from app.practice.openrouter import PracticeOpenRouter
from app.services.gateway_look import look_at_gateway, of_another_account
from tests.services.asking import finding_of, gateway

pytestmark = pytest.mark.anyio
D = Decimal
KNOWN = Balance(D(60), D("41.58"))


@pytest.fixture
def practice() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


def giving(key: str | None) -> Callable[[], Awaitable[ApiKey | None]]:
    async def management() -> ApiKey | None:
        return ApiKey(key) if key else None

    return management


def key(practice: PracticeOpenRouter, kind: str) -> ApiKey:
    return ApiKey(practice.keys[kind])


def total(activity: tuple[DaySpent, ...] | Finding | None) -> Decimal:
    assert isinstance(activity, tuple)
    return sum((day.amount for day in activity), D(0))


async def test_the_activity_is_that_of_claudes_key(practice: PracticeOpenRouter) -> None:
    management, limited = key(practice, "management"), key(practice, "limited")
    async with gateway(practice.origin) as openrouter:
        assert total(await openrouter.activity(management, limited.digest)) == D("21.15")
        assert await openrouter.activity(management, key(practice, "free").digest) == ()
        assert await openrouter.activity(management, ApiKey("somebody else's").digest) is None
        assert await openrouter.activity(limited, limited.digest) is None
        practice.faults.set("captive-html", True)
        finding = await finding_of(openrouter.activity(management, limited.digest), management)
    assert finding.id is FindingId.GATEWAY_INTERCEPTED


async def test_a_management_key_adds_what_an_ordinary_one_may_not_know(practice: PracticeOpenRouter) -> None:
    base_url, limited = f"{practice.origin}/api", key(practice, "limited")
    alone = await look_at_gateway(base_url, limited, giving(None))
    assert (alone.balance, alone.activity, alone.management) == (None, None, None)
    both = await look_at_gateway(base_url, limited, giving(practice.keys["management"]))
    assert both.balance == KNOWN
    assert total(both.activity) == D("21.15")
    assert both.management is None
    assert (both.key, both.models) == (alone.key, alone.models)


@pytest.mark.parametrize(
    "kind,reason", [("disabled", Reason.AUTH_FAILED), ("expired", Reason.AUTH_FAILED), ("ordinary", Reason.OTHER_KIND)]
)
async def test_a_useless_one_hides_nothing(practice: PracticeOpenRouter, kind: str, reason: Reason) -> None:
    base_url, ordinary = f"{practice.origin}/api", key(practice, "no_credit")
    alone = await look_at_gateway(base_url, ordinary)
    both = await look_at_gateway(base_url, ordinary, giving(practice.keys[kind]))
    assert both.management is not None
    assert both.management.id is FindingId.MANAGEMENT_KEY_REJECTED
    assert isinstance(both.management.detail, Because)
    assert both.management.detail.reason is reason
    assert replace(both, latency=None, activity=None, management=None) == replace(alone, latency=None)
    assert isinstance(both.key, KeyInfo)


async def test_a_key_that_cannot_be_sent(practice: PracticeOpenRouter) -> None:
    both = await look_at_gateway(f"{practice.origin}/api", key(practice, "ordinary"), giving("two words\n"))
    assert both.management is not None
    assert both.balance == KNOWN


async def test_without_a_key_for_claude_nobody_is_asked_with_the_other(practice: PracticeOpenRouter) -> None:
    await look_at_gateway(f"{practice.origin}/api", None, giving(practice.keys["management"]))
    assert {request.key for request in practice.requests} == {None}


async def test_a_failure_of_the_activity_alone_is_no_finding_of_the_key(practice: PracticeOpenRouter) -> None:
    practice.faults.set("server-error", {"status": 500, "path": "/v1/activity"})
    both = await look_at_gateway(
        f"{practice.origin}/api", key(practice, "limited"), giving(practice.keys["management"])
    )
    assert isinstance(both.activity, Finding)
    assert both.management is None
    assert both.balance == KNOWN
    assert isinstance(both.key, KeyInfo)


KEY = KeyInfo(KeyKind.ORDINARY, None, None, None, D(0), D(0), D(0), D(0))


@pytest.mark.parametrize(
    "management,own,other",
    [
        (None, None, False),
        ("user_1", None, False),
        (None, "user_1", False),
        ("user_1", "user_1", False),
        ("user_1", "user_2", True),
        ("org_1", "user_2", True),
    ],
)
def test_whose_account_it_is(management: str | None, own: str | None, other: bool) -> None:
    assert of_another_account(replace(KEY, owner=management), replace(KEY, owner=own)) is other


async def test_the_balance_of_somebody_else_is_never_shown(practice: PracticeOpenRouter) -> None:
    """In practice, the team's key belongs to an organisation, and the management key to a person."""
    both = await look_at_gateway(f"{practice.origin}/api", key(practice, "team"), giving(practice.keys["management"]))
    assert both.management is not None
    assert both.management.detail == Because(Reason.OTHER_ACCOUNT)
    assert both.balance is None
    assert both.activity == both.management
