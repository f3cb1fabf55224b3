"""The window where an IT department has set Claude up: it shows how things stand, and the key is all that it asks for."""

from __future__ import annotations

from app.domain.entry import EntryWorks
from app.domain.findings import FindingId
from app.domain.outcome import Outcome
from app.domain.secret_ref import KEY
from app.domain.state import Ended, only_key
from app.domain.wizard import Page
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import on_a_new_computer
from tests.stories.computer import World
from tests.stories.linux.fleet import exported, fleet, hand_out, install, keychain
from tests.stories.test_window_controller import Window, opened

__all__ = ["fleet"]


@on_a_new_computer
def test_a_key_is_entered_and_that_is_all(fleet: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(fleet, exported(fleet, openrouter.origin, install(fleet)))

    async def story(window: Window) -> None:
        controller = window.controller
        assert window.shows(None)
        assert only_key(window.state)
        controller.connect_again()
        assert window.shows(Page.KEY)
        controller.next()
        assert window.shows(Page.KEY)  # not without a key
        controller.back()
        assert window.shows(None)
        controller.connect_again()
        controller.key_entry.enter(fleet.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert keychain(fleet).get(KEY) == fleet.key
        controller.next()
        assert window.shows(None)
        await window.until(lambda s: s.look is not None and FindingId.KEY_MISSING not in s.look.diagnosis.ids())

    opened(fleet, story)


@on_a_new_computer
def test_a_repair_that_is_asked_for_all_the_same_says_why_not(fleet: World, openrouter: PracticeOpenRouter) -> None:
    hand_out(fleet, exported(fleet, openrouter.origin, install(fleet)))

    async def story(window: Window) -> None:
        window.controller.changes.repair()
        await window.until(lambda s: isinstance(s.activity, Ended))
        ended = window.state.activity
        assert isinstance(ended, Ended)
        assert isinstance(ended.result, Outcome)
        assert not ended.result.applied
        assert FindingId.MANAGED_BY_THIS in {f.id for f in ended.result.blocked}

    opened(fleet, story)


@on_a_new_computer
def test_a_setup_that_is_under_way_ends_when_it_is_done_for_everybody(
    fleet: World, openrouter: PracticeOpenRouter
) -> None:
    document = exported(fleet, openrouter.origin, install(fleet))

    async def story(window: Window) -> None:
        assert window.shows(Page.WELCOME)
        window.controller.start()
        assert not window.shows(None)
        window.controller.go(Page.SETTINGS)
        hand_out(fleet, document)
        window.controller.look_again()
        await window.until(only_key)
        assert window.shows(None)

    fleet.environment["GATEWAY_COMPANION_BASE_URL"] = f"{openrouter.origin}/api"
    opened(fleet, story)
