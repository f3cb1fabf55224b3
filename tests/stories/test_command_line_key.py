"""The command `key`: what is kept is shown without the secret, a key goes from the keychain only, a second one is kept apart."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.secret_ref import KEY, MANAGEMENT
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import child, data_folder, keychain, on_a_new_computer, store_key, stored_key
from tests.stories.computer import JsonObject, World, ids, proven_by_claude, snapshot

NOTHING = {"stored": False, "hint": None, "place": None, "hash": None, "page": None}


@pytest.fixture(autouse=True)
def faults_end_with_the_test(openrouter: PracticeOpenRouter) -> Iterator[None]:
    yield
    openrouter.faults.clear()


def kept(key: str, openrouter: PracticeOpenRouter) -> JsonObject:
    digest = hashlib.sha256(key.encode()).hexdigest()
    page = f"{openrouter.origin}/keys/{digest}"
    return {"stored": True, "hint": f"sk-or-…{key[-4:]}", "place": "keychain", "hash": digest, "page": page}


def keep_management(world: World, key: str) -> tuple[int, JsonObject]:
    good, world.key = world.key, key
    told = world.run("key", "set-management", "--key-stdin")
    world.key = good
    return told


@on_a_new_computer
def test_both_keys_are_shown_by_their_ends(world: World, openrouter: PracticeOpenRouter) -> None:
    assert world.run("key", "show") == (3, {"key": NOTHING, "management": NOTHING})
    store_key(world, world.key)
    management = openrouter.keys["management"]
    assert keep_management(world, management) == (0, {"management": kept(management, openrouter), "blocked": []})
    status, report = world.run("key", "show")
    assert (status, report) == (0, {"key": kept(world.key, openrouter), "management": kept(management, openrouter)})
    said = child(world, "key", "show")
    assert said.stdout.decode() == (
        f"Key that Claude uses: It ends in {world.key[-4:]}. Kept in this computer's keychain.\n"
        f"Management key: It ends in {management[-4:]}. Kept in this computer's keychain.\n"
    )
    assert (said.returncode, said.stderr) == (0, b"")


@on_a_new_computer
def test_a_management_key_opens_the_balance_and_is_sent_nowhere_else(
    world: World, openrouter: PracticeOpenRouter
) -> None:
    store_key(world, openrouter.keys["limited"])
    assert world.run("status")[1]["credit"]["kind"] == "key-limit"
    assert keep_management(world, openrouter.keys["management"])[0] == 0
    openrouter.requests.clear()
    assert world.run("status")[1]["credit"] == {
        "amount": "18.42",
        "kind": "account",
        "currency": "USD",
        "limit": None,
        "resets_at": None,
    }
    asked = {request.path for request in openrouter.requests if request.key == "management"}
    assert asked == {"/api/v1/key", "/api/v1/credits", "/api/v1/activity"}
    openrouter.requests.clear()
    world.run("status", "--offline")
    assert not openrouter.requests


@pytest.mark.parametrize(
    "typed,finding", [("ordinary", "key-is-ordinary"), ("disabled", "key-rejected"), ("\n", "not-a-key")]
)
@on_a_new_computer
def test_what_is_no_management_key_is_not_kept(
    world: World, typed: str, finding: str, openrouter: PracticeOpenRouter
) -> None:
    store_key(world, world.key)
    assert keep_management(world, openrouter.keys["management"])[0] == 0
    before = keychain(world).get(MANAGEMENT)
    status, report = keep_management(world, openrouter.keys.get(typed, typed))
    assert (status, ids(report, "blocked")) == (3, {finding})
    assert keychain(world).get(MANAGEMENT) == before


@on_a_new_computer
def test_one_of_another_account_is_refused(world: World, openrouter: PracticeOpenRouter) -> None:
    """In practice, the team's key belongs to an organisation, and the management key to a person."""
    store_key(world, openrouter.keys["team"])
    status, report = keep_management(world, openrouter.keys["management"])
    assert (status, ids(report, "blocked")) == (1, {"management-key-rejected"})
    assert keychain(world).get(MANAGEMENT) is None


