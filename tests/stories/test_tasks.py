"""The window's coroutines: what is cancelled may still put its things in order, and a defect is told."""

from __future__ import annotations

import asyncio

import pytest

from app.ui.tasks import Tasks


def test_what_was_cancelled_puts_its_things_in_order() -> None:
    async def story() -> bool:
        tasks = Tasks(lambda error: None)
        begun, tidying, tidied = asyncio.Event(), asyncio.Event(), asyncio.Event()

        async def work() -> None:
            begun.set()
            try:
                await asyncio.Event().wait()
            finally:
                tidying.set()
                await asyncio.to_thread(int)
                tidied.set()

        cancel = tasks.spawn(work())
        await begun.wait()
        cancel()
        await tidying.wait()
        cancel()
        await tasks.close(5)
        return tidied.is_set()

    assert asyncio.run(story())


def test_a_defect_is_told_and_an_end_that_was_asked_for_is_none(caplog: pytest.LogCaptureFixture) -> None:
    error = ValueError("a defect")

    async def story() -> list[BaseException]:
        told = asyncio.Event()
        defects: list[BaseException] = []

        def failed(defect: BaseException) -> None:
            defects.append(defect)
            told.set()

        async def fails() -> None:
            raise error

        tasks = Tasks(failed)
        tasks.spawn(fails())
        tasks.spawn(asyncio.sleep(60))
        await told.wait()
        await tasks.close(5)
        return defects

    assert asyncio.run(story()) == [error]
    assert [record.getMessage() for record in caplog.records] == ["a task of the window failed"]
    caplog.clear()
