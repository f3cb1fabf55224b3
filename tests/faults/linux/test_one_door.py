"""Claude's folders are written to by one file of the program only, and nothing is written where it does not belong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.conftest import Rehearse
from tests.faults.world import ROOTS, Call, Scene

SCENES = [
    Scene(kind, rich, open) for kind in ("setup", "repair", "undo") for rich in (True, False) for open in (True, False)
]


def within(call: Call, *folders: Path) -> bool:
    return any(Path(path).is_relative_to(folder) for path in call.paths for folder in folders)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_all_writes_of_a_change(scene: Scene, rehearse: Rehearse) -> None:
    rehearsal = rehearse(scene)
    claudes = [rehearsal.folder / "home" / root for root in ROOTS]
    own = rehearsal.folder / "companion"
    foreign = [call for call in rehearsal.calls if within(call, *claudes)]
    assert {"setup": "os.rename", "repair": "os.rename", "undo": "os.remove"}[scene.kind] in {c.name for c in foreign}
    assert [call for call in foreign if not call.by_the_door] == []
    assert [c for c in rehearsal.calls if c.paths and not within(c, *claudes, own, Path("/dev/null"))] == []


def test_the_hook_tells_one_file_from_the_others(rehearse: Rehearse) -> None:
    calls = rehearse(Scene("setup", True, True)).calls
    assert {c.by_the_door for c in calls if c.name in ("os.kill", "subprocess.Popen", "fcntl.flock")} == {False}
    assert {c.by_the_door for c in calls if c.name in ("os.rename", "os.fsync")} == {True}
    assert {"os.kill", "subprocess.Popen", "fcntl.flock", "os.rename", "os.fsync"} <= {c.name for c in calls}
