"""What cannot be written is told and taken back, and the next run finds nothing in its way."""

from __future__ import annotations

import os

import pytest

from tests.faults.conftest import Rehearse, Stage
from tests.faults.recovery import KINDS, Rehearsal, as_read, every_file_is_whole, scene_of, set_up_next, undo_next
from tests.faults.world import Ended, Fault, Scene, World
from tests.stories.computer import Snapshot, ids
from tests.stories.starting_states import GATEWAY_CONFIG, META, OWN

MOMENTS = 6
ON_DISK = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.fsync")


def moment(rehearsal: Rehearsal, index: int, names: tuple[str, ...]) -> int:
    """The number of a call with one of these names, spread over all of them."""
    numbers = [number for number, call in enumerate(rehearsal.calls, 1) if call.name in names]
    return numbers[index * (len(numbers) - 1) // (MOMENTS - 1)]


def first_write_of(name: str, rehearsal: Rehearsal) -> int:
    """The number of the call with which writing this file begins."""
    path = rehearsal.folder / "home" / name
    beginnings = (str(path), f"{path.with_name(f'.{path.name}')}.")
    return next(n for n, call in enumerate(rehearsal.calls, 1) if any(p.startswith(beginnings) for p in call.paths))


def taken_back(world: World, ended: Ended, before: Snapshot) -> None:
    assert (ended.status, ended.report["applied"]) != (0, True)
    assert ended.report["blocked"]
    if world.scene.claude_open:
        assert as_read(world.snapshot()) == as_read(before)
    else:
        assert world.snapshot() == before
    assert world.claude_runs() is world.scene.claude_open


@pytest.mark.parametrize("index", range(MOMENTS))
@pytest.mark.parametrize("kind", KINDS)
def test_one_call_fails(kind: str, index: int, stage: Stage, rehearse: Rehearse) -> None:
    """Whichever it is: either the change is made all the same, or all is as before."""
    scene = scene_of(kind, index)
    world, rehearsal = stage(scene), rehearse(scene)
    ended = world.change_with(Fault("fail", moment(rehearsal, index, ON_DISK)))
    assert "Traceback" not in ended.errors
    if ended.status != 0:
        taken_back(world, ended, rehearsal.before)
    else:
        assert as_read(world.snapshot()) == as_read(rehearsal.after)
    (set_up_next, undo_next)[index // 3 % 2](world, rehearsal)


@pytest.mark.parametrize("scene", [Scene(kind, True, open) for kind in KINDS for open in (True, False)], ids=str)
def test_the_last_file_cannot_be_replaced(scene: Scene, stage: Stage, rehearse: Rehearse) -> None:
    world, rehearsal = stage(scene), rehearse(scene)
    replaced = [n for n, call in enumerate(rehearsal.calls, 1) if call.name == "os.rename" and META in call.paths[1]]
    ended = world.change_with(Fault("fail", *replaced))
    taken_back(world, ended, rehearsal.before)
    assert ended.report["rolled_back"] is True
    assert ids(ended.report, "blocked") == {"write-failed"}
    set_up_next(world, rehearsal)


@pytest.mark.parametrize("index", range(MOMENTS))
@pytest.mark.parametrize("kind", KINDS)
def test_the_disk_fills_up_and_stays_full(kind: str, index: int, stage: Stage, rehearse: Rehearse) -> None:
    """Then taking back may be impossible too; it says so, every file is whole, and the next run recovers."""
    scene = scene_of(kind, index)
    world, rehearsal = stage(scene), rehearse(scene)
    ended = world.change_with(Fault("full", moment(rehearsal, index, ("open", "os.mkdir"))))
    assert "Traceback" not in ended.errors
    every_file_is_whole(world, rehearsal)
    if ended.report["applied"]:
        assert as_read(world.snapshot()) == as_read(rehearsal.after)
    elif ended.report["rolled_back"]:
        taken_back(world, ended, rehearsal.before)
    opened = scene.claude_open or (ended.report["applied"] and kind == "setup")
    assert world.claude_runs() is opened
    (set_up_next, undo_next)[index // 3 % 2](world, rehearsal)


@pytest.mark.parametrize("name", [OWN, GATEWAY_CONFIG, META])
@pytest.mark.parametrize("claude_open", [True, False])
def test_somebody_writes_at_the_same_moment(name: str, claude_open: bool, stage: Stage, rehearse: Rehearse) -> None:
    scene = Scene("setup", True, claude_open)
    world, rehearsal = stage(scene), rehearse(scene)
    path, moment = world.home / name, first_write_of(name, rehearsal)
    ended = world.change_with(Fault(f"write {path}", moment))
    theirs = path.read_bytes()
    assert theirs.endswith(b"\n") or theirs == b"{}"
    without = {**rehearsal.before, name: world.snapshot()[name]}
    taken_back(world, ended, without)
    assert ended.report["rolled_back"] is True
    assert ids(ended.report, "blocked") == {"changed-meanwhile"}
    status, report = world.change("setup")
    assert status == 0, report
    world.proven_by_claude()


def test_somebody_writes_also_where_we_wrote(stage: Stage, rehearse: Rehearse) -> None:
    """What they wrote stays, so not all can be taken back: it says so, and an undo still takes ours out."""
    scene = Scene("setup", True, False)
    world, rehearsal = stage(scene), rehearse(scene)
    written, next_one = world.home / GATEWAY_CONFIG, world.home / META
    ended = world.change_with(Fault(f"write {written}{os.pathsep}{next_one}", first_write_of(META, rehearsal)))
    assert (ended.status, ended.report["rolled_back"]) == (1, False)
    assert written.read_bytes().endswith(b"\n")
    assert next_one.read_bytes().endswith(b"\n")
    status, report = world.change("undo")
    assert (status, report["kept"]) == (0, []), report
    assert as_read(world.snapshot()) == as_read(rehearsal.original)


@pytest.mark.parametrize("folder", [".config", ".config/Claude"])
def test_a_folder_that_is_read_only(folder: str, stage: Stage, rehearse: Rehearse) -> None:
    """It is told before anything is done, and once it can be written all goes as ever."""
    scene = Scene("setup", False, False)
    world, rehearsal = stage(scene), rehearse(scene)
    place = world.home / folder
    place.mkdir(exist_ok=True, mode=0o700)
    place.chmod(0o500)
    before = world.snapshot()
    ended = world.change_with()
    assert (ended.status, ended.report["applied"]) == (3, False), ended
    assert ids(ended.report, "blocked") == {"settings-unreadable"}
    assert world.snapshot() == before
    place.chmod(0o700)
    set_up_next(world, rehearsal)
