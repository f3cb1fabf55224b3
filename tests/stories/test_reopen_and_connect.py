"""A restart without a change, and a key that is kept as soon as it is known to work."""

from __future__ import annotations

import asyncio

import pytest

from app.bootstrap import build
from app.domain.errors import AppError
from app.domain.findings import FindingId
from app.domain.model import ApiKey
from app.domain.outcome import Outcome
from app.domain.progress import Step
from app.domain.questions import ClaudeIsOpen, EndByForce, KeepWaiting, Question, StillOpen
from app.flows.connect_key import connect_key, key_that_claude_has
from app.flows.refresh import refresh
from app.flows.reopen import reopen
from app.flows.restart_claude import Patience
from app.flows.setup import Person
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import Answers, on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot, without_folders_of_claude
from tests.stories.starting_states import BY_HAND, State, profile

BY_HAND_HERE = State("by hand", {profile(BY_HAND): b"{}"}, with_key=False)


def silent(step: Step) -> None:
    pass


def restarted(world: World, ask: Answers, patience: Patience | None = None) -> tuple[Outcome, list[Step]]:
    steps: list[Step] = []

    def tell(step: Step) -> None:
        steps.append(step)

    person = Person(ask, tell, patience=patience or Patience(poll=0.02))
    return asyncio.run(reopen(build(world.environment), person)), steps


@on_a_new_computer
def test_a_restart_proves_the_connection_again_and_writes_nothing(world: World) -> None:
    world.behave(rewrites=False)
    world.set_up()
    world.launched(1)
    before = snapshot(world.home)
    ask = Answers()
    outcome, steps = restarted(world, ask)
    assert (outcome.applied, outcome.confirmed, outcome.blocked) == (True, True, ())
    assert ask.asked == [ClaudeIsOpen]
    assert steps == [Step.QUIT_CLAUDE, Step.WAIT_CLOSED, Step.REOPEN, Step.CONFIRM]
    world.launched(2)
    proven_by_claude(world)
    assert snapshot(world.home) == before


@on_a_new_computer
def test_a_closed_claude_is_opened_without_a_question(world: World) -> None:
    world.behave(rewrites=False)
    before = snapshot(world.home)
    ask = Answers()
    outcome, steps = restarted(world, ask)
    assert (outcome.applied, outcome.confirmed) == (True, None)  # OpenRouter was never set up
    assert (ask.asked, steps) == ([], [Step.REOPEN])
    world.launched(1)
    assert without_folders_of_claude(snapshot(world.home), before) == before


@on_a_new_computer
def test_a_no_leaves_claude_open(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    outcome, steps = restarted(world, Answers({ClaudeIsOpen: False}))
    assert (outcome.applied, outcome.declined, steps) == (False, True, [])
    assert world.platform.running(world.program)
    assert world.claude()["launches"] == 1


@pytest.mark.parametrize("world", [State("hung", behaviour={"hang": True})], indirect=True, ids=str)
def test_a_claude_that_hangs_is_waited_for_as_often_as_wanted_and_never_ended_without_consent(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    patience = Patience(notice=0.1, close=0.2, poll=0.02)
    waits = iter((True, True, False))
    to: dict[type[Question], bool] = {EndByForce: False}
    ask = Answers(to, {KeepWaiting: lambda: to.update({KeepWaiting: next(waits)})})
    outcome, _ = restarted(world, ask, patience)
    assert [f.id for f in outcome.blocked] == [FindingId.CLAUDE_DID_NOT_CLOSE]
    assert ask.asked == [ClaudeIsOpen, StillOpen, KeepWaiting, KeepWaiting, KeepWaiting, EndByForce]
    assert world.platform.running(world.program)


@on_a_new_computer
def test_a_restart_that_is_stopped_leaves_claude_open(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()

    async def stopped() -> None:
        closing = asyncio.Event()
        person = Person(
            Answers(), lambda step: closing.set() if step is Step.WAIT_CLOSED else None, patience=Patience(poll=0.02)
        )
        task = asyncio.create_task(reopen(build(world.environment), person))
        await closing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    world.launched(2)
    assert world.platform.running(world.program)


@on_a_new_computer
def test_a_key_that_works_is_kept(world: World) -> None:
    account, kept = asyncio.run(connect_key(build(world.environment), ApiKey(world.key), silent))
    assert kept
    assert stored_key(world) == world.key
    assert account.balance is not None


@on_a_new_computer
@pytest.mark.parametrize("kind", ["management", "expired", "disabled"])
def test_a_key_that_does_not_work_is_not_kept(world: World, openrouter: PracticeOpenRouter, kind: str) -> None:
    store_key(world, world.key)
    with pytest.raises(AppError):
        asyncio.run(connect_key(build(world.environment), ApiKey(openrouter.keys[kind]), silent))
    assert stored_key(world) == world.key


@on_a_new_computer
def test_a_balance_that_cannot_be_had_hides_nothing(world: World, openrouter: PracticeOpenRouter) -> None:
    openrouter.faults.set("server-error", {"status": 503, "path": ["/v1/credits"]})
    try:
        account, _ = asyncio.run(connect_key(build(world.environment), ApiKey(world.key), silent))
    finally:
        openrouter.faults.clear()
    assert account.balance is None
    assert stored_key(world) == world.key


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
def test_the_key_that_claude_has_is_read_and_its_profile_stays(world: World) -> None:
    before = snapshot(world.home)
    parts = build(world.environment)

    async def take() -> ApiKey:
        look = await refresh(parts, offline=True)
        return await key_that_claude_has(look.facts)

    assert asyncio.run(take()) == ApiKey(world.key)
    assert snapshot(world.home) == before


@on_a_new_computer
def test_no_key_of_claudes_is_no_key(world: World) -> None:
    parts = build(world.environment)
    with pytest.raises(AppError) as caught:
        asyncio.run(key_that_claude_has(parts.prober.local(parts.goal())))
    assert caught.value.finding.id is FindingId.KEY_MISSING
