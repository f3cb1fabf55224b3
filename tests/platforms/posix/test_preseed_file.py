"""What an IT department left for us is read only where nobody but an administrator could have written it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.domain.findings import Reason
from app.platforms.linux import Linux
from app.platforms.macos import MacOS
from app.platforms.preseed_file import LARGEST, PreseedFile, read
from app.platforms.windows import Windows
from tests.platforms.tables import Commands, Hives, Table

ME = os.getuid()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "prepared"
    folder.mkdir(mode=0o755)
    return folder


def left(folder: Path, data: bytes = b"{}", mode: int = 0o644) -> Path:
    path = folder / "preseed.json"
    path.write_bytes(data)
    path.chmod(mode)
    return path


def test_it_is_read(folder: Path) -> None:
    path = left(folder, b'{"gateway": 1}')
    assert read(path, ME) == PreseedFile(str(path), b'{"gateway": 1}')


def test_each_system_has_its_place(folder: Path) -> None:
    path = left(folder)
    linux = Linux({}, Commands(), Table(), prepared=folder, owner=ME)
    macos = MacOS({}, Commands(), Table(), prepared=folder, owner=ME)
    windows = Windows({}, Commands(), Table(), registry=Hives(), executable=folder / "gateway-companion.exe")
    for platform in (linux, macos, windows):
        assert platform.preseed() == PreseedFile(str(path), b"{}")


@pytest.mark.parametrize("place", ["prepared", "nowhere"])
def test_there_need_be_none(folder: Path, place: str) -> None:
    assert read(folder.parent / place / "preseed.json", ME) is None


def test_a_file_in_place_of_its_folder(folder: Path) -> None:
    assert read(left(folder) / "preseed.json", ME) is None


@pytest.mark.parametrize("mode", [0o664, 0o646, 0o666])
def test_one_that_others_could_write_is_not_trusted(folder: Path, mode: int) -> None:
    path = left(folder, mode=mode)
    assert read(path, ME) == PreseedFile(str(path), None, trusted=False)


@pytest.mark.parametrize("mode", [0o775, 0o757, 0o1777])
def test_nor_one_that_others_could_put_there(folder: Path, mode: int) -> None:
    path = left(folder)
    folder.chmod(mode)
    assert read(path, ME) == PreseedFile(str(path), None, trusted=False)


def test_nor_one_of_another_owner(folder: Path) -> None:
    path = left(folder)
    assert read(path, ME + 1) == PreseedFile(str(path), None, trusted=False)


def test_where_the_place_decides_nobody_is_asked_who_owns_it(folder: Path) -> None:
    path = left(folder, mode=0o666)
    assert read(path, None) == PreseedFile(str(path), b"{}")


def test_one_byte_too_many(folder: Path) -> None:
    path = left(folder, b" " * LARGEST)
    assert read(path, ME) == PreseedFile(str(path), b" " * LARGEST)
    left(folder, b" " * (LARGEST + 1))
    assert read(path, ME) == PreseedFile(str(path), None, Reason.TOO_LARGE)


def test_what_is_no_file_holds_nothing_up(folder: Path) -> None:
    path = folder / "preseed.json"
    os.mkfifo(path)
    assert read(path, ME) == PreseedFile(str(path), None, Reason.NOT_A_FILE)
    path.unlink()
    path.mkdir()
    assert read(path, ME) == PreseedFile(str(path), None, Reason.NOT_A_FILE)
    path.rmdir()
    path.symlink_to(path)
    assert read(path, ME) == PreseedFile(str(path), None, Reason.LINK_LOOP)


def test_one_that_this_person_may_not_read(folder: Path) -> None:
    path = left(folder, mode=0o000)
    assert read(path, ME) == PreseedFile(str(path), None, Reason.PERMISSION)
