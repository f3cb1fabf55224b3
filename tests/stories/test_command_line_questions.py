"""What a change asks before it acts, and that a no leaves everything as it was, Claude too."""

from __future__ import annotations

import asyncio
import json

import pytest

from app.bootstrap import build
from app.cli.exit_status import of_change
from app.domain.model import ApiKey
from app.domain.outcome import Outcome
from app.domain.progress import Step
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    KeepWaiting,
    PlanChanged,
    Question,
    ReviewPlan,
    StillOpen,
    TakeOutEntry,
    UseClaudesKey,
)
from app.flows.restart_claude import Patience
from app.flows.setup import Person, set_up, undo
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import Answers, on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot
from tests.stories.starting_states import BY_HAND, META, State, by_hand, library, pretty, profile

SHORT = Patience(notice=0.2, close=0.5, poll=0.02)
HUNG = State("hung", behaviour={"hang": True})
BAD = BY_HAND.upper()
BAD_ENTRY = State("bad entry", {META: library(None, BAD), profile(BAD): by_hand()})
BY_HAND_HERE = State("by hand", {META: b"{}", profile(BY_HAND): b"{}"}, with_key=False)


def person(ask: Answers) -> Person:
    def tell(step: Step) -> None:
        pass

    return Person(ask, tell, patience=SHORT)


def asking(world: World, ask: Answers, *, key: bool = True) -> Outcome:
    """A setup of which somebody is asked everything."""
    given = ApiKey(world.key) if key else None
    return asyncio.run(set_up(build(world.environment), person(ask), key=given))


def blocked_by(outcome: Outcome) -> set[str]:
    return {finding.id.value for finding in outcome.blocked}


@pytest.mark.parametrize("world", [HUNG], indirect=True, ids=str)
def test_a_claude_that_does_not_close_is_not_ended_without_consent(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    before, told = snapshot(world.home), world.claude()
    ask = Answers({EndByForce: False})
    outcome = asking(world, ask)
    assert (outcome.applied, blocked_by(outcome)) == (False, {"claude-did-not-close"})
    assert of_change(outcome, restarts=True) == 3
    assert ask.asked == [ReviewPlan, ClaudeIsOpen, StillOpen, KeepWaiting, EndByForce]
    assert (snapshot(world.home), world.claude()) == (before, told)
    assert world.platform.running(world.program)


@pytest.mark.parametrize("world", [HUNG], indirect=True, ids=str)
def test_with_consent_it_is_ended(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    ask = Answers()
    outcome = asking(world, ask)
    assert (outcome.applied, outcome.confirmed, outcome.blocked) == (True, True, ())
    assert ask.asked == [ReviewPlan, ClaudeIsOpen, StillOpen, KeepWaiting, EndByForce]
    world.launched(2)
    proven_by_claude(world)


@pytest.mark.parametrize("declined", [ReviewPlan, ClaudeIsOpen])
@on_a_new_computer
def test_a_no_changes_nothing(world: World, declined: type[Question]) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    before, told = snapshot(world.home), world.claude()
    ask = Answers({declined: False})
    outcome = asking(world, ask)
    assert (outcome.applied, outcome.declined, of_change(outcome, restarts=True)) == (False, True, 1)
    assert ask.asked[-1] is declined
    assert (snapshot(world.home), world.claude()) == (before, told)
    assert world.platform.running(world.program)


@pytest.mark.parametrize("agreed", [False, True], ids=["no", "yes"])
@pytest.mark.parametrize("world", [State("library", {META: library(None)})], indirect=True, ids=str)
def test_a_plan_that_changed_meanwhile_is_asked_again(world: World, agreed: bool) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    before = snapshot(world.home)
    somebody_wrote = pretty({"entries": [], "hybridPointer": "x"})
    ask = Answers({PlanChanged: agreed}, {ClaudeIsOpen: lambda: _write(world, META, somebody_wrote)})
    outcome = asking(world, ask)
    assert ask.asked == [ReviewPlan, ClaudeIsOpen, PlanChanged]
    told = world.launched(2)
    assert (outcome.applied, outcome.declined, told["running"]) == (agreed, not agreed, True)
    if agreed:
        proven_by_claude(world)
        return
    after = snapshot(world.home)
    assert after.pop(META)[0] == somebody_wrote
    assert after == {name: entry for name, entry in before.items() if name != META}


def _write(world: World, name: str, content: bytes) -> None:
    (world.home / name).write_bytes(content)


@pytest.mark.parametrize("world", [BAD_ENTRY], indirect=True, ids=str)
def test_anothers_bad_entry_goes_from_the_list_only_with_consent(world: World) -> None:
    world.behave(rewrites=False)
    before = snapshot(world.home)
    outcome = asking(world, Answers({TakeOutEntry: False}))
    assert (outcome.applied, blocked_by(outcome)) == (False, {"bad-entry-id"})
    assert of_change(outcome, restarts=True) == 3
    assert {k: v for k, v in snapshot(world.home).items() if k in before} == before

    ask = Answers()
    outcome = asking(world, ask)
    assert (outcome.applied, outcome.confirmed, ask.asked) == (True, True, [TakeOutEntry, ReviewPlan])
    proven_by_claude(world)
    entries = json.loads((world.home / META).read_text())["entries"]
    assert BAD not in {entry["id"] for entry in entries}
    assert snapshot(world.home)[profile(BAD)] == before[profile(BAD)]

    outcome = asyncio.run(undo(build(world.environment), person(Answers())))
    assert outcome.applied
    after = snapshot(world.home)
    assert {name: after[name] for name in before} == before


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
def test_the_key_that_claude_has_is_only_taken_with_consent(world: World) -> None:
    world.behave(rewrites=False)
    before = snapshot(world.home)
    ask = Answers({UseClaudesKey: False})
    outcome = asking(world, ask, key=False)
    assert (ask.asked, blocked_by(outcome), of_change(outcome, restarts=True)) == ([UseClaudesKey], {"key-missing"}, 3)
    assert (stored_key(world), snapshot(world.home)) == (None, before)

    ask = Answers()
    outcome = asking(world, ask, key=False)
    assert (ask.asked, outcome.confirmed, stored_key(world)) == ([UseClaudesKey, ReviewPlan], True, world.key)
    assert snapshot(world.home)[profile(BY_HAND)] == before[profile(BY_HAND)]
    proven_by_claude(world)


@on_a_new_computer
def test_a_key_of_another_gateway_is_neither_offered_nor_sent(world: World, openrouter: PracticeOpenRouter) -> None:
    for base in ("https://openrouter.ai/api", f"{openrouter.origin}/other", "http://127.0.0.1:9/api"):
        path = world.home / profile(BY_HAND)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(by_hand(openrouter.keys["limited"], base))
        (world.home / META).write_bytes(library(BY_HAND, BY_HAND))
        openrouter.requests.clear()
        ask = Answers()
        outcome = asking(world, ask, key=False)
        assert (ask.asked, blocked_by(outcome)) == ([], {"key-missing"})
        assert openrouter.requests
        assert {request.key for request in openrouter.requests} == {None}
    assert stored_key(world) is None


@on_a_new_computer
def test_a_stored_key_comes_before_the_one_that_claude_has(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    path = world.home / profile(BY_HAND)
    path.parent.mkdir(parents=True)
    path.write_bytes(by_hand(openrouter.keys["limited"], f"{openrouter.origin}/api"))
    (world.home / META).write_bytes(library(BY_HAND, BY_HAND))
    ask = Answers({ReviewPlan: False})
    asking(world, ask, key=False)
    assert (ask.asked, stored_key(world)) == ([ReviewPlan], world.key)
