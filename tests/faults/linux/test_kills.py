"""Setup, repair and undo, each killed at fifty moments: every file of Claude's stays whole, and the next run recovers."""

from __future__ import annotations

import signal

import pytest

from tests.faults.conftest import Rehearse, Stage
from tests.faults.recovery import (
    KINDS,
    every_file_is_whole,
    repair_next,
    scene_of,
    set_up_next,
    status_only_reports,
    undo_next,
)
from tests.faults.world import Fault

MOMENTS = 50


@pytest.mark.parametrize("index", range(MOMENTS))
@pytest.mark.parametrize("kind", KINDS)
def test_killed_at_a_moment(kind: str, index: int, stage: Stage, rehearse: Rehearse) -> None:
    scene = scene_of(kind, index)
    world, rehearsal = stage(scene), rehearse(scene)
    moment = 1 + index * (len(rehearsal.calls) - 1) // (MOMENTS - 1)
    ended = world.change_with(Fault("kill", moment))
    assert ended.status == -signal.SIGKILL
    assert len(ended.calls) == moment - 1
    every_file_is_whole(world, rehearsal)
    status_only_reports(world)
    (set_up_next, repair_next, undo_next)[index % 3](world, rehearsal)


@pytest.mark.parametrize("index", range(5))
@pytest.mark.parametrize("kind", KINDS)
def test_killed_again_while_it_recovers(kind: str, index: int, stage: Stage, rehearse: Rehearse) -> None:
    scene = scene_of(kind, index)
    world, rehearsal = stage(scene), rehearse(scene)
    first = world.change_with(Fault("kill", len(rehearsal.calls) * (index + 3) // 10))
    assert first.status == -signal.SIGKILL
    second = world.change_with(Fault("kill", 20 + 8 * index), KINDS[index % 3])
    assert second.status == -signal.SIGKILL
    every_file_is_whole(world, rehearsal, rehearsal.original)
    status_only_reports(world)
    (repair_next, undo_next, set_up_next)[index % 3](world, rehearsal)
