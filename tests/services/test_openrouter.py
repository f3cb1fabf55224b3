"""The client against the practice OpenRouter: what every answer tells, and that the key goes nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.domain.errors import AppError
from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey, Balance, Incident, KeyKind
from app.practice.openrouter import PracticeOpenRouter
from app.services.openrouter import OpenRouter
from tests.services.asking import finding_of, gateway

pytestmark = pytest.mark.anyio

KEY_PATH = "GET /api/v1/key"


@pytest.fixture
def practice() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


@pytest.fixture
def key(practice: PracticeOpenRouter) -> ApiKey:
    return ApiKey(practice.keys["ordinary"])


async def test_a_key_is_described_exactly(practice: PracticeOpenRouter, key: ApiKey) -> None:
    async with gateway(practice.origin) as openrouter:
        info, latency = await openrouter.key(key)
    assert latency > 0
    assert info.kind is KeyKind.ORDINARY
    assert (info.limit, info.limit_remaining, info.limit_reset) == (None, None, None)
    spent = (info.usage, info.usage_daily, info.usage_weekly, info.usage_monthly)
    assert spent == (Decimal("41.58"), Decimal("2.25"), Decimal("11.4"), Decimal("39.05"))
    assert not info.in_organization
    assert info.budget is None


async def test_each_kind_of_key_is_told_apart(practice: PracticeOpenRouter) -> None:
    async with gateway(practice.origin) as openrouter:
        told = {
            kind: (await openrouter.key(ApiKey(practice.keys[kind])))[0] for kind in ("management", "limited", "team")
        }
    assert told["management"].kind is KeyKind.MANAGEMENT
    limited = told["limited"]
    assert (limited.limit, limited.limit_remaining) == (Decimal(25), Decimal("3.1"))
    assert limited.limit_reset == "monthly"
    team = told["team"]
    assert team.in_organization
    assert team.budget is not None
    assert team.budget.scope == "member"
    assert (team.budget.limit, team.budget.remaining) == (Decimal(50), Decimal("12.34"))
    assert team.budget.resets_at is not None


async def test_the_balance_in_all_its_shapes(practice: PracticeOpenRouter, key: ApiKey) -> None:
    known = Balance(Decimal(60), Decimal("41.58"))
    async with gateway(practice.origin) as openrouter:
        assert await openrouter.balance(key) == known
        assert await openrouter.balance(ApiKey(practice.keys["limited"])) is None
        practice.faults.set("credits-403", True)
        assert await openrouter.balance(key) is None
        assert await openrouter.balance(ApiKey(practice.keys["management"])) == known
        practice.faults.set("credit-zero-shape", True)
        assert await openrouter.balance(key) == Balance(Decimal(0), Decimal(0))
        practice.faults.set("key-rejected", True)
        finding = await finding_of(openrouter.balance(key), key)
    assert finding.id is FindingId.KEY_REJECTED


async def test_every_model_is_read_with_exact_prices(practice: PracticeOpenRouter, key: ApiKey) -> None:
    async with gateway(practice.origin) as openrouter:
        models = {model.id: model for model in await openrouter.models(key)}
    assert len(models) == 500
    haiku = models["anthropic/claude-3-haiku"]
    assert (haiku.name, haiku.created, haiku.context_length) == ("Anthropic: Claude 3 Haiku", 1710288000, 200000)
    assert (haiku.prompt_price, haiku.completion_price) == (Decimal("0.00000025"), Decimal("0.00000125"))
    assert (haiku.expires_on, haiku.alias_of) == ("2027-01-31", None)
    assert models["openrouter/auto"].prompt_price is None
    assert models["openai/gpt-5.2:free"].prompt_price == 0
    assert models["~anthropic/claude-opus-latest"].alias_of == "anthropic/claude-opus-4.7"


async def test_the_public_list_is_asked_for_without_the_key(practice: PracticeOpenRouter, key: ApiKey) -> None:
    async with gateway(practice.origin) as openrouter:
        assert await openrouter.all_models() == await openrouter.models(key)
    assert [(r.path, r.authorization) for r in practice.requests] == [
        ("/api/v1/models", False),
        ("/api/v1/models/user", True),
    ]


async def test_whether_it_can_be_reached_needs_no_key(practice: PracticeOpenRouter, key: ApiKey) -> None:
    async with gateway(practice.origin) as openrouter:
        assert await openrouter.reach() > 0
        practice.faults.set("captive-html", True)
        finding = await finding_of(openrouter.reach(), key)
    assert (finding.id, finding.detail) == (FindingId.GATEWAY_INTERCEPTED, Because(Reason.HTML))
    assert not any(request.authorization for request in practice.requests)


async def test_incidents_are_known_or_unknown_but_never_an_error(practice: PracticeOpenRouter) -> None:
    async with gateway(practice.origin) as openrouter:
        assert await openrouter.incidents() == ()
        practice.faults.set("incident", "Elevated errors")
        assert await openrouter.incidents() == (Incident("Elevated errors"),)
        for surprise in ("status-feed-shape", "captive-html", "redirect-other-host", "server-error"):
            practice.faults.set(surprise, True)
            assert await openrouter.incidents() is None
            practice.faults.clear(surprise)
        practice.stop()
        assert await openrouter.incidents() is None
    assert not any(request.authorization for request in practice.requests)


async def test_a_gateway_without_a_status_page_has_unknown_incidents() -> None:
    async with OpenRouter("https://gateway.invalid/api") as openrouter:
        assert await openrouter.incidents() is None


@pytest.mark.parametrize("shape", ["missing-optional", "unknown-enums", "extra-fields"])
async def test_what_is_new_or_missing_breaks_nothing(practice: PracticeOpenRouter, shape: str) -> None:
    key = ApiKey(practice.keys["team"])
    practice.faults.set(shape, {"path": ["/v1", "/status/config.json"]})
    practice.faults.set("credits-200", True)
    async with gateway(practice.origin) as openrouter:
        info, _ = await openrouter.key(key)
        assert info.usage == Decimal("37.66")
        assert (info.budget is None) == (shape == "missing-optional")
        assert await openrouter.balance(key) is not None
        assert len(await openrouter.models(key)) == 500
        assert await openrouter.incidents() == ()


async def test_a_redirect_is_not_followed(practice: PracticeOpenRouter, key: ApiKey) -> None:
    practice.faults.set("redirect-other-host", True)
    async with gateway(practice.origin) as openrouter:
        await finding_of(openrouter.key(key), key)
    assert {request.host for request in practice.requests} == {practice.origin.removeprefix("http://")}
    assert practice.counts == {KEY_PATH: 1}


@pytest.mark.parametrize("text", ["", "sk-or-v1-\n", "sk or", "sk-or-v1-\N{CYRILLIC SMALL LETTER A}", "a\0b"])
async def test_what_cannot_be_a_key_is_not_sent(practice: PracticeOpenRouter, text: str) -> None:
    async with gateway(practice.origin) as openrouter:
        with pytest.raises(AppError) as caught:
            await openrouter.key(ApiKey(text))
    assert caught.value.finding.id is FindingId.NOT_A_KEY
    assert not practice.requests


async def test_the_key_is_in_no_log(
    practice: PracticeOpenRouter, key: ApiKey, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with gateway(practice.origin) as openrouter:
        await openrouter.key(key)
        practice.faults.set("key-rejected", True)
        await finding_of(openrouter.key(key), key)
    assert "/api/v1/key" in caplog.text
    assert key.reveal() not in caplog.text


async def test_questions_can_be_asked_at_the_same_time(practice: PracticeOpenRouter, key: ApiKey) -> None:
    async with gateway(practice.origin) as openrouter:
        (info, _), balance, models = await asyncio.gather(
            openrouter.key(key), openrouter.balance(key), openrouter.models(key)
        )
    assert info.usage == Decimal("41.58")
    assert balance is not None
    assert len(models) == 500
