"""What the window shows next, on a practice computer: first pages, step 3, models that wait, and what is remembered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.bootstrap import build
from app.domain.entry import CheckingEntry, Entry, EntryFailed, EntryWorks, NoEntry
from app.domain.findings import FindingId
from app.domain.preferences import Preferences
from app.domain.questions import ReviewPlan
from app.domain.state import AppState, Ended, Idle, Running, key_works
from app.domain.wizard import Page
from app.flows.monitor import Monitor, News
from app.flows.parts import Parts
from app.flows.restart_claude import Patience
from app.practice.openrouter import PracticeOpenRouter
from app.services.secrets import SecretStore
from app.ui.changes import Changes
from app.ui.controller import Controller
from app.ui.store import Store
from app.ui.tasks import Tasks
from tests.stories.command_line import on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot
from tests.stories.starting_states import BY_HAND, State, profile

OPUS, HAIKU = "anthropic/claude-opus-4.7", "anthropic/claude-haiku-4.5"


class Window:
    """Everything of the window but its views."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        preferences = parts.data.load("preferences.json", Preferences) or Preferences()
        self.store = Store(AppState(preferences=preferences))
        self.defects: list[BaseException] = []
        self.tasks = Tasks(self.defects.append)
        self.monitor = Monitor(parts, self.publish)
        changes = Changes(parts, self.store, self.tasks, self.monitor, Patience(poll=0.02))
        self.controller = Controller(parts, self.store, self.tasks, self.monitor, changes)

    def publish(self, news: News) -> None:
        self.controller.publish(news)

    @property
    def state(self) -> AppState:
        return self.store.state

    def shows(self, page: Page | None) -> bool:
        return self.store.state.page is page

    def has(self, entry: type[Entry]) -> bool:
        return isinstance(self.store.state.entry, entry)

    async def until(self, condition: Callable[[AppState], bool]) -> None:
        seen = asyncio.Event()

        def look(state: AppState) -> None:
            if condition(state):
                seen.set()

        self.store.changed.connect(look)
        look(self.state)
        async with asyncio.timeout(30):
            await seen.wait()
        self.store.changed.disconnect(look)

    async def looked(self) -> None:
        await self.until(lambda s: s.look is not None and s.look.facts.gateway is not None and not s.checking)

    async def set_up(self) -> None:
        self.controller.go(Page.RESTART)
        await self.until(lambda s: isinstance(s.activity, Running) and isinstance(s.activity.asking, ReviewPlan))
        self.controller.changes.answer(yes=True)
        await self.until(lambda s: isinstance(s.activity, Ended))


def opened(world: World, story: Callable[[Window], Awaitable[None]], secrets: SecretStore | None = None) -> None:
    """The window is opened, the story happens, and it is closed. `secrets`: the keychain, instead of the practice one."""

    async def run() -> None:
        window = Window(build(world.environment, secrets=secrets))
        cancel = window.tasks.spawn(window.monitor.run())
        await window.looked()
        await story(window)
        cancel()
        await window.controller.memory.save()
        await window.tasks.close(5)
        assert window.defects == []

    world.behave(rewrites=False)
    asyncio.run(run())


@contextmanager
def fault(openrouter: PracticeOpenRouter, name: str, value: object) -> Iterator[None]:
    openrouter.faults.set(name, value)
    try:
        yield
    finally:
        openrouter.faults.clear()


@on_a_new_computer
def test_the_setup_goes_on_where_it_was_left(world: World) -> None:
    async def first(window: Window) -> None:
        assert window.shows(Page.WELCOME)
        window.controller.start()
        assert window.shows(Page.KEY)
        window.controller.key_entry.enter(world.key)
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert stored_key(world) == world.key

    async def second(window: Window) -> None:
        assert window.shows(Page.KEY)
        assert key_works(window.state)
        window.controller.next()
        assert window.shows(Page.RESTART)

    async def third(window: Window) -> None:
        assert window.shows(Page.RESTART)
        await window.until(lambda s: isinstance(s.activity, Running) and isinstance(s.activity.asking, ReviewPlan))
        window.controller.back()
        assert window.shows(Page.KEY)
        assert isinstance(window.state.activity, Idle)
        window.controller.back()
        window.controller.back()
        window.controller.back()
        assert window.shows(Page.WELCOME)

    for story in (first, second, third):
        opened(world, story)


@on_a_new_computer
def test_once_it_is_set_up_the_panel_opens(world: World) -> None:
    store_key(world, world.key)

    async def first(window: Window) -> None:
        await window.set_up()
        window.controller.next()
        assert window.shows(Page.MODEL)
        window.controller.next()
        assert window.shows(Page.FINISHED)

    async def second(window: Window) -> None:
        assert window.shows(None)
        window.controller.set_up_again()
        assert window.shows(Page.WELCOME)

    opened(world, first)
    opened(world, second)
    opened(world, second)  # a welcome that was left is no setup under way


