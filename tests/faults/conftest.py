"""What the fault tests share: the practice OpenRouter, and each scene played once without a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.practice.openrouter import PracticeOpenRouter

pytest.register_assert_rewrite("tests.faults.recovery", "tests.faults.world")  # before they are imported

from tests.faults.recovery import Rehearsal  # noqa: E402
from tests.faults.world import Scene, World, made  # noqa: E402

Rehearse = Callable[[Scene], Rehearsal]
Stage = Callable[[Scene], World]


@pytest.fixture(scope="session")
def openrouter() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


@pytest.fixture(scope="session")
def rehearse(openrouter: PracticeOpenRouter, tmp_path_factory: pytest.TempPathFactory) -> Rehearse:
    """Plays each scene once in this test process."""
    known: dict[Scene, Rehearsal] = {}

    def rehearsed(scene: Scene) -> Rehearsal:
        if scene not in known:
            world, original = made(tmp_path_factory.mktemp("rehearsal") / "p", openrouter, scene)
            try:
                before = world.snapshot()
                ended = world.change_with()
                assert (ended.status, ended.report["applied"]) == (0, True), ended
                known[scene] = Rehearsal(ended.calls, original, before, world.snapshot(), world.folder)
            finally:
                world.close()
        return known[scene]

    return rehearsed


@pytest.fixture
def stage(openrouter: PracticeOpenRouter, tmp_path: Path) -> Iterator[Stage]:
    """Makes the computer of a scene."""
    with ExitStack() as stack:

        def made_here(scene: Scene) -> World:
            world, _ = made(tmp_path / "p", openrouter, scene)
            stack.callback(world.close)
            return world

        yield made_here
