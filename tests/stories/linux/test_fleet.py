"""Claude Desktop run by the settings that an IT department handed out: the person only has a key to set."""

from __future__ import annotations

import hashlib
import json

import pytest

from app.domain.secret_ref import KEY
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import PROGRAM, child, data_folder, on_a_new_computer
from tests.stories.computer import World, ids, snapshot
from tests.stories.linux.fleet import exported, fleet, hand_out, install, keychain, prepare, seen

__all__ = ["fleet"]


@on_a_new_computer
def test_from_the_export_to_a_claude_that_uses_it(fleet: World, openrouter: PracticeOpenRouter) -> None:
    document = exported(fleet, openrouter.origin, install(fleet))
    assert fleet.key not in document.decode()
    hand_out(fleet, document)
    before = snapshot(fleet.home)

    status, report = seen(fleet)
    assert (status, report["gateway"]["base_url"]) == (3, f"{openrouter.origin}/api")
    assert ids(report) == {"managed-by-this", "key-missing", "claude-not-running"}

    status, report = fleet.run("key", "set", "--key-stdin")
    assert (status, report["key"]["stored"], report["blocked"]) == (0, True, [])
    assert keychain(fleet).get(KEY) == fleet.key
    fleet.open_claude()
    told = fleet.claude()
    assert (told["mode"], told["health"], told["key_source"]) == ("gateway", "healthy", "helper")
    assert told["base_url"] == f"{openrouter.origin}/api"
    assert told["key_sha256"] == hashlib.sha256(fleet.key.encode()).hexdigest()
    assert told["models"] == [row["name"] for row in json.loads(document)["inferenceModels"]]

    status, report = seen(fleet)
    assert (status, report["healthy"], report["claude"]["uses_gateway"]) == (0, True, True)
    assert ids(report) == {"managed-by-this"}
    assert report["models"]["shown"] == told["models"]
    written = {name for name in snapshot(fleet.home).keys() - before.keys() if "Claude" not in name}
    assert written == set()


@on_a_new_computer
def test_a_disk_that_is_full_is_told(world: World) -> None:
    full = ("sh", "-c", 'exec "$@" > /dev/full', "sh", *PROGRAM)
    done = child(world, "export", "--format", "json", program=full)
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"There is no space left on the disk." in done.stderr


