"""Whatever breaks after a setup: status names it, repair mends it, Claude proves it, and a second repair finds nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.practice.claude_behaviour import read_behaviour, write_behaviour
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.computer import World, ids, proven_by_claude, snapshot
from tests.stories.helper_process import complaint, run
from tests.stories.starting_states import (
    BY_HAND,
    GATEWAY_CONFIG,
    META,
    NORMAL_CONFIG,
    OWN,
    RICH,
    State,
    pretty,
    profile,
)

Start = State("rich", {GATEWAY_CONFIG: pretty(RICH), NORMAL_CONFIG: pretty(RICH), profile(BY_HAND): b"{}"})


def edit(world: World, name: str, **members: object) -> None:
    """Sets members of a settings file as another tool would; None takes one out."""
    path = world.home / name
    document = json.loads(path.read_text()) | members
    path.write_bytes(pretty({key: value for key, value in document.items() if value is not None}))


def library_without_ours(world: World) -> None:
    edit(world, META, entries=[], appliedId=None)


def another_tool_applied(world: World) -> None:
    entries = json.loads((world.home / META).read_text())["entries"]
    edit(world, META, entries=[*entries, {"id": BY_HAND, "name": "Ollama"}], appliedId=BY_HAND)


def misspelt_entry(world: World) -> None:
    entries = json.loads((world.home / META).read_text())["entries"]
    edit(world, META, entries=[{**entry, "id": entry["id"].upper()} for entry in entries])


def launcher(world: World) -> Path:
    return Path(world.environment["GATEWAY_COMPANION_HOME"]) / "bin" / "gateway-credential"


def launcher_of_a_moved_program(world: World) -> None:
    """As one is that was written before the program moved; it says so itself."""
    text = launcher(world).read_text()
    launcher(world).write_text(text.replace(sys.executable, "/opt/old/python"))
    line = complaint(run([launcher(world)], {}))
    assert line.startswith("Gateway Companion is no longer at its place.")


def stale_cache(world: World) -> None:
    (world.home / ".config/Claude-3p/Cache").mkdir()
    behaviour = world.folder / "claude-desktop/behaviour.json"
    write_behaviour(behaviour, replace(read_behaviour(behaviour), stale_cache=True))
    reopen(world)


def reopen(world: World) -> None:
    """As a person does: Claude reads its settings, also the broken ones."""
    launches = world.claude()["launches"]
    world.end_claude()
    world.platform.start(world.program)
    world.launched(launches + 1)


@dataclass(frozen=True, slots=True)
class Damage:
    finding: str
    do: Callable[[World], object]

    def __str__(self) -> str:
        return self.finding


DAMAGES = [
    Damage("profile-missing", lambda world: (world.home / OWN).unlink()),
    Damage("profile-missing", library_without_ours),
    Damage("profile-not-applied", another_tool_applied),
    Damage("profile-not-applied", lambda world: edit(world, META, appliedId=None)),
    Damage("profile-changed", lambda world: edit(world, OWN, inferenceModels=[{"name": "anthropic/claude-opus-4.5"}])),
    Damage("profile-changed", lambda world: edit(world, OWN, modelDiscoveryEnabled=True)),
    Damage("profile-changed", lambda world: edit(world, GATEWAY_CONFIG, deploymentMode=None)),
    Damage("gateway-url-wrong", lambda world: edit(world, OWN, inferenceGatewayBaseUrl="https://example.com/v1/")),
    Damage("auth-scheme-wrong", lambda world: edit(world, OWN, inferenceGatewayAuthScheme="x-api-key")),
    Damage("hybrid-pointer", lambda world: edit(world, META, hybridPointer="x")),
    Damage("mode-is-first-party", lambda world: edit(world, GATEWAY_CONFIG, deploymentMode="1p")),
    Damage("mode-is-first-party", lambda world: edit(world, NORMAL_CONFIG, deploymentMode="1p")),
    Damage("bad-entry-id", misspelt_entry),
    Damage("credential-missing", lambda world: edit(world, OWN, inferenceCredentialHelper=None)),
    Damage("key-in-clear", lambda world: edit(world, OWN, inferenceGatewayApiKey="sk-or-v1-left-over")),
    Damage("helper-missing", lambda world: launcher(world).unlink()),
    Damage("helper-missing", lambda world: launcher(world).chmod(0o600)),
    Damage("helper-missing", lambda world: launcher(world).chmod(0o777)),
    Damage("helper-missing", lambda world: launcher(world).parent.chmod(0o777)),
    Damage("helper-missing", lambda world: launcher(world).parents[1].chmod(0o777)),
    Damage("helper-missing", launcher_of_a_moved_program),
    Damage("stale-model-cache", stale_cache),
]


@pytest.mark.parametrize("damage", DAMAGES, ids=str)
@pytest.mark.parametrize("world", [Start], indirect=True, ids=str)
def test_repair_mends_it_and_a_second_one_changes_nothing(world: World, damage: Damage) -> None:
    world.behave(rewrites=False)
    assert world.set_up()[0] == 0
    world.launched(1)
    damage.do(world)

    status, report = world.run("status")
    assert damage.finding in ids(report)
    assert all(f["repairable"] for f in report["findings"] if f["severity"] != "info"), report
    assert (status, report["healthy"]) == (1, False)

    status, report = world.run("repair", "--yes")
    assert (status, report["applied"]) == (0, True), report
    proven_by_claude(world)
    status, report = world.run("status")
    assert (status, report["healthy"]) == (0, True), report

    mended = snapshot(world.home)
    status, report = world.run("repair", "--yes")
    assert (status, report["applied"]) == (0, False)
    assert snapshot(world.home) == mended


@pytest.mark.parametrize("world", [Start], indirect=True, ids=str)
def test_undo_after_a_repair_keeps_what_a_person_added_between(world: World) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    world.launched(1)
    world.end_claude()
    edit(world, GATEWAY_CONFIG, deploymentMode="1p", addedByPerson=[1, 2])
    assert world.run("repair", "--yes")[0] == 0
    assert world.run("undo", "--yes")[0] == 0
    assert json.loads((world.home / GATEWAY_CONFIG).read_text()) == {**RICH, "addedByPerson": [1, 2]}


@pytest.mark.parametrize("world", [Start], indirect=True, ids=str)
def test_a_model_that_went_away_is_replaced_by_its_nearest(world: World, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    status, _ = world.run("setup", "--yes", "--key-stdin", "--model", "anthropic/claude-sonnet-4.5")
    assert status == 0
    openrouter.faults.set("model-gone", "anthropic/claude-sonnet-4.5")
    try:
        assert "models-unavailable" in ids(world.run("status")[1])
        status, report = world.run("repair", "--yes")
        assert status == 0, report
        shown = world.run("status")[1]["models"]
        assert shown["default"] == "anthropic/claude-sonnet-4.6"
        proven_by_claude(world)
    finally:
        openrouter.faults.clear("model-gone")


@pytest.mark.parametrize("world", [Start], indirect=True, ids=str)
def test_opened_before_the_settings_were_written_wants_a_restart(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    world.end_claude()
    assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    assert world.claude()["launches"] == 1
    journal = Path(world.environment["GATEWAY_COMPANION_HOME"]) / "journal/journal.json"
    world.platform.start(world.program)
    world.launched(2)
    later = json.loads(journal.read_text())
    later["data"]["written_at"] += 3600
    journal.write_text(json.dumps(later))
    status, report = world.run("status")
    assert (status, ids(report)) == (1, {"restart-needed"})
    later["data"]["written_at"] -= 3600
    journal.write_text(json.dumps(later))
    assert world.run("status")[0] == 0
