"""The changes that the window runs, on a practice computer: their questions, their ends, and what stopping takes back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap import build
from app.domain.findings import Finding
from app.domain.journal import ChangeKind
from app.domain.outcome import Outcome
from app.domain.plan import plan_change
from app.domain.progress import Step
from app.domain.questions import ClaudeIsOpen, EndByForce, KeepWaiting, Question, ReviewPlan
from app.domain.state import AppState, Ended, Idle, Running, Task
from app.flows.monitor import Monitor
from app.flows.refresh import refresh
from app.flows.restart_claude import Patience
from app.ui.changes import Changes, _Wish
from app.ui.dialogs.endings import ending
from app.ui.store import Store
from app.ui.tasks import Tasks
from app.words.speech import Speech
from tests.stories.command_line import on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot, without_folders_of_claude
from tests.stories.starting_states import State


@dataclass
class Desk:
    """A person at the window: waits for a state and answers."""

    changes: Changes
    store: Store
    tasks: Tasks
    defects: list[BaseException]

    @property
    def running(self) -> Running | None:
        activity = self.store.state.activity
        return activity if isinstance(activity, Running) else None

    async def until(self, condition: Callable[[AppState], bool]) -> None:
        seen = asyncio.Event()

        def look(state: AppState) -> None:
            if condition(state):
                seen.set()

        self.store.changed.connect(look)
        look(self.store.state)
        async with asyncio.timeout(30):
            await seen.wait()
        self.store.changed.disconnect(look)

    async def asked(self, kind: type[Question]) -> None:
        await self.until(lambda s: isinstance(s.activity, Running) and isinstance(s.activity.asking, kind))

    async def step(self, step: Step) -> None:
        await self.until(lambda s: isinstance(s.activity, Running) and step in s.activity.steps)

    async def ended(self) -> Outcome:
        await self.until(lambda s: isinstance(s.activity, Ended))
        assert isinstance(self.store.state.activity, Ended)
        result = self.store.state.activity.result
        assert isinstance(result, Outcome), result
        return result

    async def idle(self) -> None:
        await self.until(lambda s: isinstance(s.activity, Idle))


def at_the_desk(world: World, story: Callable[[Desk], Awaitable[None]], patience: Patience | None = None) -> None:
    async def run() -> None:
        parts, defects = build(world.environment), list[BaseException]()
        store, tasks = Store(AppState()), Tasks(defects.append)
        changes = Changes(parts, store, tasks, Monitor(parts, lambda _: None), patience or Patience(poll=0.02))
        await story(Desk(changes, store, tasks, defects))
        await tasks.close(5)
        assert defects == []

    world.behave(rewrites=False)
    asyncio.run(run())


@on_a_new_computer
def test_a_setup_waits_for_a_yes_and_is_proven(world: World) -> None:
    store_key(world, world.key)
    before = snapshot(world.home)

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        assert snapshot(world.home) == before
        desk.changes.answer(yes=True)
        outcome = await desk.ended()
        assert (outcome.applied, outcome.confirmed) == (True, True)
        look = desk.store.state.look
        assert look is not None
        assert look.diagnosis.uses_gateway is True

    at_the_desk(world, story)
    world.launched(1)
    proven_by_claude(world)


@on_a_new_computer
def test_whoever_agreed_to_the_restart_is_not_asked_again(world: World) -> None:
    store_key(world, world.key)
    world.open_claude()

    async def story(desk: Desk) -> None:
        asked: list[object] = []
        desk.store.changed.connect(
            lambda s: asked.append(s.activity.asking) if isinstance(s.activity, Running) else None
        )
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        assert (await desk.ended()).confirmed is True
        assert ClaudeIsOpen not in {type(question) for question in asked}

    at_the_desk(world, story)
    world.launched(2)


@on_a_new_computer
def test_leaving_before_the_yes_changes_nothing_and_lets_another_begin(world: World) -> None:
    store_key(world, world.key)
    before = snapshot(world.home)

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        desk.changes.abandon_setup()
        await desk.idle()
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.abandon_setup()
        assert isinstance(desk.store.state.activity, Idle)
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)

    at_the_desk(world, story)
    assert snapshot(world.home) == before


@on_a_new_computer
def test_stop_and_undo_gives_back_every_byte(world: World) -> None:
    store_key(world, world.key)
    world.open_claude()
    before = snapshot(world.home)

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.step(Step.REOPEN)
        desk.changes.stop()
        assert (await desk.ended()).rolled_back

    at_the_desk(world, story)
    assert without_folders_of_claude(snapshot(world.home), before) == before
    assert world.platform.running(world.program)
    assert stored_key(world) == world.key


@on_a_new_computer
def test_stopping_while_claude_closes_leaves_it_open(world: World) -> None:
    store_key(world, world.key)
    world.open_claude()
    before = snapshot(world.home)

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.step(Step.WAIT_CLOSED)
        desk.changes.stop()
        await desk.until(lambda s: not isinstance(s.activity, Running))

    at_the_desk(world, story)
    assert world.platform.running(world.program)
    assert without_folders_of_claude(snapshot(world.home), before) == before


@pytest.mark.parametrize("world", [State("hung", behaviour={"hang": True})], indirect=True, ids=str)
def test_a_claude_that_hangs(world: World) -> None:
    store_key(world, world.key)
    world.behave(rewrites=False)
    world.open_claude()

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.until(lambda s: isinstance(s.activity, Running) and s.activity.slow)
        await desk.asked(KeepWaiting)
        desk.changes.answer(yes=True)
        await desk.asked(KeepWaiting)
        desk.changes.answer(yes=False)
        await desk.asked(EndByForce)
        desk.changes.answer(yes=False)
        outcome = await desk.ended()
        assert [f.id.value for f in outcome.blocked] == ["claude-did-not-close"]
        desk.changes.again()
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.asked(KeepWaiting)
        desk.changes.give_up_waiting()
        assert (await desk.ended()).blocked

    at_the_desk(world, story, Patience(notice=0.1, close=0.2, poll=0.02))
    assert world.platform.running(world.program)
    assert world.claude()["launches"] == 1


@on_a_new_computer
def test_an_undo_forgets_the_key_only_where_that_was_ticked(world: World) -> None:
    async def story(desk: Desk) -> None:
        for forget in (False, True):
            store_key(world, world.key)
            desk.changes.set_up(())
            await desk.asked(ReviewPlan)
            desk.changes.answer(yes=True)
            assert (await desk.ended()).confirmed is True
            desk.changes.dismiss()
            desk.changes.undo()
            await desk.asked(ReviewPlan)
            desk.changes.agree_to_undo(forget_key=forget)
            assert (await desk.ended()).applied
            desk.changes.dismiss()
            assert (stored_key(world) is None) is forget

    at_the_desk(world, story)


@on_a_new_computer
def test_what_cannot_begin_is_told(world: World) -> None:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "https://gateway.example"

    async def story(desk: Desk) -> None:
        desk.changes.repair()
        await desk.until(lambda s: isinstance(s.activity, Ended))
        assert isinstance(desk.store.state.activity, Ended)
        assert desk.store.state.activity.task is Task.REPAIR
        assert isinstance(desk.store.state.activity.result, Finding)

    at_the_desk(world, story)


@on_a_new_computer
def test_a_defect_leaves_nobody_waiting(world: World, caplog: pytest.LogCaptureFixture) -> None:
    async def story(desk: Desk) -> None:
        async def broken(_: object) -> Outcome:
            raise RuntimeError("a defect")

        desk.changes._begin(_Wish(Task.REPAIR, broken))
        await desk.idle()
        await asyncio.sleep(0)
        assert [str(e) for e in desk.defects] == ["a defect"]
        desk.defects.clear()

    at_the_desk(world, story)
    caplog.clear()  # it is told in the log too


@on_a_new_computer
def test_stopping_where_it_was_set_up_before_says_what_stays(world: World) -> None:
    store_key(world, world.key)

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        assert (await desk.ended()).confirmed is True
        desk.changes.dismiss()
        desk.changes.set_up(["anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5"])
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.step(Step.REOPEN)
        assert desk.running is not None
        assert not desk.running.undoes
        desk.changes.stop()
        await desk.until(lambda s: isinstance(s.activity, Ended))
        assert isinstance(desk.store.state.activity, Ended)
        assert desk.store.state.activity.stopped
        assert Step.WRITE in desk.store.state.activity.steps
        assert Step.ROLL_BACK not in desk.store.state.activity.steps

    at_the_desk(world, story)


@on_a_new_computer
def test_a_repair_that_is_another_one_than_was_shown_asks_again(world: World) -> None:
    store_key(world, world.key)
    world.behave(rewrites=False)
    world.set_up()
    world.launched(1)
    world.end_claude()
    profile = next(f for f in world.home.rglob("configLibrary/*.json") if f.name != "_meta.json")
    profile.unlink()

    async def story(desk: Desk) -> None:
        parts = build(world.environment)
        seen = await refresh(parts, offline=True)
        shown = plan_change(ChangeKind.REPAIR, seen.facts, seen.goal)
        assert not shown.restart
        world.open_claude_again()
        desk.changes.repair(shown)
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=False)
        await desk.idle()
        assert world.platform.running(world.program)
        again = await refresh(parts, offline=True)
        desk.changes.repair(plan_change(ChangeKind.REPAIR, again.facts, again.goal))
        assert (await desk.ended()).confirmed is True

    at_the_desk(world, story)


@on_a_new_computer
def test_models_that_wait_write_nothing_but_models(world: World) -> None:
    store_key(world, world.key)
    models = ["anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5"]

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.ended()
        desk.changes.dismiss()
        world.end_claude()
        meta = next(world.home.rglob("configLibrary/_meta.json"))
        meta.write_text(meta.read_text().replace("appliedId", "appliedIdOld"))  # somebody chose another profile
        before = snapshot(world.home)
        desk.changes.use_models(models, restart=False)
        await desk.idle()
        assert snapshot(world.home) == before
        meta.write_text(meta.read_text().replace("appliedIdOld", "appliedId"))
        desk.changes.use_models(models, restart=False)
        await desk.idle()

    at_the_desk(world, story)
    world.open_claude_again()
    proven_by_claude(world)
    assert world.claude()["models"] == models


@on_a_new_computer
def test_models_that_wait_make_no_setup_anew(world: World) -> None:
    store_key(world, world.key)
    before = snapshot(world.home)

    async def story(desk: Desk) -> None:
        desk.changes.use_models(["anthropic/claude-opus-4.7"], restart=False)
        await desk.idle()

    at_the_desk(world, story)
    assert snapshot(world.home) == before


@on_a_new_computer
def test_what_nobody_asked_for_waits_until_a_result_was_read(world: World) -> None:
    store_key(world, world.key)

    async def story(desk: Desk) -> None:
        desk.changes.repair()  # there is nothing to repair yet
        await desk.until(lambda s: isinstance(s.activity, Ended))
        desk.changes.use_models(["anthropic/claude-opus-4.7"], restart=False)
        assert isinstance(desk.store.state.activity, Ended)

    at_the_desk(world, story)


@on_a_new_computer
def test_the_wish_to_forget_the_key_outlives_a_failure(world: World) -> None:
    store_key(world, world.key)
    keychain_file = Path(world.environment["GATEWAY_COMPANION_HOME"]) / "practice-keychain.json"

    async def story(desk: Desk) -> None:
        desk.changes.set_up(())
        await desk.asked(ReviewPlan)
        desk.changes.answer(yes=True)
        await desk.ended()
        desk.changes.dismiss()
        desk.changes.undo()
        await desk.asked(ReviewPlan)
        good = keychain_file.read_bytes()
        keychain_file.write_bytes(b"locked")  # it cannot be read any more
        desk.changes.agree_to_undo(forget_key=True)
        outcome = await desk.ended()
        assert outcome.applied
        assert outcome.blocked
        shown = ending(desk.store.state.activity, desk.store.state, Speech())  # type: ignore[arg-type]
        assert shown.title == "Claude Desktop is back to its earlier settings"
        assert shown.failed
        keychain_file.write_bytes(good)
        desk.changes.again()
        await desk.until(lambda s: isinstance(s.activity, Ended))

    at_the_desk(world, story)
    assert stored_key(world) is None
