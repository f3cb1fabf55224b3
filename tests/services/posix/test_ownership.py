"""Our folder is ours alone: who else could write in it would have code run with the key."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import AtFile, Finding, FindingId, Reason, found
from app.services.data_folder import DataFolder
from app.services.ownership import is_ours, make_ours
from tests.domain.building import GOAL

SOMEBODY = 4242 if os.geteuid() == 0 else os.geteuid()


def mode(place: Path) -> int:
    return stat.S_IMODE(place.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "ours"
    folder.mkdir(0o700)
    return folder


@pytest.fixture
def shared(folder: Path) -> Path:
    folder.chmod(0o777)
    return folder


@pytest.mark.parametrize("open_to", [0o700, 0o500, 0o755, 0o744, 0o600], ids=oct)
def test_where_only_this_person_writes_it_is_ours(folder: Path, open_to: int) -> None:
    folder.chmod(open_to)
    assert is_ours(folder)


@pytest.mark.parametrize("open_to", [0o777, 0o775, 0o757, 0o720, 0o702, 0o1777], ids=oct)
def test_where_others_write_it_is_not(folder: Path, open_to: int) -> None:
    assert is_ours(folder.parent, folder)
    folder.chmod(open_to)
    assert not is_ours(folder.parent, folder)


def test_what_is_not_there_is_not(folder: Path) -> None:
    assert not is_ours(folder / "absent")


@pytest.mark.parametrize("before, after", [(0o777, 0o700), (0o755, 0o700), (0o500, 0o500), (0o577, 0o500)])
def test_others_are_shut_out_and_nothing_else_changes(folder: Path, before: int, after: int) -> None:
    folder.chmod(before)
    make_ours(folder)
    assert mode(folder) == after


def test_a_data_folder_that_was_open_to_others_is_shut_at_its_first_use(shared: Path) -> None:
    DataFolder(shared).save("goal.json", GOAL)
    assert mode(shared) == 0o700


@pytest.mark.anyio
async def test_or_at_the_first_change(shared: Path) -> None:
    async with DataFolder(shared).locked():
        assert mode(shared) == 0o700


def test_reading_changes_nothing(shared: Path) -> None:
    DataFolder(shared).load("goal.json", object)
    assert mode(shared) == 0o777


@pytest.fixture
def given_away(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Two folders that are somebody else's, as far as this user may give them away: one in the other."""
    inside = folder / "inside"
    inside.mkdir(0o700)
    folder.chmod(0o711)
    for place in (folder, inside):
        os.chown(place, SOMEBODY, -1)
    yield folder, inside
    for place in (folder, inside):  # or else nobody could clear them away
        os.chown(place, os.geteuid(), -1)


def test_what_belongs_to_somebody_else_is_not_ours(given_away: tuple[Path, Path]) -> None:
    outer, _ = given_away
    mine = os.geteuid() == SOMEBODY
    refusal = found(FindingId.WRITE_FAILED, AtFile(str(outer), Reason.PERMISSION))
    assert is_ours(outer) is mine
    assert refused(outer) == (None if mine else refusal)


def test_the_administrator_works_in_a_persons_folder_as_they_would(given_away: tuple[Path, Path]) -> None:
    _, inner = given_away
    assert is_ours(inner)
    assert refused(inner) is None


def refused(folder: Path) -> Finding | None:
    try:
        make_ours(folder)
    except AppError as error:
        return error.finding
    return None
