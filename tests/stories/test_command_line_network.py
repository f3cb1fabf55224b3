"""The network on the command line: each way in which a gateway fails, addresses that are refused, and chosen models."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import child, data_folder, on_a_new_computer, report_of, store_key, stored_key
from tests.stories.computer import World, ids, proven_by_claude, snapshot
from tests.stories.starting_states import OWN


@pytest.fixture(autouse=True)
def faults_end_with_the_test(openrouter: PracticeOpenRouter) -> Iterator[None]:
    yield
    openrouter.faults.clear()


NETWORK = {"gateway", "key", "credit", "models"}
FAULTS = {
    "captive-html": "gateway-intercepted",
    "proxy-error-html": "gateway-intercepted",
    "other-json": "gateway-intercepted",
    "not-json": "gateway-intercepted",
    "redirect-other-host": "gateway-intercepted",
    "server-error": "gateway-unreachable",
    "closed-connection": "gateway-unreachable",
    "truncated": "gateway-unreachable",
}


@pytest.mark.parametrize("fault, finding", FAULTS.items(), ids=FAULTS)
@on_a_new_computer
def test_a_gateway_in_the_way(world: World, fault: str, finding: str, openrouter: PracticeOpenRouter) -> None:
    before = snapshot(world.home)
    openrouter.faults.set(fault, True)
    status, report = world.run("setup", "--yes", "--key-stdin")
    assert (status, report["applied"], ids(report, "blocked")) == (4, False, {finding})
    assert stored_key(world) is None

    store_key(world, world.key)
    openrouter.requests.clear()
    status, report = world.run("status")
    assert (status, report["healthy"]) == (4, False)
    assert ids(report) == {finding, "not-set-up"}
    assert set(report["not_checked"]) == NETWORK | {"claude"}
    assert (report["gateway"]["reachable"], report["gateway"]["latency_ms"]) == (False, None)
    assert (report["credit"]["amount"], report["models"]["available"]) == (None, None)
    assert snapshot(world.home) == before
    assert not [r for r in openrouter.requests if r.path == "/practice/portal" or r.host.startswith("localhost")]


@on_a_new_computer
def test_a_port_at_which_nobody_listens(world: World) -> None:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "http://127.0.0.1:1/api"
    before = snapshot(world.home)
    for arguments, part in ((("status",), "findings"), (("setup", "--yes", "--key-stdin"), "blocked")):
        status, report = world.run(*arguments)
        assert status == 4
        assert "gateway-unreachable" in ids(report, part)
    assert (stored_key(world), snapshot(world.home)) == (None, before)


@on_a_new_computer
def test_a_gateway_that_fails_later_breaks_nothing(world: World, openrouter: PracticeOpenRouter) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    openrouter.faults.set("captive-html", True)
    status, report = world.run("status")
    assert (status, report["healthy"]) == (4, False)
    assert (ids(report), set(report["not_checked"])) == ({"gateway-intercepted"}, NETWORK)
    assert report["claude"]["uses_gateway"] is True
    world.end_claude()
    (world.home / OWN).unlink()
    status, report = world.run("repair", "--yes", "--no-restart")
    assert (status, report["applied"]) == (4, True)  # repair needs no network
    status, report = world.run("undo", "--yes")
    assert (status, report["applied"]) == (0, True)


@on_a_new_computer
def test_too_many_requests(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    openrouter.faults.set("rate-limit", {"retry_after": 30})
    status, report = world.run("status")
    assert status == 1
    assert ids(report) == {"rate-limited", "not-set-up"}
    assert {"credit", "models"} <= set(report["not_checked"])
    status, report = world.run("setup", "--yes", "--key-stdin")
    assert (status, report["applied"], ids(report, "blocked")) == (1, False, {"rate-limited"})


@on_a_new_computer
def test_an_incident_is_information(world: World, openrouter: PracticeOpenRouter) -> None:
    openrouter.faults.set("incident", True)
    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True)
    status, report = world.run("status")
    assert (status, report["healthy"]) == (0, True)
    assert [(f["id"], f["severity"]) for f in report["findings"]] == [("gateway-degraded", "info")]
    openrouter.faults.set("status-feed-shape", True)
    assert world.run("status")[1]["findings"] == []


@pytest.mark.parametrize(
    "address",
    ["http://gateway.invalid/api", "https://openrouter.ai/api", "https://me:secret@127.0.0.1/api", "nonsense"],
)
@on_a_new_computer
def test_a_practice_folder_refuses_what_is_not_on_loopback(
    world: World, address: str, stays_on_this_computer: list[str]
) -> None:
    before = snapshot(world.home)
    world.environment["GATEWAY_COMPANION_BASE_URL"] = address
    for arguments, part in ((("status",), "findings"), (("setup", "--yes", "--key-stdin"), "blocked")):
        status, report = world.run(*arguments)
        assert (status, ids(report, part)) == (3, {"gateway-address-refused"})
    assert (stored_key(world), snapshot(world.home), stays_on_this_computer) == (None, before, [])


@on_a_new_computer
def test_http_on_another_computer_is_refused_outside_of_practice_too(world: World) -> None:
    plain = {"GATEWAY_COMPANION_HOME": str(world.folder / "no-practice")}
    plain["GATEWAY_COMPANION_BASE_URL"] = "http://gateway.invalid/api"
    done = child(world, "status", "--offline", "--json", changes=plain)
    assert (done.returncode, ids(report_of(done))) == (3, {"gateway-address-refused"})


@on_a_new_computer
def test_an_address_is_spelled_as_claude_accepts_it(world: World, openrouter: PracticeOpenRouter) -> None:
    right = f"{openrouter.origin}/api"
    world.environment["GATEWAY_COMPANION_BASE_URL"] = right.replace("127.0.0.1", "localhost") + "/v1/"
    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True), report
    assert json.loads((data_folder(world) / "goal.json").read_text())["data"]["base_url"] == right
    assert json.loads((world.home / OWN).read_text())["inferenceGatewayBaseUrl"] == right
    assert world.claude()["base_url"] == right
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "https://openrouter.ai/api"  # the stored goal counts now
    status, report = world.run("status")
    assert (status, report["healthy"], report["gateway"]["base_url"]) == (0, True, right)


WRONG_MODELS = {
    "unknown": ("anthropic/claude-sonnet-99", {"models-unavailable"}),
    "dropped by Claude": ("openai/gpt-5.2", {"model-not-accepted"}),
    "of nobody": ("openrouter/auto", {"model-not-accepted"}),
}


@pytest.mark.parametrize("model, findings", WRONG_MODELS.values(), ids=WRONG_MODELS)
@on_a_new_computer
def test_a_model_that_cannot_be(world: World, model: str, findings: set[str]) -> None:
    before = snapshot(world.home)
    good = ("--model", "anthropic/claude-haiku-4.5")
    status, report = world.run("setup", "--yes", "--key-stdin", *good, "--model", model)
    assert (status, report["applied"], ids(report, "blocked")) == (1, False, findings)
    assert model in json.dumps(report["blocked"])
    assert not any(finding["repairable"] for finding in report["blocked"])
    assert snapshot(world.home) == before


@on_a_new_computer
def test_where_no_small_model_is_named_the_newest_is_added(world: World) -> None:
    typed, named = world.key.encode(), ("--model", "anthropic/claude-opus-4.7")
    done = child(world, "setup", "--yes", "--json", "--key-stdin", *named, typed=typed)
    assert (done.returncode, report_of(done)["confirmed"]) == (0, True), done.stderr
    assert "Haiku 4.5" in done.stderr.decode()
    shown = world.run("status")[1]["models"]
    assert shown["default"] == "anthropic/claude-opus-4.7"
    assert shown["shown"] == ["anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5"]
    proven_by_claude(world)
