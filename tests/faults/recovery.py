"""How a change that was interrupted must have left things, and what each next run makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.faults.world import Call, Scene, World, is_left_beside, respelled
from tests.stories.computer import JsonObject, Snapshot, ids, values
from tests.stories.starting_states import GATEWAY_CONFIG, OWN

KINDS = ("setup", "repair", "undo")


def scene_of(kind: str, index: int) -> Scene:
    """All four kinds of a start in turn."""
    return Scene(kind, rich=index // 2 % 2 == 0, claude_open=index % 2 == 1)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A scene without a fault: what the program called, and the home before any setup, before and after the change."""

    calls: tuple[Call, ...]
    original: Snapshot
    before: Snapshot
    after: Snapshot
    folder: Path


def every_file_is_whole(world: World, rehearsal: Rehearsal, *more: Snapshot) -> None:
    """Each is as before, as after, or as Claude spells what it read; other people's profiles are as they were."""
    before, after, now = rehearsal.before, rehearsal.after, world.snapshot()
    if world.scene.claude_open and GATEWAY_CONFIG in before:
        data, mode, link = before[GATEWAY_CONFIG]
        assert data is not None
        spelled: Snapshot = {GATEWAY_CONFIG: (respelled(data), mode, link)}
    else:
        spelled = {}
    for name in {*before, *after, *now}:
        if not is_left_beside(name):
            assert now.get(name) in [whole.get(name) for whole in (before, after, spelled, *more)], name


def status_only_reports(world: World) -> None:
    before, pending = world.snapshot(), world.journal().get("pending") is not None
    status, report = world.run("status", "--offline")
    assert status in ((1,) if pending else (0, 1))
    assert ("unfinished-change" in ids(report)) is pending
    assert "busy" not in ids(report)
    assert world.snapshot() == before


def set_up_next(world: World, rehearsal: Rehearsal) -> None:
    status, report = world.change("setup")
    assert status == 0, report
    world.proven_by_claude()
    it_is_set_up(world, rehearsal, report)
    undo_next(world, rehearsal)


def repair_next(world: World, rehearsal: Rehearsal) -> None:
    """It finishes what was begun; where nothing was begun it says so and the setup is still to come."""
    ran, before = world.claude_runs(), world.snapshot()
    status, report = world.change("repair")
    assert world.claude_runs() is (ran or world.scene.claude_open)
    if status == 1:
        assert ids(report, "blocked") == {"not-set-up"}
        assert OWN not in before
        assert world.snapshot() == without_left_beside(before)
        set_up_next(world, rehearsal)
        return
    assert status == 0, report
    if not world.claude_runs():
        world.open_claude()
    world.proven_by_claude()
    it_is_set_up(world, rehearsal, report)
    undo_next(world, rehearsal)


def it_is_set_up(world: World, rehearsal: Rehearsal, report: JsonObject) -> None:
    wanted = rehearsal.before if world.scene.kind == "undo" else rehearsal.after
    if world.scene.claude_open:
        assert as_read(world.snapshot()) == as_read(wanted)
    else:
        assert world.snapshot() == wanted
    assert world.left_in_data() == [] or not report["applied"]
    status, seen = world.run("status")
    assert (status, seen["healthy"]) == (0, True), seen


def undo_next(world: World, rehearsal: Rehearsal) -> None:
    """The original is back: byte for byte where nobody else wrote, else by its values."""
    ran = world.claude_runs()
    status, report = world.change("undo")
    assert (status, report["kept"]) == (0, []), report
    assert world.claude_runs() is (ran or world.scene.claude_open)
    if world.scene.claude_open or world.scene.kind == "repair":
        assert as_read(world.snapshot()) == as_read(rehearsal.original)
    else:
        assert world.snapshot() == rehearsal.original
    assert world.scene.rich or world.roots_left() == []
    assert not (world.data / "bin/gateway-credential").exists()
    assert not world.journal().get("files")
    assert world.left_in_data() == [] or not report["applied"]
    status, report = world.run("status", "--offline")
    assert (status, ids(report) & {"not-set-up", "unfinished-change"}) == (1, {"not-set-up"})


def without_left_beside(seen: Snapshot) -> Snapshot:
    return {name: entry for name, entry in seen.items() if not is_left_beside(name)}


def as_read(seen: Snapshot) -> dict[str, object]:
    """Settings as Claude reads them, everything else as it is."""
    read = values(seen)
    return {name: (read.get(name, data), mode, link) for name, (data, mode, link) in seen.items()}