@on_a_new_computer
def test_nothing_else_is_changed_and_it_is_said_why(fleet: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(fleet, exported(fleet, openrouter.origin, install(fleet)))
    keychain(fleet).set(KEY, fleet.key)
    before = snapshot(fleet.home)
    for arguments in (("setup", "--yes"), ("setup", "--yes", "--key-stdin"), ("handover", "static", "--yes")):
        status, report = fleet.run(*arguments)
        assert (status, report["applied"], ids(report, "blocked")) == (3, False, {"managed-by-this"})
    status, report = fleet.run("repair", "--yes")
    assert (status, report["applied"], ids(report, "blocked")) == (0, False, {"managed-by-this"})
    status, report = fleet.run("undo", "--yes", "--forget-key")
    assert (status, report["blocked"]) == (0, [])
    assert keychain(fleet).get(KEY) is None
    assert snapshot(fleet.home) == before


@on_a_new_computer
def test_what_is_wrong_there_is_for_the_it_department(fleet: World, openrouter: PracticeOpenRouter) -> None:
    helper = install(fleet)
    hand_out(fleet, exported(fleet, openrouter.origin, helper))
    keychain(fleet).set(KEY, fleet.key)
    helper.unlink()
    _, report = seen(fleet)
    (missing,) = (f for f in report["findings"] if f["id"] == "helper-missing")
    assert (missing["repairable"], missing["remedy"]) == (False, "Ask your IT team to install Gateway Companion again.")


@on_a_new_computer
def test_settings_of_somebody_else_are_told_as_before(fleet: World, openrouter: PracticeOpenRouter) -> None:
    values = json.loads(exported(fleet, openrouter.origin, install(fleet)))
    hand_out(fleet, json.dumps({**values, "inferenceCredentialHelper": "/usr/local/bin/corp"}).encode())
    status, report = seen(fleet, "--offline")
    assert (status, "managed-configuration" in ids(report)) == (3, True)


@on_a_new_computer
def test_in_practice_mode_it_is_not_ours(world: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(world, exported(world, openrouter.origin, install(world)))
    status, report = seen(world)
    assert (status, "managed-configuration" in ids(report)) == (3, True)


@on_a_new_computer
def test_what_is_prepared_is_what_a_first_setup_makes(fleet: World, openrouter: PracticeOpenRouter) -> None:
    models = ["anthropic/claude-opus-4.6", "anthropic/claude-haiku-4.5"]
    offered = {row["id"] for row in _models(fleet, openrouter)}
    assert offered >= set(models)
    prepare(fleet, gateway=f"{openrouter.origin}/api", models=models, low_credit_usd=500)
    _, report = seen(fleet)
    assert report["gateway"]["base_url"] == f"{openrouter.origin}/api"
    status, report = fleet.run("setup", "--yes", "--key-stdin")
    assert (status, report["confirmed"]) == (0, True), report
    told = fleet.claude()
    assert (told["base_url"], told["models"]) == (f"{openrouter.origin}/api", models)
    status, report = seen(fleet)
    assert (status, ids(report)) == (1, {"credit-low"})
    assert report["models"]["default"] == models[0]
    (profile,) = (p for p in (fleet.home / ".config/Claude-3p/configLibrary").glob("9d1f*.json"))
    first, *_ = json.loads(profile.read_text())["inferenceModels"]
    assert first["labelOverride"] == "Claude Opus 4.6"

    prepare(fleet, gateway="https://gateway.invalid/api", models=models, low_credit_usd=1)
    status, report = seen(fleet)
    assert report["gateway"]["base_url"] == f"{openrouter.origin}/api"  # a setup that was made counts
    assert fleet.run("setup", "--yes")[0] == 0
    assert fleet.claude()["models"] == models  # what is prepared stands for what is recommended, also later


def _models(world: World, openrouter: PracticeOpenRouter) -> list[dict[str, str]]:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = f"{openrouter.origin}/api"
    keychain(world).set(KEY, world.key)
    _, report = world.run("models")
    keychain(world).delete(KEY)
    del world.environment["GATEWAY_COMPANION_BASE_URL"]
    rows: list[dict[str, str]] = report["models"]
    return rows


@on_a_new_computer
def test_the_way_of_the_key_is_prepared_too(fleet: World, openrouter: PracticeOpenRouter) -> None:
    prepare(fleet, gateway=f"{openrouter.origin}/api", handover="static")
    status, report = fleet.run("setup", "--yes", "--key-stdin")
    assert (status, report["confirmed"]) == (0, True)
    assert fleet.claude()["key_source"] == "static"


@on_a_new_computer
def test_the_environment_counts_before_what_is_prepared(fleet: World, openrouter: PracticeOpenRouter) -> None:
    prepare(fleet, gateway="https://gateway.invalid/api")
    fleet.environment["GATEWAY_COMPANION_BASE_URL"] = f"{openrouter.origin}/api"
    assert seen(fleet)[1]["gateway"]["base_url"] == f"{openrouter.origin}/api"


@on_a_new_computer
def test_damage_is_only_a_remark_where_settings_were_handed_out(fleet: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(fleet, exported(fleet, openrouter.origin, install(fleet)))
    keychain(fleet).set(KEY, fleet.key)
    prepare(fleet, "{")
    assert ids(seen(fleet)[1]) == {"managed-by-this", "preseed-damaged", "claude-not-running"}


@on_a_new_computer
def test_a_threshold_counts_there_too(fleet: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(fleet, exported(fleet, openrouter.origin, install(fleet)))
    keychain(fleet).set(KEY, fleet.key)
    prepare(fleet, low_credit_usd=500)
    assert "credit-low" in ids(seen(fleet)[1])


@pytest.mark.parametrize(
    "text", ["", "{", '{"gateway": "http://gateway.example"}', '{"models": ["openai/gpt-5"]}', '{"handover": "mail"}']
)
@on_a_new_computer
def test_nothing_is_done_with_what_is_damaged(fleet: World, text: str, openrouter: PracticeOpenRouter) -> None:
    """OpenRouter is not what the IT department wanted either, and no key goes there."""
    path = prepare(fleet, text)
    before, asked = snapshot(fleet.home), len(openrouter.requests)
    for arguments in (("status",), ("setup", "--yes", "--key-stdin"), ("key", "set", "--key-stdin")):
        status, report = fleet.run(*arguments)
        told = report["findings"] if arguments == ("status",) else report["blocked"]
        assert (status, [f["id"] for f in told]) == (3, ["preseed-damaged"])
        assert str(path) in told[0]["detail"]
    assert keychain(fleet).get(KEY) is None
    assert (snapshot(fleet.home), len(openrouter.requests)) == (before, asked)


@on_a_new_computer
def test_damage_is_only_a_remark_once_there_is_a_setup(fleet: World, openrouter: PracticeOpenRouter) -> None:
    prepare(fleet, gateway=f"{openrouter.origin}/api")
    assert fleet.run("setup", "--yes", "--key-stdin")[0] == 0
    prepare(fleet, "{")
    status, report = seen(fleet)
    assert (status, ids(report), report["healthy"]) == (0, {"preseed-damaged"}, True)


@on_a_new_computer
def test_damage_is_not_in_the_way_of_an_undo(fleet: World, openrouter: PracticeOpenRouter) -> None:
    """Not even where our own notes are lost."""
    prepare(fleet, gateway=f"{openrouter.origin}/api")
    before = snapshot(fleet.home)
    assert fleet.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    (data_folder(fleet) / "goal.json").unlink()
    prepare(fleet, "{")
    status, report = fleet.run("undo", "--yes")
    assert (status, report["applied"], report["blocked"]) == (0, True, [])
    assert snapshot(fleet.home) == before


@on_a_new_computer
def test_what_others_could_have_written_is_not_used(fleet: World) -> None:
    prepare(fleet, mode=0o666, gateway="https://gateway.invalid/api")
    status, report = seen(fleet, "--offline")
    assert (status, report["gateway"]["base_url"]) == (1, "https://openrouter.ai/api")
    assert "preseed-ignored" in ids(report)


@on_a_new_computer
def test_what_nobody_knows_is_named(fleet: World, openrouter: PracticeOpenRouter) -> None:
    prepare(fleet, gateway=f"{openrouter.origin}/api", modles=[])
    _, report = seen(fleet)
    (told,) = (f for f in report["findings"] if f["id"] == "preseed-ignored")
    assert "modles" in told["detail"]
    assert report["gateway"]["base_url"] == f"{openrouter.origin}/api"


@on_a_new_computer
def test_practice_mode_knows_nothing_of_it(world: World) -> None:
    prepare(world, "{")
    status, report = seen(world)
    assert (status, ids(report)) == (1, {"not-set-up"})
