"""From every start, setup, status, repair and undo do the right thing: the bytes, and the keys where Claude rewrote."""

from __future__ import annotations

import pytest

from app.domain.claude_settings import PROFILE_ID
from tests.stories.computer import World, ids, proven_by_claude, snapshot, values, without_folders_of_claude
from tests.stories.starting_states import STATES, State


@pytest.mark.parametrize("world", [s for s in STATES if not s.stopped], indirect=True, ids=str)
def test_bytes_come_back_where_nobody_else_wrote(world: World) -> None:
    world.behave(rewrites=False)
    if world.state.behaviour.get("toggles"):
        world.behave(rewrites=True)
    before = snapshot(world.home)

    status, report = world.run("status")
    assert status == 1
    assert world.state.found in ids(report)
    assert snapshot(world.home) == before

    status, report = world.set_up()
    assert (status, report["applied"], report["confirmed"]) == (0, True, True), report
    proven_by_claude(world)

    status, report = world.run("status")
    assert status == 0
    assert report["healthy"] is True
    assert report["claude"]["uses_gateway"] is True

    set_up = snapshot(world.home)
    status, report = world.run("repair", "--yes")
    assert (status, report["applied"], report["changes"]) == (0, False, [])
    assert snapshot(world.home) == set_up

    status, report = world.run("undo", "--yes")
    assert (status, report["applied"], report["kept"]) == (0, True, []), report
    assert without_folders_of_claude(snapshot(world.home), before) == before

    status, report = world.run("undo", "--yes")
    assert (status, report["applied"]) == (0, False)


@pytest.mark.parametrize("world", [s for s in STATES if not s.stopped], indirect=True, ids=str)
def test_keys_come_back_where_claude_rewrote_while_quitting(world: World) -> None:
    world.behave(rewrites=True)
    world.open_claude()
    before = snapshot(world.home)

    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(world)

    status, report = world.run("undo", "--yes")
    assert (status, report["applied"]) == (0, True), report
    told = world.launched(3)
    assert told["profile_id"] != PROFILE_ID
    after = without_folders_of_claude(snapshot(world.home), before)
    made_by_claude = {name for name, value in values(after).items() if value == {} and name not in before}
    assert {k: v for k, v in values(after).items() if k not in made_by_claude} == values(before)


@pytest.mark.parametrize("world", [s for s in STATES if s.stopped], indirect=True, ids=str)
def test_where_a_person_must_act_first_nothing_is_written(world: World) -> None:
    world.behave(rewrites=False)
    before = snapshot(world.home)

    status, report = world.run("status")
    assert world.state.found in ids(report)

    status, report = world.set_up()
    assert (status, report["applied"], report["changes"]) == (3, False, []), report
    assert report["blocked"]

    world.run("repair", "--yes")
    world.run("undo", "--yes")
    assert snapshot(world.home) == before


NEWER = State("newer Claude that does not test a helper's key", behaviour={"not_testable": True})


@pytest.mark.parametrize("world", [NEWER], indirect=True, ids=str)
def test_a_claude_that_cannot_test_the_helpers_key_confirms_all_the_same(world: World) -> None:
    world.behave(rewrites=True)
    status, report = world.set_up()
    assert (status, report["confirmed"]) == (0, True), report
    assert world.claude()["health"] == "not_testable"
    assert world.run("status")[1]["healthy"] is True


def test_no_state_is_told_twice() -> None:
    assert len({str(s) for s in STATES}) == len(STATES) >= 25
