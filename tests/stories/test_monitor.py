"""The monitor on a practice computer: what it looks at and when, and that it never looks during a change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from app.bootstrap import build
from app.domain.findings import Finding, FindingId
from app.domain.outcome import Look
from app.flows.monitor import AGAIN, EVERY, Clock, Looking, Monitor, News
from app.practice.openrouter import PracticeOpenRouter
from tests.stories.command_line import on_a_new_computer, store_key
from tests.stories.computer import World

pytestmark = on_a_new_computer


@dataclass
class Heard:
    """What was published, and a way to wait for the next of it."""

    news: list[News] = field(default_factory=list)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def __call__(self, news: News) -> None:
        self.news.append(news)
        self.more.set()

    async def count(self, looks: int) -> None:
        async with asyncio.timeout(20):
            while len(self.looks) < looks:
                self.more.clear()
                await self.more.wait()

    async def begun(self, looks: int) -> None:
        async with asyncio.timeout(20):
            while sum(isinstance(n, Looking) for n in self.news) < looks:
                self.more.clear()
                await self.more.wait()

    @property
    def looks(self) -> list[Look]:
        return [n for n in self.news if isinstance(n, Look)]


class Hours(Clock):
    """Time passes only when the test has it pass. `asked`: how long the monitor wanted to rest each time."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._now = 0.0
        self._over = asyncio.Event()

    def now(self) -> float:
        return self._now

    def pass_by(self, seconds: float | None = None) -> None:
        """So many, or as many as it wanted."""
        self._now += self.asked[-1] if seconds is None else seconds
        if seconds is None:
            self._over.set()

    async def wait(self, wake: asyncio.Event, seconds: float) -> bool:
        self.asked.append(seconds)
        self._over.clear()
        ends = [asyncio.create_task(event.wait()) for event in (wake, self._over)]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
        return wake.is_set()


def watching(
    world: World,
    story: Callable[[Monitor, Heard], Awaitable[None]],
    every: float = 300.0,
    clock: Clock | None = None,
) -> Heard:
    async def run() -> Heard:
        heard = Heard()
        monitor = Monitor(build(world.environment), heard, every, clock)
        task = asyncio.create_task(monitor.run())
        try:
            await story(monitor, heard)
        finally:
            task.cancel()
            await asyncio.wait([task])
        return heard

    return asyncio.run(run())


def test_it_looks_at_the_computer_first_and_then_at_everything(world: World) -> None:
    store_key(world, world.key)

    async def story(_: Monitor, heard: Heard) -> None:
        await heard.count(2)

    heard = watching(world, story)
    kinds = [type(news) for news in heard.news]
    assert kinds == [Look, Looking, Look]
    first, second = heard.looks
    assert first.facts.gateway is None
    assert second.facts.gateway is not None
    assert second.facts.gateway.latency is not None


def test_a_glance_asks_nobody_and_keeps_what_the_gateway_said(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)

    async def story(monitor: Monitor, heard: Heard) -> None:
        await heard.count(2)
        asked = len(openrouter.requests)
        monitor.poke(full=False)
        await heard.count(3)
        assert len(openrouter.requests) == asked

    heard = watching(world, story)
    assert heard.looks[2].facts.gateway == heard.looks[1].facts.gateway
    assert heard.looks[2].facts.seen_at > heard.looks[1].facts.seen_at


def test_it_looks_again_by_itself(world: World) -> None:
    async def story(_: Monitor, heard: Heard) -> None:
        await heard.count(4)

    heard = watching(world, story, every=0.05)
    assert [look.facts.gateway is not None for look in heard.looks[:4]] == [False, True, True, True]


def test_while_it_is_held_it_does_not_look(world: World) -> None:
    async def story(monitor: Monitor, heard: Heard) -> None:
        await heard.count(2)
        monitor.hold()
        monitor.poke()
        for _ in range(20):  # it is woken, and waits until it may
            await asyncio.sleep(0)
        assert len(heard.looks) == 2
        monitor.release()
        await heard.count(3)

    assert watching(world, story).looks[2].facts.gateway is not None


