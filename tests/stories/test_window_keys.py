"""The keys in the window, on a practice computer: replaced, removed, and a second one, while Claude may be running."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.entry import CheckingEntry, EntryFailed, EntryWorks, NoEntry
from app.domain.facts import StoredKey
from app.domain.findings import FindingId
from app.domain.goal import Handover
from app.domain.loadable import Loading, Ready
from app.domain.model import ApiKey
from app.domain.old_key import OldKey, Use, use_of
from app.domain.secret_ref import KEY, MANAGEMENT
from app.domain.state import AppState
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import keychain, on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot
from tests.stories.test_window_controller import Window, fault, opened


def management(state: AppState) -> StoredKey | None:
    kept = state.look.facts.management if state.look else None
    return kept if isinstance(kept, StoredKey) else None


def old_key(state: AppState) -> OldKey:
    assert state.old_key is not None
    return state.old_key


def failed(state: AppState) -> FindingId | None:
    return state.management.finding.id if isinstance(state.management, EntryFailed) else None


@on_a_new_computer
def test_the_new_key_is_verified_before_the_old_one_is_forgotten(world: World, openrouter: PracticeOpenRouter) -> None:
    old, new = openrouter.keys["limited"], world.key
    store_key(world, old)

    async def story(window: Window) -> None:
        entry = window.controller.key_entry
        entry.enter(openrouter.keys["disabled"])
        await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert stored_key(world) == old
        entry.enter(old)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert window.state.old_key is None  # it is the same
        entry.enter(new)
        await window.until(lambda s: s.old_key is not None)
        assert stored_key(world) == new
        told = old_key(window.state)
        assert (told.hint, told.digest) == (ApiKey(old).hint, ApiKey(old).digest)
        assert abs(told.since - time.time()) < 60
        entry.forget_entry()
        assert old_key(window.state) == told
        window.controller.keys.dismiss_old_key()
        assert window.state.old_key is None

    opened(world, story)


@on_a_new_computer
def test_a_first_key_takes_the_place_of_none(world: World) -> None:
    async def story(window: Window) -> None:
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        await window.until(lambda s: isinstance(s.account, Ready))
        assert window.state.old_key is None

    opened(world, story)


@on_a_new_computer
def test_claude_has_the_new_key_once_it_was_restarted(world: World, openrouter: PracticeOpenRouter) -> None:
    good, world.key = world.key, openrouter.keys["limited"]
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0

    def use(state: AppState, later: float = 0) -> Use | None:
        """`later`: as if nobody had been as quick as this test."""
        if state.look is None or state.old_key is None:
            return None
        return use_of(
            replace(state.old_key, since=state.old_key.since + later),
            state.look.facts,
            Handover.HELPER,
            time.time(),
        )

    async def story(window: Window) -> None:
        window.controller.key_entry.enter(good)
        await window.until(lambda s: s.old_key is not None)
        assert use(window.state, later=5) is Use.FOR_AN_HOUR
        proven_by_claude(world)  # with the old key
        world.end_claude()
        world.open_claude_again()
        world.key = good
        proven_by_claude(world)
        window.controller.look_again()
        await window.until(lambda s: use(s) is Use.OVER)

    opened(world, story)


@on_a_new_computer
def test_a_removed_key_is_missed_at_once_and_can_be_connected_again(
    world: World, openrouter: PracticeOpenRouter
) -> None:
    world.behave(rewrites=True)
    assert world.set_up()[0] == 0
    before = snapshot(world.home)

    async def story(window: Window) -> None:
        with fault(openrouter, "hang", True):  # nobody waits for the gateway
            window.controller.keys.remove(KEY)
            await window.until(lambda s: s.look is not None and s.look.facts.keychain is None)
        assert stored_key(world) is None
        assert isinstance(window.state.account, Loading)
        assert window.state.look is not None
        assert FindingId.KEY_MISSING in window.state.look.diagnosis.ids()
        window.controller.connect_again()
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        await window.until(lambda s: s.look is not None and FindingId.KEY_MISSING not in s.look.diagnosis.ids())
        assert window.state.old_key is None

    opened(world, story)
    assert snapshot(world.home) == before


@on_a_new_computer
def test_a_management_key_brings_the_days_and_takes_them_along(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, openrouter.keys["limited"])

    async def story(window: Window) -> None:
        keys = window.controller.keys
        assert isinstance(window.state.spending, Loading)
        keys.typing()
        assert isinstance(window.state.management, CheckingEntry)
        keys.enter(f" {openrouter.keys['management']}\n")
        await window.until(lambda s: management(s) is not None)
        assert keychain(world).get(MANAGEMENT) == openrouter.keys["management"]
        assert stored_key(world) == openrouter.keys["limited"]
        await window.until(lambda s: isinstance(s.spending, Ready))
        assert isinstance(window.state.spending, Ready)
        assert sum(day.amount for day in window.state.spending.value) == Decimal("21.15")
        assert isinstance(window.state.account, Ready)
        assert window.state.account.value.balance is not None
        keys.remove(MANAGEMENT)
        await window.until(lambda s: management(s) is None)
        assert isinstance(window.state.spending, Loading)
        assert keychain(world).get(MANAGEMENT) is None
        await window.until(lambda s: isinstance(s.account, Ready) and s.account.value.balance is None)

    opened(world, story)


@on_a_new_computer
def test_another_key_has_spent_something_else(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, openrouter.keys["limited"])
    keychain(world).set(MANAGEMENT, openrouter.keys["management"])

    async def story(window: Window) -> None:
        await window.until(lambda s: isinstance(s.spending, Ready))
        window.controller.key_entry.enter(world.key)
        await window.until(
            lambda s: isinstance(s.spending, Ready) and sum(d.amount for d in s.spending.value) == Decimal("36.8")
        )

    opened(world, story)


@pytest.mark.parametrize(
    "kind,finding",
    [
        ("ordinary", FindingId.KEY_IS_ORDINARY),
        ("disabled", FindingId.KEY_REJECTED),
        ("half", FindingId.NOT_A_KEY),
    ],
)
@on_a_new_computer
def test_what_is_no_management_key(world: World, openrouter: PracticeOpenRouter, kind: str, finding: FindingId) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        keys = window.controller.keys
        keys.enter(openrouter.keys.get(kind, "sk-or-v1-half"))
        await window.until(lambda s: failed(s) is finding)
        assert keychain(world).get(MANAGEMENT) is None
        keys.enter("")
        assert isinstance(window.state.management, NoEntry)
        keys.enter(openrouter.keys["disabled"])
        await window.until(lambda s: failed(s) is FindingId.KEY_REJECTED)
        keys.leave()
        assert isinstance(window.state.management, NoEntry)

    opened(world, story)


@on_a_new_computer
def test_offline_it_can_be_tried_again(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        with fault(openrouter, "closed-connection", True):
            window.controller.keys.enter(openrouter.keys["management"])
            await window.until(lambda s: failed(s) is FindingId.GATEWAY_UNREACHABLE)
        window.controller.keys.try_again()
        await window.until(lambda s: management(s) is not None)

    opened(world, story)


@on_a_new_computer
def test_a_keychain_that_does_not_let_go_is_told(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        (vault := window.parts.data.path / "practice-keychain.json").write_text("no keychain")
        window.controller.keys.remove(KEY)
        await window.until(lambda s: s.not_removed is not None)
        assert window.state.not_removed is not None
        assert window.state.not_removed.id is FindingId.KEYCHAIN_UNAVAILABLE
        assert vault.read_text() == "no keychain"
        window.controller.keys.leave()
        assert window.state.not_removed is None

    opened(world, story)