@pytest.mark.parametrize(
    "world", [State("broken", {".config/Claude-3p/claude_desktop_config.json": b"{"})], indirect=True, ids=str
)
def test_a_page_that_is_held_up_goes_on_by_itself(world: World) -> None:
    file = world.home / ".config/Claude-3p/claude_desktop_config.json"

    async def story(window: Window) -> None:
        window.controller.start()
        assert window.shows(Page.SETTINGS)
        window.controller.next()
        assert window.shows(Page.SETTINGS)
        file.write_bytes(b"{}")
        window.monitor.poke(full=False)
        await window.until(lambda s: s.page is Page.KEY)

    opened(world, story)


@on_a_new_computer
@pytest.mark.parametrize(
    "text,found",
    [
        ("hello", FindingId.NOT_A_KEY),
        ("sk-or-v1-" + "0" * 64, FindingId.KEY_REJECTED),
        ("x" * 40, FindingId.KEY_REJECTED),
        ("a whole file\n" * 200, FindingId.NOT_A_KEY),
        ("Dear Ada, this was copied by mistake and is nobody's business.", FindingId.NOT_A_KEY),
    ],
)
def test_keys_that_are_none(world: World, text: str, found: FindingId) -> None:
    async def story(window: Window) -> None:
        window.controller.key_entry.enter(text)
        await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert isinstance(window.state.entry, EntryFailed)
        assert window.state.entry.finding.id is found
        assert window.state.entry.odd is not text.startswith("sk-or-")
        window.controller.key_entry.enter("")
        assert window.has(NoEntry)
        assert stored_key(world) is None

    opened(world, story)


@on_a_new_computer
def test_a_text_is_shown_to_nobody(world: World, openrouter: PracticeOpenRouter) -> None:
    async def story(window: Window) -> None:
        asked = len(openrouter.requests)
        window.controller.key_entry.enter("Dear Ada, " * 40)
        window.controller.key_entry.enter("Dear Ada, " * 400)
        assert window.has(EntryFailed)
        await asyncio.sleep(0)
        assert len(openrouter.requests) == asked

    opened(world, story)


@on_a_new_computer
def test_a_key_that_a_mail_has_broken_is_one(world: World) -> None:
    async def story(window: Window) -> None:
        window.controller.key_entry.enter(f" {world.key[:40]}\n  {world.key[40:]} ")
        await window.until(lambda s: isinstance(s.entry, EntryWorks))

    opened(world, story)
    assert stored_key(world) == world.key


@on_a_new_computer
def test_while_a_key_is_typed_the_one_before_counts_no_more(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        window.controller.go(Page.KEY)
        assert key_works(window.state)
        window.controller.key_entry.typing()
        window.controller.next()
        assert window.shows(Page.KEY)
        window.controller.key_entry.enter("")
        window.controller.next()
        assert window.shows(Page.RESTART)

    opened(world, story)


@on_a_new_computer
def test_half_a_key_is_asked_of_nobody(world: World, openrouter: PracticeOpenRouter) -> None:
    async def story(window: Window) -> None:
        asked = len(openrouter.requests)
        window.controller.key_entry.enter(world.key[:15])
        assert isinstance(window.state.entry, EntryFailed)
        assert len(openrouter.requests) == asked

    opened(world, story)


@on_a_new_computer
def test_a_key_is_tried_again_after_a_failure_of_the_network(world: World, openrouter: PracticeOpenRouter) -> None:
    async def story(window: Window) -> None:
        with fault(openrouter, "captive-html", True):
            window.controller.key_entry.enter(f"  “{world.key}”\n")
            assert window.has(CheckingEntry)
            await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert stored_key(world) is None
        window.controller.key_entry.try_again()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))
        assert stored_key(world) == world.key

    opened(world, story)


@on_a_new_computer
def test_the_last_key_that_was_entered_counts(world: World, openrouter: PracticeOpenRouter) -> None:
    async def story(window: Window) -> None:
        with fault(openrouter, "slow", {"seconds": 0.2}):
            window.controller.key_entry.enter("sk-or-v1-" + "0" * 64)
            window.controller.key_entry.enter(world.key)
            await window.until(lambda s: isinstance(s.entry, EntryWorks | EntryFailed))
        assert isinstance(window.state.entry, EntryWorks)

    opened(world, story)


