"""Claude Desktop and the command line: open, closed, opened by a person, not installed, or too old for the gateway."""

from __future__ import annotations

import pytest

from tests.stories.command_line import child, on_a_new_computer, report_of, stored_key
from tests.stories.computer import World, ids, proven_by_claude, snapshot
from tests.stories.starting_states import State


@on_a_new_computer
def test_no_restart_refuses_while_claude_is_open_and_opens_nothing(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    before, open_before = snapshot(world.home), world.claude()
    status, report = world.run("setup", "--yes", "--key-stdin", "--no-restart")
    assert (status, report["applied"], ids(report, "blocked")) == (3, False, {"claude-still-open"})
    assert (snapshot(world.home), world.claude()) == (before, open_before)
    assert world.platform.running(world.program)

    world.end_claude()
    status, report = world.run("setup", "--yes", "--key-stdin", "--no-restart")
    assert (status, report["applied"], report["confirmed"]) == (0, True, None)
    assert not world.platform.running(world.program)
    assert world.claude()["launches"] == 1

    status, report = world.run("status")
    assert (status, report["healthy"], report["not_checked"]) == (0, None, ["claude"])
    assert ids(report) == {"claude-not-running"}

    status, report = world.run("undo", "--yes", "--no-restart")
    assert (status, report["applied"]) == (0, True)
    assert not world.platform.running(world.program)


@on_a_new_computer
def test_a_claude_that_a_person_opened_is_proven_by_its_log_too(world: World) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    for launches in (2, 3):
        world.end_claude()
        world.platform.start(world.program)
        world.launched(launches)
        status, report = world.run("status")
        assert (status, report["healthy"], report["claude"]["uses_gateway"]) == (0, True, True)
    proven_by_claude(world)


@on_a_new_computer
def test_forget_key(world: World) -> None:
    for more, left in ((), world.key), (("--forget-key",), None):
        assert world.run("setup", "--yes", "--key-stdin", "--no-restart")[0] == 0
        assert world.run("undo", "--yes", *more)[0] == 0
        assert stored_key(world) == left
    status, report = world.run("setup", "--yes")
    assert (status, ids(report, "blocked")) == (3, {"key-missing"})


@on_a_new_computer
def test_claude_that_is_not_installed(world: World) -> None:
    nowhere = {"GATEWAY_COMPANION_CLAUDE": str(world.folder / "not-there")}
    before = snapshot(world.home)
    done = child(world, "status", "--json", changes=nowhere)
    assert (done.returncode, ids(report_of(done))) == (3, {"claude-not-installed"})
    assert report_of(done)["claude"]["installed"] is False
    done = child(world, "setup", "--yes", "--json", "--key-stdin", typed=world.key.encode(), changes=nowhere)
    assert (done.returncode, report_of(done)["applied"]) == (3, False)
    assert "claude-not-installed" in ids(report_of(done), "blocked")
    assert snapshot(world.home) == before


@pytest.mark.parametrize("world", [State("old", behaviour={"old": True})], indirect=True, ids=str)
def test_claude_that_is_too_old(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    world.end_claude()
    before = snapshot(world.home)
    status, report = world.run("status")
    assert status == 3
    assert "claude-too-old" in ids(report)
    status, report = world.set_up()
    assert (status, report["applied"], ids(report, "blocked")) == (3, False, {"claude-too-old"})
    assert snapshot(world.home) == before


@pytest.mark.parametrize("world", [State("no helper", behaviour={"no_helper": True})], indirect=True, ids=str)
def test_claude_that_does_not_know_the_helper(world: World) -> None:
    world.behave(rewrites=False)
    status, report = world.set_up()
    assert (status, report["applied"]) == (3, True)
    assert report["confirmed"] is not True
    assert "claude-too-old" in ids(report)
    assert world.run("status")[0] == 3
