"""The command line's contract: exit statuses, the JSON objects, consent without a terminal, and what it never loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from app import __version__
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import (
    PROGRAM,
    child,
    environment_of,
    on_a_new_computer,
    report_of,
    store_key,
    stored_key,
)
from tests.stories.computer import JsonObject, World, ids, proven_by_claude, snapshot
from tests.stories.starting_states import GATEWAY_CONFIG, OWN, State, pretty

FINDING = {"id", "severity", "title", "detail", "remedy", "repairable"}
STATUS = {"healthy", "not_checked", "findings", "claude", "gateway", "key", "credit", "models", "handover"}
PARTS = {
    "claude": {"installed", "version", "path", "running", "since", "uses_gateway"},
    "gateway": {"base_url", "reachable", "latency_ms"},
    "key": {"stored", "hint", "kind", "expires_at"},
    "credit": {"amount", "kind", "currency", "limit", "resets_at"},
    "models": {"default", "shown", "available"},
}
CHANGE = {"applied", "confirmed", "changes", "kept", "blocked", "findings", "rolled_back"}
MODEL = {
    *("id", "name", "family", "accepted", "reason", "shown", "default", "context_length"),
    *("prompt_usd_per_million", "completion_usd_per_million"),
}
MALFORMED = State("malformed", {GATEWAY_CONFIG: b'{"a": 1,}'})
EDITED = State("settings that undo must keep", {GATEWAY_CONFIG: pretty({"own": 1})})


@pytest.fixture(autouse=True)
def faults_end_with_the_test(openrouter: PracticeOpenRouter) -> Iterator[None]:
    yield
    openrouter.faults.clear()


def has_the_keys_of_a_status(report: JsonObject) -> None:
    assert report.keys() == STATUS
    assert {part: set(report[part]) for part in PARTS} == PARTS
    assert all(finding.keys() == FINDING for finding in report["findings"])


def has_the_keys_of_a_change(report: JsonObject) -> None:
    assert report.keys() == CHANGE
    assert all(one.keys() == {"path", "action", "keys"} for one in report["changes"])
    assert all(one.keys() == {"path", "key", "why"} for one in report["kept"])
    assert all(one.keys() == FINDING for one in (*report["blocked"], *report["findings"]))


@pytest.mark.parametrize("world", [EDITED], indirect=True, ids=str)
def test_each_report_has_exactly_its_keys(world: World) -> None:
    world.behave(rewrites=False)
    for offline in ((), ("--offline",)):
        has_the_keys_of_a_status(world.run("status", *offline)[1])
    has_the_keys_of_a_change(world.run("repair", "--yes")[1])  # blocked: not set up

    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True)
    has_the_keys_of_a_change(report)
    assert {one["action"] for one in report["changes"]} == {"create", "edit"}
    has_the_keys_of_a_status(world.run("status")[1])

    status, report = world.run("models", "--all")
    assert (status, set(report)) == (0, {"models"})
    assert all(model.keys() == MODEL for model in report["models"])
    chosen = [model["id"] for model in report["models"] if model["default"]]
    assert chosen == [world.claude()["default_model"]]
    refused = [model for model in report["models"] if not model["accepted"]]
    assert {model["reason"] for model in refused} > {"not-claude", "denied-word:gpt"}
    by_id = {model["id"]: model for model in report["models"]}
    assert by_id["openrouter/auto"]["prompt_usd_per_million"] is None
    assert float(by_id["anthropic/claude-haiku-4.5"]["prompt_usd_per_million"]) == 1
    assert all(model["accepted"] for model in world.run("models")[1]["models"])

    world.end_claude()
    config = world.home / GATEWAY_CONFIG
    config.write_bytes(config.read_bytes().replace(b'"3p"', b'"later"'))
    status, report = world.run("undo", "--yes")
    assert status == 0
    has_the_keys_of_a_change(report)
    assert [(one["key"], one["why"]) for one in report["kept"]] == [("deploymentMode", "changed-since")]


@on_a_new_computer
def test_what_could_not_begin_has_the_same_keys(world: World) -> None:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "http://gateway.invalid/api"
    status, report = world.run("status")
    assert (status, ids(report)) == (3, {"gateway-address-refused"})
    has_the_keys_of_a_status(report)
    for command in ("setup", "repair"):
        status, report = world.run(command, "--yes")
        assert (status, ids(report, "blocked")) == (3, {"gateway-address-refused"})
        has_the_keys_of_a_change(report)


@on_a_new_computer
def test_an_undo_needs_no_gateway(world: World) -> None:
    assert world.set_up()[0] == 0
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "http://gateway.invalid/api"
    status, report = world.run("undo", "--yes")
    assert (status, report["applied"]) == (0, True)


@on_a_new_computer
def test_models_wants_a_key_and_a_gateway(world: World, openrouter: PracticeOpenRouter) -> None:
    status, report = world.run("models")
    assert (status, report["models"]) == (3, [])
    store_key(world, world.key)
    openrouter.faults.set("captive-html", True)
    assert world.run("models")[0] == 4
    openrouter.faults.clear()
    openrouter.faults.set("models-without-claude", True)
    assert world.run("models") == (1, {"models": []})


@on_a_new_computer
def test_exit_statuses_0_1_and_4(world: World, openrouter: PracticeOpenRouter) -> None:
    assert world.run("status")[0] == 1
    openrouter.faults.set("captive-html", True)
    assert world.run("status")[0] == 4  # before 1: it is not set up either
    openrouter.faults.clear()
    assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    assert world.run("status")[0] == 0


@pytest.mark.parametrize("world", [MALFORMED], indirect=True, ids=str)
def test_exit_status_3_comes_before_4_and_1(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    openrouter.faults.set("captive-html", True)
    for arguments, part in ((("status",), "findings"), (("setup", "--yes"), "blocked")):
        status, report = world.run(*arguments)
        assert status == 3
        assert {"settings-malformed", "gateway-intercepted"} <= ids(report, part)


@on_a_new_computer
def test_without_a_terminal_and_without_yes_nothing_is_done(world: World) -> None:
    before = snapshot(world.home)
    for arguments in (("setup", "--key-stdin"), ("setup", "--key-stdin", "--json")):
        done = child(world, *arguments, typed=world.key.encode())
        assert (done.returncode, done.stdout) == (2, b"")
        assert b"--yes" in done.stderr
        assert stored_key(world) is None
    store_key(world, world.key)
    for typed in (b"", b"y\n"):
        done = child(world, "setup", typed=typed)
        assert (done.returncode, done.stdout) == (2, b"")
    assert snapshot(world.home) == before

    assert world.run("setup", "--yes", "--no-restart")[0] == 0
    before = snapshot(world.home)
    (world.home / OWN).unlink()
    broken = snapshot(world.home)
    for command in ("repair", "undo"):
        assert child(world, command).returncode == 2
    assert snapshot(world.home) == broken != before


@on_a_new_computer
def test_closed_standard_input_is_no_terminal(world: World) -> None:
    closed = ("sh", "-c", 'exec "$@" <&-', "sh", *PROGRAM)
    for arguments in (("setup", "--key-stdin"), ("setup", "--key-stdin", "--yes")):
        done = child(world, *arguments, program=closed)
        assert done.returncode == (3 if "--yes" in arguments else 2), done.stderr
        assert b"Traceback" not in done.stderr
    store_key(world, world.key)
    assert child(world, "setup", program=closed).returncode == 2


@on_a_new_computer
def test_two_at_once_end_well(world: World) -> None:
    world.behave(rewrites=True)
    store_key(world, world.key)
    both = [
        subprocess.Popen(
            [*PROGRAM, "setup", "--yes", "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment_of(world),
        )
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=60) for process in both]
    for process, (out, err) in zip(both, outputs, strict=True):
        report = json.loads(out)
        has_the_keys_of_a_change(report)
        busy = process.returncode == 1 and ids(report, "blocked") == {"busy"}
        assert process.returncode == 0 or busy, (report, err)
    assert world.run("status")[1]["healthy"] is True
    proven_by_claude(world)


@on_a_new_computer
def test_what_takes_long_is_told_on_standard_error(world: World, openrouter: PracticeOpenRouter) -> None:
    openrouter.faults.set("slow", {"seconds": 1.5, "path": "/v1/key"})
    typed = world.key.encode()
    done = child(world, "setup", "--yes", "--json", "--no-restart", "--key-stdin", typed=typed)
    assert (done.returncode, report_of(done)["applied"]) == (0, True)
    assert "Checking the key …" in done.stderr.decode()


LOADED = """
import os, sys
from app.cli.commands import execute
status = execute(sys.argv[1:], os.environ)
print("loaded:", *{name.partition(".")[0] for name in sys.modules}, file=sys.stderr)
sys.exit(status)
"""


def loaded(done: subprocess.CompletedProcess[bytes]) -> set[str]:
    return set(done.stderr.decode().rpartition("loaded:")[2].split())


@on_a_new_computer
def test_no_command_loads_qt_and_offline_loads_no_network(world: World) -> None:
    program = (sys.executable, "-c", LOADED)
    assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
    for command in ("status", "setup --yes --no-restart", "repair --yes", "models", "undo --yes"):
        done = child(world, *command.split(), program=program)
        assert done.returncode == 0, done.stderr
        assert {"app", "httpx"} - ({"httpx"} if command.startswith("undo") else set()) <= loaded(done)
        assert not {"PySide6", "shiboken6", "qasync"} & loaded(done)
    done = child(world, "status", "--offline", program=program)
    assert done.returncode == 1
    assert not {"PySide6", "qasync", "httpx", "truststore", "keyring"} & loaded(done)


def run_bare(*arguments: str) -> tuple[int, str, str]:
    """Where there is no screen, so that no arguments at all open no window."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in screens}
    done = subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, check=False, env=env, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments", [("--nothing",), ("status", "--nothing"), ("fly",), ("setup", "--model")], ids=" ".join
)
def test_what_cannot_be_typed(arguments: tuple[str, ...]) -> None:
    status, out, err = run_bare(*arguments)
    assert (status, out) == (2, "")
    assert "usage: gateway-companion" in err


def test_version_and_help() -> None:
    assert run_bare("--version") == (0, f"gateway-companion {__version__}\n", "")
    status, out, err = run_bare("--help")
    assert (status, err) == (0, "")
    assert all(command in out for command in ("status", "setup", "repair", "undo", "models", "practice"))
    assert all(flag in run_bare("setup", "--help")[1] for flag in ("--key-stdin", "--no-restart", "--end-claude"))


@pytest.mark.parametrize("arguments", [(), ("--hidden",)], ids=" ".join)
def test_without_a_screen_it_says_what_can_be_done(arguments: tuple[str, ...]) -> None:
    status, out, err = run_bare(*arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "gateway-companion status" in err
