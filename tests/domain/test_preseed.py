"""What an IT department prepares: each member alone, all of them, and what cannot be used."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from app.domain.gateway_address import DEFAULT_BASE_URL
from app.domain.goal import LOW_BELOW, ChosenModel, Goal, Handover, Tier
from app.domain.preseed import MEMBERS, Preseed, PreseedError, read

SONNET, HAIKU = "anthropic/claude-sonnet-4.6", "anthropic/claude-haiku-4.5"


def said(**members: object) -> bytes:
    return json.dumps(members).encode()


@pytest.mark.parametrize(
    "data, preseed",
    [
        (b"{}", Preseed()),
        (b"\xef\xbb\xbf{}", Preseed()),
        (said(gateway="https://gateway.example/api/"), Preseed(base_url="https://gateway.example/api")),
        (said(gateway="https://openrouter.ai/api/v1"), Preseed(base_url=DEFAULT_BASE_URL)),
        (said(models=[SONNET, HAIKU, SONNET]), Preseed(models=(SONNET, HAIKU))),
        (said(handover="static"), Preseed(handover=Handover.STATIC)),
        (said(low_credit_usd=5), Preseed(low_below=Decimal(5))),
        (b'{"low_credit_usd": 2.50}', Preseed(low_below=Decimal("2.5"))),
        (said(low_credit_usd=0), Preseed(low_below=Decimal(0))),
        (said(**{"$schema": "preseed.schema.json"}), Preseed()),
        (said(modles=[], geteway=1), Preseed(unknown=("modles", "geteway"))),
    ],
)
def test_what_is_said(data: bytes, preseed: Preseed) -> None:
    assert read(data) == preseed


@pytest.mark.parametrize(
    "member, values",
    [
        ("gateway", ["http://gateway.example/api", "ftp://x", "gateway.example", "https://a:b@c/", "", None, 1, []]),
        ("models", [[], [SONNET, 1], [SONNET, "openai/gpt-5"], ["openrouter/auto"], SONNET, None, [SONNET] * 101]),
        ("models", [["anthropic/claude\n"], [""]]),
        ("handover", ["keychain", "", None, True]),
        ("low_credit_usd", ["5", -1, None, True, [], 1_000_001, 1e400, -0.01]),
    ],
)
def test_what_cannot_be_used_is_named(member: str, values: list[object]) -> None:
    for value in values:
        text = json.dumps({"gateway": DEFAULT_BASE_URL, member: value}).replace("Infinity", "1e400")
        with pytest.raises(PreseedError) as error:
            read(text.encode())
        assert (error.value.member, error.value.line) == (member, None), value


@pytest.mark.parametrize(
    "data, line", [(b"", 1), (b"[]", 1), (b'"text"', 1), (b"{\n  // no\n}", 2), (b'{"a": 1,\n}', 2), (b"{\n\xff}", 2)]
)
def test_what_is_no_such_text_is_told_by_its_line(data: bytes, line: int) -> None:
    with pytest.raises(PreseedError) as error:
        read(data)
    assert (error.value.member, error.value.line) == ("", line)


def test_it_makes_the_first_goal() -> None:
    preseed = Preseed(models=(SONNET, HAIKU), low_below=Decimal(5))
    assert preseed.goal("https://gateway.example/api", Handover.STATIC) == Goal(
        "https://gateway.example/api",
        (ChosenModel(SONNET, SONNET, Tier.SONNET), ChosenModel(HAIKU, HAIKU, Tier.HAIKU)),
        Handover.STATIC,
        Decimal(5),
    )
    assert Preseed().goal(DEFAULT_BASE_URL, Handover.HELPER) == Goal(low_below=LOW_BELOW)


def test_all_members_are_known() -> None:
    assert frozenset({"gateway", "models", "handover", "low_credit_usd", "$schema"}) == MEMBERS
