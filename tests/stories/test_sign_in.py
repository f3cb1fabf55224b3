"""Signing in with a browser, on a practice computer: a yes, a no, nothing at all, and everything that can cross it."""

from __future__ import annotations

import asyncio
import hashlib
import re
import socket
import traceback
from collections.abc import Awaitable, Callable

import httpx
import pytest

from app.bootstrap import build
from app.domain.entry import CheckingEntry, EntryFailed, EntryWorks, NoEntry, SigningIn
from app.domain.errors import AppError
from app.domain.findings import FindingId, Named, found
from app.domain.model import ApiKey
from app.domain.state import AppState, key_works
from app.domain.wizard import Page
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.flows.sign_in import SignIn
from app.practice.openrouter import PracticeOpenRouter
from app.services.sign_in_listener import Limits
from app.ui.changes import Changes
from app.ui.controller import Controller
from app.ui.store import Store
from app.ui.tasks import Tasks
from app.words.speech import Speech
from tests.stories.browser import Browser, asked, with_answer
from tests.stories.command_line import on_a_new_computer, store_key, stored_key
from tests.stories.computer import World
from tests.stories.test_window_controller import Window, fault

pytestmark = on_a_new_computer
SPEECH = Speech()
Exchanges = Callable[[], int]
EXCHANGE = "POST /api/v1/auth/keys"


class BrowsingController(Controller):
    """Opens links in the test's browser instead of the person's own."""

    def __init__(
        self, browser: Browser, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor, changes: Changes
    ) -> None:
        self.browser = browser
        super().__init__(parts, store, tasks, monitor, changes)

    def open_link(self, link: str) -> bool:
        return self.browser.open(link)


class BrowsingWindow(Window):
    """`came_up`: how often it was brought to the front."""

    def __init__(self, parts: Parts, browser: Browser) -> None:
        super().__init__(parts)
        self.browser = browser
        self.came_up = 0
        changes = self.controller.changes
        self.controller = BrowsingController(browser, parts, self.store, self.tasks, self.monitor, changes)
        self.controller.shown.connect(self._come_up)

    def _come_up(self) -> None:
        self.came_up += 1

    async def begins(self) -> SigningIn:
        """Step 3, and the browser is asked."""
        self.controller.go(Page.KEY)
        self.controller.sign_in.begin(SPEECH)
        assert self.has(SigningIn)
        return await self.waits()

    async def waits(self) -> SigningIn:
        await self.until(lambda s: isinstance(s.entry, SigningIn) and bool(s.entry.link))
        entry = self.state.entry
        assert isinstance(entry, SigningIn)
        return entry

    async def works(self) -> None:
        await self.until(lambda s: isinstance(s.entry, EntryWorks))

    async def fails(self) -> FindingId:
        await self.until(lambda s: isinstance(s.entry, EntryFailed))
        entry = self.state.entry
        assert isinstance(entry, EntryFailed)
        assert entry.by_sign_in
        return entry.finding.id


def opened(world: World, browser: Browser, story: Callable[[BrowsingWindow], Awaitable[None]]) -> None:
    """The window is opened, the story happens, and it is closed."""

    async def run() -> None:
        window = BrowsingWindow(build(world.environment), browser)
        cancel = window.tasks.spawn(window.monitor.run())
        await window.looked()
        await story(window)
        cancel()
        await window.controller.memory.save()
        await window.tasks.close(5)
        assert window.defects == []

    asyncio.run(run())


async def begun(world: World, browser: Browser) -> tuple[asyncio.Future[ApiKey], str]:
    """A sign-in without a window, and the link that it opened."""
    told: asyncio.Queue[SigningIn] = asyncio.Queue()
    attempt = SignIn(build(world.environment), SPEECH, browser.open, told.put_nowait)
    getting = asyncio.ensure_future(attempt.key())
    return getting, (await told.get()).link


async def is_closed(callback: str) -> bool:
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            await client.get(with_answer(callback, code="late"))
    except httpx.ConnectError:
        return True
    return False


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def exchanges(openrouter: PracticeOpenRouter) -> Exchanges:
    """How often a code was brought to the server since the test began."""
    before = openrouter.counts[EXCHANGE]
    return lambda: openrouter.counts[EXCHANGE] - before


