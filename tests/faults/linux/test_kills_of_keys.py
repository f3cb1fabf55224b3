"""A key on its way into Claude's settings, out of somebody's profile or back, killed at many moments: it is never lost."""

from __future__ import annotations

import json
import signal

import pytest

from app.domain.model import ApiKey
from app.domain.secret_ref import taken_out
from tests.faults.conftest import Rehearse, Stage
from tests.faults.recovery import every_file_is_whole, status_only_reports, undo_next
from tests.faults.world import THEIRS, Fault, Scene, World
from tests.stories.starting_states import BY_HAND, profile

MOMENTS = 14
THEIR_KEY = ApiKey(json.loads(THEIRS[profile(BY_HAND)])["inferenceGatewayApiKey"])


@pytest.mark.parametrize("index", range(MOMENTS))
@pytest.mark.parametrize("kind", ["take-out", "undo-take-out", "handover"])
def test_killed_at_a_moment(kind: str, index: int, stage: Stage, rehearse: Rehearse) -> None:
    scene = Scene(kind, rich=True, claude_open=index % 4 == 3)
    world, rehearsal = stage(scene), rehearse(scene)
    moment = 1 + index * (len(rehearsal.calls) - 1) // (MOMENTS - 1)
    ended = world.change_with(Fault("kill", moment))
    assert ended.status == -signal.SIGKILL
    every_file_is_whole(world, rehearsal)
    their_key_is_somewhere(world)
    no_note_of_ours_holds_it(world)
    status_only_reports(world)
    undo_next(world, rehearsal)
    assert THEIR_KEY.reveal() in (world.home / profile(BY_HAND)).read_text()


def their_key_is_somewhere(world: World) -> None:
    in_profile = THEIR_KEY.reveal() in (world.home / profile(BY_HAND)).read_text()
    kept = json.loads((world.data / "practice-keychain.json").read_text())
    assert in_profile or kept[taken_out(THEIR_KEY.digest)] == THEIR_KEY.reveal()


def no_note_of_ours_holds_it(world: World) -> None:
    notes = (p for p in world.data.rglob("*") if p.is_file() and "keychain" not in p.name)
    told = [path for path in notes if THEIR_KEY.reveal().encode() in path.read_bytes()]
    assert told == []
