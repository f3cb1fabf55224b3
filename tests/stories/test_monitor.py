"""The monitor on a practice computer: what it looks at and when, and that it never looks during a change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from app.bootstrap import build
from app.domain.findings import Finding, FindingId
from app.domain.outcome import Look
from app.flows.monitor import Looking, Monitor, News
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


def watching(world: World, story: Callable[[Monitor, Heard], Awaitable[None]], every: float = 300.0) -> Heard:
    async def run() -> Heard:
        heard = Heard()
        monitor = Monitor(build(world.environment), heard, every)
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