def test_a_yes_brings_a_key_that_works_and_is_kept(
    world: World, openrouter: PracticeOpenRouter, browser: Browser
) -> None:
    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        assert entry.opened
        assert [entry.link] == browser.opened
        page = await browser.agree()
        assert "Your answer has arrived" in page
        await window.works()
        assert window.came_up == 1
        assert key_works(window.state)

    opened(world, browser, story)
    key = stored_key(world)
    assert key
    label = f"Gateway Companion on {socket.gethostname().partition('.')[0]}"
    assert openrouter.signed_in[hashlib.sha256(key.encode()).hexdigest()] == label
    assert not any(r.authorization for r in openrouter.requests if r.path.endswith("/auth/keys"))


def test_the_link_asks_for_what_openrouter_wants(world: World, browser: Browser) -> None:
    async def story(window: BrowsingWindow) -> None:
        first = await window.begins()
        wanted = asked(first.link)
        assert first.link.startswith(f"{world.environment['GATEWAY_COMPANION_BASE_URL'].removesuffix('/api')}/auth?")
        assert wanted.keys() == {"callback_url", "code_challenge", "code_challenge_method", "key_label"}
        assert wanted["code_challenge_method"] == "S256"
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", wanted["code_challenge"])
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/signed-in/[A-Za-z0-9_-]{43}", wanted["callback_url"])
        by_hand = asked(first.code_link)
        assert by_hand == {name: value for name, value in wanted.items() if name != "callback_url"}
        second = await window.begins()
        assert asked(second.link)["code_challenge"] != wanted["code_challenge"]
        assert await is_closed(wanted["callback_url"])

    opened(world, browser, story)


def test_a_browser_that_is_logged_in_already(world: World, browser: Browser) -> None:
    async def story(window: BrowsingWindow) -> None:
        await window.begins()
        await browser.agree()
        await window.works()
        first = stored_key(world)
        await window.begins()
        assert "Authorize</button>" in (await browser.visit(browser.opened[-1])).text
        await browser.agree()
        await window.works()
        assert stored_key(world) != first

    opened(world, browser, story)


def test_connecting_again_from_the_panel_replaces_the_key(world: World, browser: Browser) -> None:
    store_key(world, world.key)

    async def story(window: BrowsingWindow) -> None:
        await window.set_up()
        window.controller.show_panel()
        window.controller.connect_again()
        assert window.shows(Page.KEY)
        window.controller.sign_in.begin(SPEECH)
        await window.waits()
        await browser.agree()
        await window.works()
        assert key_works(window.state)

    opened(world, browser, story)
    assert stored_key(world) not in (None, world.key)


def test_a_no_is_told_and_saves_nothing(world: World, browser: Browser, exchanges: Exchanges) -> None:
    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        back = await browser.decide(entry.link, "deny")
        assert "You said no" in (await browser.visit(back)).text
        assert await window.fails() is FindingId.SIGN_IN_DENIED
        assert await is_closed(asked(entry.link)["callback_url"])
        assert window.came_up == 1
        assert not key_works(window.state)

    opened(world, browser, story)
    assert stored_key(world) is None
    assert exchanges() == 0


def test_after_a_no_the_stored_key_still_counts(world: World, browser: Browser) -> None:
    store_key(world, world.key)

    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        assert not key_works(window.state)
        await browser.visit(await browser.decide(entry.link, "deny"))
        await window.fails()
        assert key_works(window.state)

    opened(world, browser, story)
    assert stored_key(world) == world.key


def test_a_browser_that_is_closed_is_cancelled_by_hand(world: World, browser: Browser) -> None:
    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        window.controller.sign_in.cancel()
        assert window.has(NoEntry)
        await asyncio.sleep(0)
        assert await is_closed(asked(entry.link)["callback_url"])
        window.controller.sign_in.cancel()
        assert window.came_up == 0
        window.controller.key_entry.enter(world.key)
        await window.works()
        window.controller.sign_in.cancel()  # there is nothing left to cancel
        assert window.has(EntryWorks)

    opened(world, browser, story)