def test_a_gateway_that_is_refused_is_told(world: World) -> None:
    world.environment["GATEWAY_COMPANION_BASE_URL"] = "https://gateway.example"

    async def story(_: Monitor, heard: Heard) -> None:
        async with asyncio.timeout(20):
            while not heard.news:
                heard.more.clear()
                await heard.more.wait()

    heard = watching(world, story)
    assert isinstance(heard.news[0], Finding)
    assert heard.news[0].id is FindingId.GATEWAY_ADDRESS_REFUSED


def test_a_look_that_began_before_a_change_is_not_told_after_it(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)

    async def story(monitor: Monitor, heard: Heard) -> None:
        await heard.count(2)
        openrouter.faults.set("slow", {"seconds": 0.3})
        try:
            monitor.poke()
            await heard.begun(2)
            monitor.hold()  # a change begins and ends while the gateway takes its time
            monitor.release()
            before = monitor._last
            await heard.count(3)
        finally:
            openrouter.faults.clear()
        assert before is heard.looks[1]
        assert heard.looks[2].facts.gateway is not None
        begun = [i for i, news in enumerate(heard.news) if isinstance(news, Looking)]
        assert heard.news[begun[-1] + 1] is heard.looks[2]
        assert len(begun) == 3  # the one in between was begun and forgotten

    watching(world, story)


@pytest.mark.parametrize("fault", ["closed-connection", "captive-html", "key-rejected"])
def test_only_a_gateway_out_of_reach_is_asked_again_soon(
    world: World, openrouter: PracticeOpenRouter, fault: str
) -> None:
    store_key(world, world.key)
    openrouter.faults.set(fault, True)
    clock = Hours()

    async def story(_: Monitor, heard: Heard) -> None:
        await heard.count(2)

    try:
        watching(world, story, clock=clock)
    finally:
        openrouter.faults.clear()
    assert clock.asked == [EVERY if fault == "key-rejected" else AGAIN]


def test_the_longer_it_is_out_of_reach_the_less_often_it_is_asked(world: World, openrouter: PracticeOpenRouter) -> None:
    store_key(world, world.key)
    openrouter.faults.set("captive-html", True)
    clock = Hours()

    async def story(_: Monitor, heard: Heard) -> None:
        for looks in range(2, 10):  # the first one asks nobody
            await heard.count(looks)
            clock.pass_by()
        assert clock.asked == [AGAIN, 10, 20, 40, 80, 160, EVERY, EVERY]
        openrouter.faults.clear()
        await heard.count(10)
        clock.pass_by()
        await heard.count(11)
        assert clock.asked[8:] == [EVERY, EVERY]
        openrouter.faults.set("captive-html", True)
        clock.pass_by()
        await heard.count(12)
        assert clock.asked[10:] == [AGAIN]

    try:
        watching(world, story, clock=clock)
    finally:
        openrouter.faults.clear()


def test_whoever_asks_for_a_look_is_not_left_to_wait_long(world: World, openrouter: PracticeOpenRouter) -> None:
    """A person, or the computer that wakes up."""
    store_key(world, world.key)
    openrouter.faults.set("captive-html", True)
    clock = Hours()

    async def story(monitor: Monitor, heard: Heard) -> None:
        for looks in range(2, 5):
            await heard.count(looks)
            clock.pass_by()
        await heard.count(5)
        monitor.poke()
        await heard.count(6)
        assert clock.asked == [AGAIN, 10, 20, 40, AGAIN]

    try:
        watching(world, story, clock=clock)
    finally:
        openrouter.faults.clear()


def test_glances_do_not_put_off_the_next_look_at_everything(world: World) -> None:
    """Claude writes its log all the time."""
    clock = Hours()

    async def story(monitor: Monitor, heard: Heard) -> None:
        await heard.count(2)
        for looks in range(3, 6):
            clock.pass_by(90)
            monitor.poke(full=False)
            await heard.count(looks)
        assert clock.asked == [EVERY, 210, 120, 30]
        clock.pass_by()
        await heard.count(6)
        assert clock.asked[4:] == [EVERY]

    heard = watching(world, story, clock=clock)
    assert sum(isinstance(news, Looking) for news in heard.news) == 2
