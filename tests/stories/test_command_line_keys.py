"""Keys on the command line: garbage, each kind that OpenRouter has, the one that Claude has now, and the credit told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import child, on_a_new_computer, report_of, store_key, stored_key
from tests.stories.computer import World, ids, proven_by_claude, snapshot
from tests.stories.starting_states import OWN


@pytest.fixture(autouse=True)
def faults_end_with_the_test(openrouter: PracticeOpenRouter) -> Iterator[None]:
    yield
    openrouter.faults.clear()


NO_KEYS = {
    "empty": b"",
    "blank": b" \n\t\r\n",
    "quotes only": b"\"''\"",
    "a megabyte of text": b"The quick brown fox. " * 50_000,
    "a megabyte of one word": b"x" * 1_000_000,
    "binary": bytes(range(256)) * 8,
    "letters of another alphabet": "sk-or-v1-ключ".encode(),
    "a control character": b"sk-or-v1-\x00\x07abc",
}


@pytest.mark.parametrize("typed", NO_KEYS.values(), ids=NO_KEYS)
@on_a_new_computer
def test_garbage_is_no_key(world: World, typed: bytes, openrouter: PracticeOpenRouter) -> None:
    before, asked = snapshot(world.home), len(openrouter.requests)
    as_on_a_desktop = {"PYTHONIOENCODING": "utf-8:strict"}
    done = child(world, "setup", "--yes", "--json", "--key-stdin", typed=typed, changes=as_on_a_desktop)
    assert (done.returncode, ids(report_of(done), "blocked")) == (3, {"not-a-key"}), done.stderr
    assert stored_key(world) is None
    assert snapshot(world.home) == before
    assert len(openrouter.requests) == asked


PASTED = {
    "quotes": '"{}"\n',
    "curly quotes": "\u201c{}\u201d",
    "spaces and line ends": "  \r\n{}\r\n\n",
    "a BOM": "\ufeff{}\r\n",
    "a zero-width space": "\u200b{}\u200b",
}


@pytest.mark.parametrize("pasted", PASTED.values(), ids=PASTED)
@on_a_new_computer
def test_a_pasted_key_is_cleaned(world: World, pasted: str) -> None:
    key = world.key
    broken_in_two = f"{key[:30]}\n{key[30:]}"
    world.key = pasted.format(broken_in_two)
    assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    assert stored_key(world) == key


REFUSED = {"management": "key-is-management", "expired": "key-rejected", "disabled": "key-rejected"}


@pytest.mark.parametrize("kind", [*REFUSED, "unknown"])
@on_a_new_computer
def test_a_key_of_the_wrong_kind_is_not_stored(world: World, kind: str, openrouter: PracticeOpenRouter) -> None:
    before = snapshot(world.home)
    good, world.key = world.key, openrouter.keys.get(kind, "sk-or-v1-" + "0" * 64)
    for kept in (None, good):
        if kept is not None:
            store_key(world, kept)
        status, report = world.run("setup", "--yes", "--key-stdin")
        assert (status, report["applied"]) == (3, False)
        assert ids(report, "blocked") == {REFUSED.get(kind, "key-rejected")}
        assert stored_key(world) == kept
    assert snapshot(world.home) == before


@pytest.mark.parametrize("kind, finding", [*REFUSED.items(), ("unknown", "key-rejected")])
@on_a_new_computer
def test_a_stored_key_that_went_bad_is_told(
    world: World, kind: str, finding: str, openrouter: PracticeOpenRouter
) -> None:
    store_key(world, openrouter.keys.get(kind, "sk-or-v1-" + "0" * 64))
    status, report = world.run("status")
    assert status == 3
    assert finding in ids(report)
    assert report["key"]["kind"] == ("management" if kind == "management" else None)
    assert kind == "management" or report["credit"]["amount"] is None
    status, report = world.run("setup", "--yes")
    assert (status, report["applied"]) == (3, False)
    assert finding in ids(report, "blocked")


CREDITS = {
    "ordinary": ("account", "18.42", None),
    "no_credit": ("account", "-0.37", None),
    "limited": ("key-limit", "3.1", "25"),
    "team": ("budget", "12.34", "50"),
    "free": ("usage", "0", None),
}


@pytest.mark.parametrize("kind", CREDITS)
@on_a_new_computer
def test_credit_is_told_by_its_kind(world: World, kind: str, openrouter: PracticeOpenRouter) -> None:
    store_key(world, openrouter.keys[kind])
    _, report = world.run("status")
    credit, (told, amount, limit) = report["credit"], CREDITS[kind]
    assert (credit["kind"], credit["currency"]) == (told, "USD")
    assert Decimal(credit["amount"]) == Decimal(amount)
    assert credit["limit"] == limit
    assert (credit["resets_at"] is not None) == (kind == "team")
    assert report["key"] == {
        "stored": True,
        "hint": report["key"]["hint"],
        "kind": "ordinary",
        "expires_at": None,
    }
    assert openrouter.keys[kind] not in json.dumps(report)
    offline = world.run("status", "--offline")[1]
    assert (offline["credit"]["amount"], offline["credit"]["kind"]) == (None, None)
    assert set(offline["not_checked"]) >= {"gateway", "key", "credit", "models"}


@pytest.mark.parametrize("shape", ["credit-zero-shape", "credits-403"])
@on_a_new_computer
def test_a_balance_that_is_not_known_is_never_zero(world: World, shape: str, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    openrouter.faults.set(shape, True)
    _, report = world.run("status")
    assert report["credit"]["kind"] == "usage"
    assert Decimal(report["credit"]["amount"]) == Decimal("39.05")
    assert not {"no-credit", "credit-low"} & ids(report)


@on_a_new_computer
def test_without_credit_it_is_set_up_and_told(world: World, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    world.key = openrouter.keys["no_credit"]
    status, report = world.set_up()
    assert (status, report["applied"]) == (1, True)
    assert "no-credit" in ids(report)
    assert stored_key(world) == world.key
    assert (world.home / OWN).exists()
    status, report = world.run("status")
    assert (status, report["healthy"]) == (1, False)


@pytest.mark.parametrize("kind", ["limited", "team"])
@on_a_new_computer
def test_keys_with_a_limit_are_as_good(world: World, kind: str, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    world.key = openrouter.keys[kind]
    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world)