@pytest.mark.parametrize("leave", ["cancel", "back"])
def test_a_cancel_while_the_key_is_fetched_says_that_it_may_be_there(
    world: World, openrouter: PracticeOpenRouter, browser: Browser, leave: str
) -> None:
    async def story(window: BrowsingWindow) -> None:
        with fault(openrouter, "hang", {"path": "/v1/auth/keys"}):
            await window.begins()
            await browser.agree()
            await window.until(lambda s: isinstance(s.entry, SigningIn) and s.entry.got)
            if leave == "back":
                window.controller.back()
            else:
                window.controller.sign_in.cancel()
        label = f"Gateway Companion on {socket.gethostname().partition('.')[0]}"
        late = found(FindingId.SIGN_IN_UNFINISHED, Named(label))
        assert window.state.entry == EntryFailed(late, by_sign_in=True)
        await window.begins()
        await browser.agree()
        await window.works()

    opened(world, browser, story)


@pytest.mark.parametrize("leave", ["back", "panel", "rail"])
def test_leaving_the_page_cancels(world: World, browser: Browser, leave: str) -> None:
    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        match leave:
            case "back":
                window.controller.back()
            case "panel":
                window.controller.show_panel()
            case _:
                window.controller.choose_step(0)
        assert not window.shows(Page.KEY)
        assert window.has(NoEntry)
        await asyncio.sleep(0)
        assert await is_closed(asked(entry.link)["callback_url"])

    opened(world, browser, story)


def test_ending_the_program_closes_the_port(world: World, browser: Browser) -> None:
    callbacks: list[str] = []

    async def story(window: BrowsingWindow) -> None:
        callbacks.append(asked((await window.begins()).link)["callback_url"])

    opened(world, browser, story)
    assert asyncio.run(is_closed(callbacks[0]))


@pytest.mark.parametrize("way", ["typed", "pasted"])
def test_a_key_that_is_entered_meanwhile_ends_it(world: World, browser: Browser, way: str) -> None:
    async def story(window: BrowsingWindow) -> None:
        entry = await window.begins()
        if way == "typed":
            window.controller.key_entry.typing()
            assert window.has(CheckingEntry)
        window.controller.key_entry.enter(world.key)
        await window.works()
        assert await is_closed(asked(entry.link)["callback_url"])

    opened(world, browser, story)
    assert stored_key(world) == world.key


def test_a_code_that_came_too_late(world: World, openrouter: PracticeOpenRouter, browser: Browser) -> None:
    async def story(window: BrowsingWindow) -> None:
        with fault(openrouter, "code-expired", True):
            await window.begins()
            await browser.agree()
            assert await window.fails() is FindingId.SIGN_IN_EXPIRED
        window.controller.key_entry.try_again()
        await window.waits()
        assert len(browser.opened) == 2
        await browser.agree()
        await window.works()

    opened(world, browser, story)
    assert stored_key(world)


def test_an_exchange_that_fails_on_the_way(
    world: World, openrouter: PracticeOpenRouter, browser: Browser, exchanges: Exchanges
) -> None:
    async def story(window: BrowsingWindow) -> None:
        with fault(openrouter, "captive-html", {"path": "/v1/auth/keys"}):
            await window.begins()
            await browser.agree()
            assert await window.fails() is FindingId.GATEWAY_INTERCEPTED

    opened(world, browser, story)
    assert exchanges() == 1
    assert stored_key(world) is None


def test_a_key_that_could_not_be_checked_is_not_asked_for_again(
    world: World, openrouter: PracticeOpenRouter, browser: Browser, exchanges: Exchanges
) -> None:
    async def story(window: BrowsingWindow) -> None:
        with fault(openrouter, "captive-html", {"path": "/v1/key"}):
            await window.begins()
            await browser.agree()
            await window.until(lambda s: isinstance(s.entry, EntryFailed))
        assert stored_key(world) is None
        window.controller.key_entry.try_again()
        await window.works()
        assert len(browser.opened) == 1

    opened(world, browser, story)
    assert exchanges() == 1
    assert stored_key(world)


