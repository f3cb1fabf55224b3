"""Our own folder: documents that are kept whole, a lock that outlives nobody, and nothing written by looking."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import FindingId, Named
from app.domain.goal import Goal
from app.services import data_folder
from app.services.data_folder import DataFolder
from tests.domain.building import GOAL

pytestmark = pytest.mark.anyio
TOP = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Note:
    """A document to try with."""

    text: str
    numbers: tuple[float, ...] = ()


NOTE = Note("größe \ud800", (1.5, 2.0))


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path / "ours")


def everything(folder: Path) -> dict[str, bytes | None]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")
    }


class TestDocuments:
    def test_what_was_saved_is_loaded(self, data: DataFolder) -> None:
        assert data.load("note.json", Note) is None
        assert not data.damaged("note.json", Note)
        data.save("note.json", NOTE)
        assert data.load("note.json", Note) == NOTE
        assert not data.damaged("note.json", Note)
        data.save("goal.json", GOAL)
        assert data.load("goal.json", Goal) == GOAL

    def test_any_program_can_read_it(self, data: DataFolder) -> None:
        data.save("deep/er/note.json", NOTE)
        document = json.loads((data.path / "deep/er/note.json").read_bytes())
        assert document == {"version": 1, "data": {"text": NOTE.text, "numbers": [1.5, 2.0]}}

    def test_whole_numbers_are_numbers_too(self, data: DataFolder) -> None:
        data.save("note.json", Note("x", (1,)))
        assert data.load("note.json", Note) == Note("x", (1.0,))

    @pytest.mark.parametrize(
        "damaged",
        [
            b"",
            b"{",
            b"[]",
            b"null",
            b"\xff",
            b"{}",
            b'{"version": 1}',
            b'{"version": 1, "data": null}',
            b'{"version": 1, "data": {"text": 7}}',
            b'{"version": 1, "data": {}}',
            b'{"version": 2, "data": {"text": "from a newer program"}}',
            b'{"version": "1", "data": {"text": "x"}}',
            b"[" * 100_000,
        ],
    )
    def test_a_damaged_or_newer_one_is_kept_beside_on_saving_and_never_touched_by_looking(
        self, data: DataFolder, damaged: bytes
    ) -> None:
        data.path.mkdir()
        path = data.path / "note.json"
        path.write_bytes(damaged)
        before = everything(data.path)
        assert data.load("note.json", Note) is None
        assert data.damaged("note.json", Note)
        assert everything(data.path) == before
        data.save("note.json", NOTE)
        assert data.load("note.json", Note) == NOTE
        assert not data.damaged("note.json", Note)
        assert [p.read_bytes() for p in data.path.glob("note.json.damaged-*")] == [damaged]

    def test_a_folder_in_its_place_is_moved_aside_too(self, data: DataFolder) -> None:
        (data.path / "note.json/inside").mkdir(parents=True)
        assert data.load("note.json", Note) is None
        assert data.damaged("note.json", Note)
        data.save("note.json", NOTE)
        assert data.load("note.json", Note) == NOTE
        assert [p.name for p in data.path.glob("note.json.damaged-*/*")] == ["inside"]

    def test_practice_is_marked(self, data: DataFolder) -> None:
        assert not data.practice
        data.save("practice.json", {})
        assert data.practice


_HOLD = """
import asyncio, sys
from pathlib import Path
from app.services.data_folder import DataFolder

async def hold():
    async with DataFolder(Path(sys.argv[1])).locked():
        print("held", flush=True)
        await asyncio.to_thread(sys.stdin.readline)

asyncio.run(hold())
"""


@contextmanager
def held_elsewhere(data: DataFolder) -> Iterator[subprocess.Popen[str]]:
    """Another process holds the lock until it is told to let go, or is killed."""
    command = [sys.executable, "-c", _HOLD, str(data.path)]
    with subprocess.Popen(command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            yield process
        finally:
            process.kill()


def let_go(process: subprocess.Popen[str]) -> None:
    process.communicate("\n")
    assert process.returncode == 0


class TestLock:
    async def test_it_is_held_and_given_back(self, data: DataFolder) -> None:
        assert data.busy() is None
        async with data.locked():
            assert data.busy() is None  # by nobody else
            assert await asyncio.to_thread(seen_by_another_process, data) == f"{{'{os.getpid()}'}}\n"
        async with data.locked():
            pass

    async def test_a_failure_gives_it_back(self, data: DataFolder) -> None:
        with pytest.raises(ZeroDivisionError):
            async with data.locked():
                raise ZeroDivisionError
        async with data.locked():
            pass

    async def test_who_holds_it_is_told(self, data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(data_folder, "LOCK_WAIT", 0.3)
        with held_elsewhere(data) as process:
            assert data.busy() == str(process.pid)
            with pytest.raises(AppError) as caught:
                async with data.locked():
                    raise AssertionError
            assert caught.value.finding.id is FindingId.BUSY
            assert caught.value.finding.detail == Named(str(process.pid))
            let_go(process)
        assert data.busy() is None

    async def test_it_is_waited_for(self, data: DataFolder) -> None:
        with held_elsewhere(data) as process:
            released: list[int] = []

            async def take() -> None:
                async with data.locked():
                    released.append(process.wait())

            waiting = asyncio.create_task(take())
            await asyncio.sleep(0)  # it has tried once
            assert not released
            await asyncio.to_thread(let_go, process)
            await waiting
            assert released == [0]

    async def test_it_is_free_once_its_holder_is_killed(self, data: DataFolder) -> None:
        with held_elsewhere(data) as process:
            process.kill()
            process.wait()
            assert data.busy() is None
            async with data.locked():
                assert data.busy() is None

    async def test_looking_writes_nothing_where_no_change_was_ever_made(self, data: DataFolder) -> None:
        assert data.busy() is None
        assert not data.path.exists()

    @pytest.mark.parametrize("killed", [True, False])
    def test_many_that_look_at_once_never_take_each_other_for_a_change(self, data: DataFolder, killed: bool) -> None:
        with held_elsewhere(data) as process:
            if killed:
                process.kill()
            else:
                let_go(process)
        command = [sys.executable, "-c", _LOOK, str(data.path)]
        lookers = [subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, text=True) for _ in range(2)]
        assert [looker.communicate()[0] for looker in lookers] == ["None\n"] * 2

    async def test_a_lock_that_cannot_be_had_is_told(self, data: DataFolder) -> None:
        (data.path / "lock").mkdir(parents=True)
        assert data.busy() is None
        with pytest.raises(AppError) as caught:
            async with data.locked():
                raise AssertionError
        assert caught.value.finding.id is FindingId.WRITE_FAILED

    async def test_what_a_killed_writer_left_goes_with_the_next_change(self, data: DataFolder) -> None:
        dead = dead_process()
        data.path.mkdir()
        (data.path / f".goal.json.{dead}-1").write_bytes(b"half")
        (data.path / f".goal.json.{os.getpid()}-1").write_bytes(b"under way")
        async with data.locked():
            assert not (data.path / f".goal.json.{dead}-1").exists()
            assert (data.path / f".goal.json.{os.getpid()}-1").exists()


_LOOK = """
import sys
from pathlib import Path
from app.services.data_folder import DataFolder

data = DataFolder(Path(sys.argv[1]))
print({data.busy() for _ in range(500)}.difference({None}) or None)
"""


def seen_by_another_process(data: DataFolder) -> str:
    command = [sys.executable, "-c", _LOOK, str(data.path)]
    return subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True).stdout


def dead_process() -> int:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
        return process.pid