@pytest.mark.parametrize("world", [State("by hand", {profile(BY_HAND): b"{}"}, with_key=False)], indirect=True, ids=str)
def test_the_key_that_claude_has_is_used(world: World) -> None:
    async def story(window: Window) -> None:
        window.controller.key_entry.use_claudes_key()
        await window.until(lambda s: isinstance(s.entry, EntryWorks))

    opened(world, story)
    assert stored_key(world) == world.key


@on_a_new_computer
def test_models_are_part_of_the_setup_before_it(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        window.controller.go(Page.RESTART)
        window.controller.open_choice()
        assert window.shows(Page.CHOICE)
        window.controller.models.choose([OPUS, HAIKU])
        window.controller.back()
        assert window.shows(Page.RESTART)
        await window.until(lambda s: isinstance(s.activity, Running) and isinstance(s.activity.asking, ReviewPlan))
        window.controller.changes.answer(yes=True)
        await window.until(lambda s: isinstance(s.activity, Ended))
        assert window.state.preferences.models == ()

    opened(world, story)
    world.launched(1)
    proven_by_claude(world)
    assert world.claude()["models"] == [OPUS, HAIKU]


@on_a_new_computer
def test_later_models_wait_until_claude_is_closed(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.models.choose([OPUS, HAIKU])
        assert window.state.preferences.waiting == (OPUS, HAIKU)
        window.monitor.poke(full=False)
        await window.looked()
        assert world.claude()["models"] != [OPUS, HAIKU]
        world.end_claude()
        window.monitor.poke(full=False)
        await window.until(lambda s: s.preferences.waiting == () and isinstance(s.activity, Idle))

    opened(world, story)
    world.open_claude_again()
    assert world.claude()["models"] == [OPUS, HAIKU]
    proven_by_claude(world)


@on_a_new_computer
def test_models_that_wait_go_with_the_setup(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.models.choose([OPUS, HAIKU])
        await asyncio.to_thread(world.run, "undo", "--yes")
        window.monitor.poke(full=False)
        await window.until(lambda s: s.preferences.waiting == ())
        await asyncio.to_thread(world.launched, 2)  # the undo opened it again, and it writes while it starts
        before = snapshot(world.home)
        world.end_claude()
        window.monitor.poke(full=False)
        await window.until(lambda s: s.look is not None and not s.look.facts.claude.processes)
        assert isinstance(window.state.activity, Idle | Ended)
        assert snapshot(world.home) == before

    opened(world, story)


@on_a_new_computer
def test_models_at_once_restart_claude(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.models.choose([OPUS, HAIKU])
        window.controller.models.use_now()
        await window.until(lambda s: isinstance(s.activity, Ended))
        assert window.state.preferences.waiting == ()
        window.controller.models.choose([OPUS, HAIKU])
        assert window.state.preferences.waiting == ()  # as it is already

    opened(world, story)
    world.launched(2)
    proven_by_claude(world)
    assert world.claude()["models"] == [OPUS, HAIKU]


@on_a_new_computer
def test_waiting_models_that_cannot_be_are_tried_once(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.models.choose([OPUS, HAIKU])
        world.end_claude()
        with fault(openrouter, "key-rejected", True):
            window.monitor.poke(full=False)
            await window.until(lambda s: isinstance(s.activity, Running))
            await window.until(lambda s: isinstance(s.activity, Idle))
            asked = len(openrouter.requests)
            window.monitor.poke(full=False)
            before = window.state.look
            await window.until(lambda s: s.look is not before)
        assert window.state.preferences.waiting == (OPUS, HAIKU)
        assert isinstance(window.state.activity, Idle)
        assert len(openrouter.requests) >= asked

    opened(world, story)


@on_a_new_computer
def test_after_an_undo_everything_begins_anew(world: World) -> None:
    store_key(world, world.key)

    async def story(window: Window) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.changes.undo()
        await window.until(lambda s: isinstance(s.activity, Running) and isinstance(s.activity.asking, ReviewPlan))
        window.controller.changes.agree_to_undo(forget_key=True)
        await window.until(lambda s: isinstance(s.activity, Ended))
        await window.until(lambda s: s.look is not None and not s.look.facts.journal.active)
        window.controller.close_result()
        assert window.shows(Page.WELCOME)
        assert window.has(NoEntry)

    opened(world, story)
    assert stored_key(world) is None


@on_a_new_computer
def test_damaged_preferences_are_none(world: World) -> None:
    data = build(world.environment).data
    data.save("preferences.json", replace(Preferences(), page="no such page"))

    async def story(window: Window) -> None:
        assert window.shows(Page.WELCOME)

    opened(world, story)
    (data.path / "preferences.json").write_bytes(b"{")
    opened(world, story)