@on_a_new_computer
def test_offline_nothing_is_kept(world: World, openrouter: PracticeOpenRouter) -> None:
    openrouter.faults.set("closed-connection", True)
    status, report = keep_management(world, openrouter.keys["management"])
    assert (status, ids(report, "blocked")) == (4, {"gateway-unreachable"})
    assert keychain(world).get(MANAGEMENT) is None


@on_a_new_computer
def test_a_revoked_management_key_is_told_and_hides_nothing(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    keychain(world).set(MANAGEMENT, openrouter.keys["disabled"])
    status, report = world.run("status")
    assert status == 1
    assert "management-key-rejected" in ids(report)
    assert "key-rejected" not in ids(report)
    assert (report["key"]["kind"], report["credit"]["amount"]) == ("ordinary", "18.42")
    assert world.run("key", "remove", "--management", "--yes")[0] == 0
    assert "management-key-rejected" not in ids(world.run("status")[1])


@on_a_new_computer
def test_a_removed_key_is_gone_while_claude_runs_and_its_settings_stay(
    world: World, openrouter: PracticeOpenRouter
) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    proven_by_claude(world)
    assert keep_management(world, openrouter.keys["management"])[0] == 0
    before = snapshot(world.home)
    asked = child(world, "key", "remove")
    assert (asked.returncode, stored_key(world)) == (2, world.key)
    assert "Then it can't answer until you connect a key again." in asked.stderr.decode()
    assert world.run("key", "remove", "--yes") == (0, {"key": NOTHING, "blocked": []})
    assert stored_key(world) is None
    assert keychain(world).get(MANAGEMENT) == openrouter.keys["management"]
    assert snapshot(world.home) == before
    status, report = world.run("status")
    assert (status, "key-missing" in ids(report)) == (3, True)
    assert world.run("key", "remove", "--yes") == (0, {"key": NOTHING, "blocked": []})
    assert world.run("setup", "--yes", "--key-stdin")[0] == 0
    proven_by_claude(world)


@on_a_new_computer
def test_claude_never_gets_a_management_key(world: World, openrouter: PracticeOpenRouter) -> None:
    """Neither from the helper, nor from its settings, also where there is no other key."""
    world.behave(rewrites=True)
    management = openrouter.keys["management"]
    assert world.set_up()[0] == 0
    assert keep_management(world, management)[0] == 0
    helper = data_folder(world) / "bin/gateway-credential"
    assert handed_over(helper) == (0, world.key)
    assert world.run("repair", "--yes")[0] == 0
    world.end_claude()
    world.open_claude_again()
    assert world.claude()["key_sha256"] == hashlib.sha256(world.key.encode()).hexdigest()
    keychain(world).delete(KEY)
    assert handed_over(helper) == (1, "")
    holding = {path for path in world.folder.rglob("*") if path.is_file() and management.encode() in path.read_bytes()}
    assert holding == {data_folder(world) / "practice-keychain.json"}
    world.run("setup", "--yes")
    assert keychain(world).get(KEY) is None
    report = json.dumps([world.run("key", "show"), world.run("status")])
    assert management not in report


def handed_over(helper: Path) -> tuple[int, str]:
    done = subprocess.run([helper], capture_output=True, check=False, text=True, env={})
    return done.returncode, done.stdout


@on_a_new_computer
def test_of_a_replaced_key_it_is_said_that_it_lives_on(world: World, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    again = child(world, "setup", "--yes", "--key-stdin", typed=world.key.encode())
    assert "Replacing a key" not in again.stdout.decode()
    done = child(world, "setup", "--yes", "--key-stdin", typed=openrouter.keys["limited"].encode())
    said = done.stdout.decode().splitlines()
    digest = hashlib.sha256(world.key.encode()).hexdigest()
    first = f"The old one ends in {world.key[-4:]}. Claude may use it for up to an hour."
    assert said[-3:] == [
        "Replacing a key doesn't delete it at OpenRouter",
        f"{first} Restart Claude Desktop first, then delete it.",
        f"{openrouter.origin}/keys/{digest}",
    ]
    assert done.returncode == 0


@pytest.mark.parametrize(
    "arguments", [(), ("burn",), ("set-management",), ("show", "--yes"), ("remove", "--key-stdin")], ids=str
)
@on_a_new_computer
def test_wrong_usage(world: World, arguments: tuple[str, ...]) -> None:
    assert child(world, "key", *arguments).returncode == 2
