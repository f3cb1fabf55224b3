"""How Claude gets its key, chosen in the window: with a keychain, without any, and out of somebody's profile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.entry import EntryFailed, EntryWorks, NoEntry
from app.domain.findings import FindingId
from app.domain.goal import Handover
from app.domain.questions import ReviewPlan
from app.domain.state import AppState, Ended, Idle, Running, Task
from app.domain.wizard import Page
from app.ui.dialogs.endings import ending
from app.words.speech import Speech
from tests.stories.command_line import data_folder, on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot
from tests.stories.linux.canary import Canary
from tests.stories.linux.test_canary import BY_HAND_HERE
from tests.stories.starting_states import BY_HAND, OWN, profile
from tests.stories.test_window_controller import Window, opened


def without_keychain(world: World, folder: Path) -> None:
    (data_folder(world) / "practice.json").unlink()
    world.environment |= {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/none", "XDG_RUNTIME_DIR": str(folder)}


def asks(state: AppState) -> bool:
    return isinstance(state.activity, Running) and isinstance(state.activity.asking, ReviewPlan)


def ended(state: AppState) -> bool:
    return isinstance(state.activity, Ended)


def kept(state: AppState) -> bool | None:
    return state.entry.kept if isinstance(state.entry, EntryWorks) else None


def failed(state: AppState) -> FindingId | None:
    return state.entry.finding.id if isinstance(state.entry, EntryFailed) else None


def title(window: Window) -> str:
    assert isinstance(window.state.activity, Ended)
    return ending(window.state.activity, window.state, Speech()).title


@on_a_new_computer
def test_a_copy_and_back_each_with_one_yes(world: World) -> None:
    store_key(world, world.key)
    own = world.home / OWN

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        for handover, source, said in (
            (Handover.STATIC, "static", "Claude keeps a copy of your key"),
            (Handover.HELPER, "helper", "Claude asks the keychain for your key"),
        ):
            models = window.state.look and window.state.look.goal.models
            window.controller.handing_over.choose(handover)
            await window.until(ended)
            proven_by_claude(world, source)
            assert title(window) == said
            assert (world.key in own.read_text()) is (handover is Handover.STATIC)
            assert window.state.look is not None
            assert (window.state.look.goal.handover, window.state.look.goal.models) == (handover, models)
            window.controller.close_result()
        assert stored_key(world) == world.key

    opened(world, story)


@on_a_new_computer
def test_without_a_keychain_the_person_is_asked_and_the_key_waits_for_step_four(world: World, tmp_path: Path) -> None:
    without_keychain(world, tmp_path)
    canary, own = Canary(world.key), world.home / OWN

    async def story(window: Window) -> None:
        controller = window.controller
        controller.go(Page.KEY)
        controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert failed(window.state) is FindingId.KEYCHAIN_UNAVAILABLE
        controller.handing_over.choose(Handover.STATIC)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert kept(window.state) is False
        assert canary.files(world.folder) == set()

        controller.next()
        await window.until(asks)
        controller.changes.answer(yes=True)
        await window.until(ended)
        proven_by_claude(world, "static")
        assert canary.files(world.folder) == {own}
        assert (controller.key_entry.held, window.state.handover) == (None, None)
        assert window.state.entry == NoEntry()

    opened(world, story)
    opened(world, a_key_again_for_the_copy)
    assert canary.files(world.folder) == {own}


async def a_key_again_for_the_copy(window: Window) -> None:
    """The goal remembers what was chosen; the models that were chosen stay."""
    controller, look = window.controller, window.state.look
    assert look is not None
    assert (look.diagnosis.healthy, look.goal.handover) == (True, Handover.STATIC)
    key = json.loads(next(d.path for d in look.facts.roots[0].documents).read_text())["inferenceGatewayApiKey"]  # type: ignore[attr-defined]
    controller.connect_again()
    controller.key_entry.enter(key)
    await window.until(lambda s: isinstance(s.entry, EntryWorks))
    controller.next()
    await window.until(ended)
    after = window.state.look
    assert after is not None
    assert after.goal.models == look.goal.models


@on_a_new_computer
def test_changing_the_mind_before_step_four_leaves_nothing(world: World, tmp_path: Path) -> None:
    without_keychain(world, tmp_path)

    async def story(window: Window) -> None:
        controller = window.controller
        controller.go(Page.KEY)
        controller.handing_over.choose(Handover.STATIC)
        controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        controller.handing_over.choose(Handover.HELPER)
        await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert controller.key_entry.held is None

    opened(world, story)
    assert Canary(world.key).files(world.folder) == set()


@on_a_new_computer
@pytest.mark.parametrize("typed", ["", "nonsense"])
def test_a_key_that_waits_is_forgotten_once_the_field_says_another(world: World, tmp_path: Path, typed: str) -> None:
    without_keychain(world, tmp_path)

    async def story(window: Window) -> None:
        controller = window.controller
        controller.go(Page.KEY)
        controller.handing_over.choose(Handover.STATIC)
        controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert controller.key_entry.held is not None
        controller.key_entry.enter(typed)
        assert controller.key_entry.held is None

    opened(world, story)


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
def test_a_readable_key_is_taken_out_after_a_yes(world: World) -> None:
    theirs = world.home / profile(BY_HAND)
    before = snapshot(world.home)

    async def story(window: Window) -> None:
        controller = window.controller
        controller.key_entry.use_claudes_key()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        await window.set_up()
        controller.show_panel()
        controller.handing_over.take_out(BY_HAND)
        await window.until(asks)
        assert world.key in theirs.read_text()
        controller.changes.answer(yes=False)
        await window.until(lambda s: isinstance(s.activity, Idle))
        assert world.key in theirs.read_text()

        controller.handing_over.take_out(BY_HAND)
        await window.until(asks)
        controller.changes.answer(yes=True)
        await window.until(ended)
        assert title(window) == "The key is out of that profile"
        assert world.key not in theirs.read_text()
        assert window.state.look is not None
        assert FindingId.KEY_IN_CLEAR not in window.state.look.diagnosis.ids()
        controller.close_result()
        controller.changes.undo()
        await window.until(asks)
        controller.changes.answer(yes=True)
        await window.until(lambda s: ended(s) and isinstance(s.activity, Ended) and s.activity.task is Task.UNDO)

    opened(world, story)
    assert snapshot(world.home)[profile(BY_HAND)] == before[profile(BY_HAND)]
