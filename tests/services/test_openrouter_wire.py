"""Money is exact, and no value of any optional member breaks what the others say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.model import Balance, Budget, Incident, KeyKind, Model
from app.services.openrouter_wire import balance, gateway_error, incidents, key_info, model_count, models_page

KEY: dict[str, object] = {
    "label": "sk-or-v1-abc...123",
    "usage": 1,
    "usage_daily": 2,
    "usage_weekly": 3,
    "usage_monthly": 4,
    "limit": 5,
    "limit_remaining": 6,
    "limit_reset": "daily",
    "is_management_key": False,
    "is_provisioning_key": False,
    "expires_at": "2026-12-01T00:00:00Z",
    "organization_id": None,
    "workspace_id": None,
    "budgets": [],
    "effective_budget": {"scope": "member", "limit_usd": 7, "remaining_usd": 8, "resets_at": "2026-12-01"},
}
ROW: dict[str, object] = {
    "id": "anthropic/claude-sonnet-4.6",
    "name": "Anthropic: Claude Sonnet 4.6",
    "created": 1771342990,
    "context_length": 1000000,
    "pricing": {"prompt": "0.000003", "completion": "0.000015"},
    "expiration_date": None,
    "alias_target": None,
}
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["-1", "NaN", "1e999999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
).filter(lambda value: "NaN" not in (text := json.dumps(value)) and "Infinity" not in text)


def body(data: object, **more: object) -> bytes:
    return json.dumps({"data": data, **more}).encode()


def without(members: dict[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in members.items() if name not in names}


@pytest.mark.parametrize(
    "text, amount",
    [
        ("0.1", "0.1"),
        ("41.580000000000002", "41.580000000000002"),
        ("0.12345678901234567890123456789", "0.12345678901234567890123456789"),
        ("1e-7", "1E-7"),
        ("3", "3"),
        ("-0.37", "-0.37"),
        ('"0.1"', "0.1"),
        ("0e999999999", "0"),
        ("1e-999999999", "0"),
        ("999999999999999", "999999999999999"),
        ("1e15", None),
        ("1e999999999", None),
        ('"NaN"', None),
        ('"Infinity"', None),
        ('""', None),
        ("null", None),
        ("true", None),
        ("[1]", None),
    ],
)
def test_money_is_exact_or_unknown(text: str, amount: str | None) -> None:
    info = key_info(b'{"data": {"usage": 0, "limit": %b}}' % text.encode())
    assert info is not None
    assert (None if info.limit is None else str(info.limit)) == amount


def test_only_the_usage_proves_a_key() -> None:
    info = key_info(body({"usage": 0.5}))
    assert info is not None
    assert (info.usage, info.usage_monthly) == (Decimal("0.5"), Decimal(0))
    assert (info.limit, info.limit_remaining, info.kind) == (None, None, KeyKind.ORDINARY)
    assert key_info(body(without(KEY, "usage"))) is None


@pytest.mark.parametrize(
    "told, kind",
    [
        ({"is_management_key": True}, KeyKind.MANAGEMENT),
        ({"is_provisioning_key": True}, KeyKind.MANAGEMENT),
        ({"is_management_key": "yes"}, KeyKind.ORDINARY),
        ({}, KeyKind.ORDINARY),
    ],
)
def test_the_kind_of_a_key(told: dict[str, object], kind: KeyKind) -> None:
    info = key_info(body({"usage": 0} | told))
    assert info is not None
    assert info.kind is kind


@pytest.mark.parametrize(
    "told, member", [({"organization_id": "org"}, True), ({"workspace_id": "ws"}, True), ({"workspace_id": ""}, False)]
)
def test_a_teams_key_is_known_by_its_ids(told: dict[str, object], *, member: bool) -> None:
    info = key_info(body(KEY | told))
    assert info is not None
    assert info.in_organization == member


@pytest.mark.parametrize("told", [None, {}, [], "none", 3, {"scope": 7}])
def test_a_budget_that_says_nothing_is_none(told: object) -> None:
    info = key_info(body(KEY | {"effective_budget": told}))
    assert info is not None
    assert info.budget is None


def test_a_budget_may_be_told_in_part() -> None:
    info = key_info(body(KEY | {"effective_budget": {"scope": None, "limit_usd": "x", "remaining_usd": 1}}))
    assert info is not None
    assert info.budget == Budget(None, None, Decimal(1), None)


DEPENDENT = {"effective_budget": {"budget"}, "budgets": set(), "new": set()}
DEPENDENT |= {name: {name} for name in ("limit", "limit_remaining", "limit_reset", "expires_at")}
DEPENDENT |= {name: {name} for name in ("usage_daily", "usage_weekly", "usage_monthly")}
DEPENDENT |= {"is_management_key": {"kind"}, "is_provisioning_key": {"kind"}, "creator_user_id": {"owner"}}
DEPENDENT |= {name: {"in_organization", "owner"} for name in ("organization_id", "workspace_id")}


@given(st.sampled_from(sorted(DEPENDENT)), values)
def test_an_odd_member_spoils_no_other(name: str, value: object) -> None:
    usual, odd = key_info(body(KEY)), key_info(body(KEY | {name: value}))
    assert usual is not None
    assert odd is not None
    differing = {f.name for f in fields(usual) if getattr(usual, f.name) != getattr(odd, f.name)}
    assert differing <= DEPENDENT[name]


@given(values, values)
def test_a_balance_is_two_amounts_or_unknown(credits: object, usage: object) -> None:
    told = balance(body({"total_credits": credits, "total_usage": usage}))
    assert told is None or (told.total_credits.is_finite() and told.total_usage.is_finite())
    assert balance(body({"total_credits": 60, "total_usage": 41.58})) == Balance(Decimal(60), Decimal("41.58"))


@given(st.sampled_from(["context_length", "pricing", "expiration_date", "alias_target", "new"]), values)
def test_an_odd_member_keeps_no_model_back(name: str, value: object) -> None:
    page = models_page(body([ROW | {name: value}, ROW]))
    assert page is not None
    odd, usual = page.models
    assert usual == Model(
        id="anthropic/claude-sonnet-4.6",
        name="Anthropic: Claude Sonnet 4.6",
        created=1771342990,
        context_length=1000000,
        prompt_price=Decimal("0.000003"),
        completion_price=Decimal("0.000015"),
    )
    assert (odd.id, odd.name, odd.created) == (usual.id, usual.name, usual.created)


@pytest.mark.parametrize("price, shown", [("-1", None), (-1, None), ("0", 0), ("0.1", Decimal("0.1")), ("free", None)])
def test_a_price_is_a_number_free_or_decided_later(price: object, shown: Decimal | None) -> None:
    page = models_page(body([ROW | {"pricing": {"prompt": price}}]))
    assert page is not None
    assert page.models[0].prompt_price == shown


@pytest.mark.parametrize(
    "row",
    [
        None,
        1,
        "x",
        [],
        {},
        *(without(ROW, n) for n in ("id", "name", "created")),
        ROW | {"id": 1},
        ROW | {"created": "1"},
    ],
)
def test_a_row_that_is_no_model_is_left_out(row: object) -> None:
    page = models_page(body([row, ROW]))
    assert page is not None
    assert len(page.models) == 1


@pytest.mark.parametrize(
    "links, next", [({"next": "/x"}, "/x"), ({"next": None}, None), ({}, None), ([], None), ("", None)]
)
def test_more_pages_are_told_by_a_link(links: object, next: str | None) -> None:
    page = models_page(body([], links=links))
    assert page is not None
    assert page.next == next


@pytest.mark.parametrize("data", [None, {}, "x", 1])
def test_no_list_is_no_list_of_models(data: object) -> None:
    assert models_page(body(data)) is None


@pytest.mark.parametrize(
    "text, shown",
    [
        (r"half an emoji \ud83d", "half an emoji \ufffd"),
        (r"\ude00 the other half", "\ufffd the other half"),
        (r"\ud83d\ude00 a whole one", "\N{GRINNING FACE} a whole one"),
        (r"\\ud83d no emoji at all", r"\ud83d no emoji at all"),
        (r"\ud83d\ud83d\ude00", "\ufffd\N{GRINNING FACE}"),
    ],
)
def test_a_text_cut_in_the_middle_of_an_emoji_is_read(text: str, shown: str) -> None:
    page = models_page(b'{"data": [{"id": "a", "name": "%b", "created": 1}]}' % text.encode())
    assert page is not None
    assert page.models[0].name == shown


OPEN = {"title": "Slow", "resolved": False, "currentStatus": "brand-new-word"}


@pytest.mark.parametrize(
    "feed, told",
    [
        ({"incidents": []}, ()),
        ({"incidents": [OPEN, OPEN | {"resolved": True}]}, (Incident("Slow"),)),
        ({"incidents": [OPEN | {"resolved": None}]}, None),
        ({"incidents": [OPEN | {"title": None}]}, None),
        ({"incidents": [without(OPEN, "resolved")]}, None),
        ({"incidents": None}, None),
        ({"components": []}, None),
        ([], None),
    ],
)
def test_a_surprise_in_the_status_feed_is_unknown(feed: object, told: tuple[Incident, ...] | None) -> None:
    assert incidents(json.dumps(feed).encode()) == told


@given(st.binary() | values.map(lambda value: json.dumps(value).encode()) | values.map(body))
def test_no_answer_raises(answer: bytes) -> None:
    readers: tuple[Callable[[bytes], object], ...] = (
        key_info,
        balance,
        model_count,
        models_page,
        incidents,
        gateway_error,
    )
    for read in readers:
        read(answer)


@given(values, values, values)
def test_no_error_raises(code: object, message: object, type: object) -> None:
    told = gateway_error(json.dumps({"error": {"code": code, "message": message, "type": type}}).encode())
    assert (told is not None) == (isinstance(message, str) and message != "")
    assert told is None or told.status is None or 400 <= told.status < 600