class TestWithoutABrowser:
    @pytest.fixture
    def browser(self) -> Browser:
        return Browser(works=False)

    def test_a_code_is_copied_from_the_page(self, world: World, browser: Browser, exchanges: Exchanges) -> None:
        async def story(window: BrowsingWindow) -> None:
            entry = await window.begins()
            assert not entry.opened
            code = await browser.decide(entry.code_link)
            window.controller.sign_in.enter_code(f"  “{code[:9]}\n{code[9:]}”\n")
            await window.works()
            assert await is_closed(asked(entry.link)["callback_url"])

        opened(world, browser, story)
        assert stored_key(world)
        assert exchanges() == 1

    def test_the_link_can_be_opened_by_hand_as_well(self, world: World, browser: Browser) -> None:
        async def story(window: BrowsingWindow) -> None:
            entry = await window.begins()
            await browser.visit(await browser.decide(entry.link))
            await window.works()

        opened(world, browser, story)

    def test_a_mistyped_code_ends_nothing(self, world: World, browser: Browser, exchanges: Exchanges) -> None:
        def refused(state: AppState) -> bool:
            return isinstance(state.entry, SigningIn) and state.entry.refused is not None and not state.entry.got

        async def story(window: BrowsingWindow) -> None:
            entry = await window.begins()
            window.controller.sign_in.enter_code("   ")
            assert window.state.entry == entry
            window.controller.sign_in.enter_code("é")
            assert refused(window.state)
            window.controller.sign_in.enter_code("mistyped")
            await window.until(lambda s: isinstance(s.entry, SigningIn) and s.entry.got)
            await window.until(refused)
            window.controller.sign_in.enter_code(await browser.decide(entry.code_link))
            await window.works()

        opened(world, browser, story)
        assert exchanges() == 2
        assert stored_key(world)

    def test_the_browser_may_still_come_by_itself(self, world: World, browser: Browser) -> None:
        async def story(window: BrowsingWindow) -> None:
            entry = await window.begins()
            window.controller.sign_in.enter_code("mistyped")
            await window.until(lambda s: isinstance(s.entry, SigningIn) and s.entry.refused is not None)
            await browser.visit(await browser.decide(entry.link))
            await window.works()

        opened(world, browser, story)


def test_nobody_decides_in_time(world: World, browser: Browser) -> None:
    told: list[SigningIn] = []

    async def run() -> None:
        attempt = SignIn(build(world.environment), SPEECH, browser.open, told.append, Limits(lifetime=0.05))
        with pytest.raises(AppError) as caught:
            await attempt.key()
        assert caught.value.finding.id is FindingId.SIGN_IN_UNFINISHED
        assert await is_closed(asked(told[0].link)["callback_url"])

    asyncio.run(run())
    assert len(told) == 1


def test_no_error_of_a_sign_in_knows_a_secret(world: World, openrouter: PracticeOpenRouter, browser: Browser) -> None:
    async def run() -> tuple[str, str]:
        getting, link = await begun(world, browser)
        back = await browser.decide(link)
        with fault(openrouter, "code-expired", True):
            await browser.visit(back)
            await asyncio.wait([getting])
        error = getting.exception()
        assert isinstance(error, AppError)
        shown = traceback.TracebackException.from_exception(error, capture_locals=True).format()
        return "".join(shown), asked(back)["code"]

    shown, code = asyncio.run(run())
    assert "Code(…)" in shown
    assert "Verifier(…)" in shown
    assert code not in shown


def test_no_state_of_the_window_ever_knows_a_secret(world: World, browser: Browser) -> None:
    """From the click on: what a view, a log or a report of a defect could show."""
    shown: list[str] = []
    codes: list[str] = []

    async def story(window: BrowsingWindow) -> None:
        def look(state: AppState) -> None:
            shown.append(repr(state))

        window.store.changed.connect(look)
        back = await browser.decide((await window.begins()).link)
        codes.append(asked(back)["code"])
        await browser.visit(back)
        await window.works()

    opened(world, browser, story)
    key, states = stored_key(world), "\n".join(shown)
    assert key
    assert all(kind in states for kind in ("SigningIn(", "got=True", "CheckingEntry(", "EntryWorks("))
    assert key not in states
    assert codes[0] not in states
