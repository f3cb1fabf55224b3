"""Files are read through links and without ever waiting; what is no file is told by its reason."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.findings import Reason
from app.services.files import LIMIT, Blocked, Content, NoFile, read

OLD = b'{"old": 1}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.path.realpath(tmp_path))


@pytest.fixture
def file(folder: Path) -> Path:
    path = folder / "settings.json"
    path.write_bytes(OLD)
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_a_file(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert read(file) == Content(OLD, mode, file, writable=True)


def test_through_a_chain_of_links(file: Path) -> None:
    first, second = file.with_name("first"), file.with_name("second")
    second.symlink_to(file)
    first.symlink_to("second")
    assert read(first) == read(file)


def test_nothing_there(folder: Path) -> None:
    (folder / "link").symlink_to("nowhere")
    for path in ("absent", "no/folder/file", "link"):
        assert read(folder / path) == NoFile()


def test_a_loop_of_links(folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")
    assert read(folder / "a") == Blocked(Reason.LINK_LOOP)
    assert read(folder / "a" / "file") == Blocked(Reason.LINK_LOOP)


def test_what_is_no_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        for path in (file.parent, Path("socket"), Path("/dev/null"), Path("/dev/tty"), file / "below"):
            assert read(path) == Blocked(Reason.NOT_A_FILE)


def test_no_permission(file: Path) -> None:
    file.chmod(0)
    assert read(file) == Blocked(Reason.PERMISSION)
    file.chmod(0o600)
    file.parent.chmod(0)
    assert read(file) == Blocked(Reason.PERMISSION)
    file.parent.chmod(0o700)


@pytest.mark.parametrize("mode,folder_mode", [(0o400, 0o700), (0o600, 0o500), (0o466, 0o700)])
def test_a_file_that_must_not_be_written(file: Path, mode: int, folder_mode: int) -> None:
    file.chmod(mode)
    file.parent.chmod(folder_mode)
    assert read(file) == Content(OLD, mode, file, writable=False)
    file.parent.chmod(0o700)


def test_a_file_of_somebody_else(file: Path) -> None:
    file.chmod(0o644)
    os.chown(file, 4242 if os.geteuid() == 0 else -1, -1)
    state = read(file)
    assert isinstance(state, Content)
    assert state.writable is (file.stat().st_uid == os.geteuid())


def test_the_folder_of_the_target_counts(file: Path) -> None:
    (file.parent / "closed").mkdir()
    inside = file.rename(file.parent / "closed" / "file")
    file.symlink_to(inside)
    inside.parent.chmod(0o500)
    assert read(file) == Content(OLD, 0o600, inside, writable=False)
    inside.parent.chmod(0o700)


def test_too_large(file: Path) -> None:
    os.truncate(file, LIMIT)
    state = read(file)
    assert isinstance(state, Content)
    assert len(state.data) == LIMIT
    os.truncate(file, LIMIT + 1)
    assert read(file) == Blocked(Reason.TOO_LARGE)


def test_a_fifo_is_not_waited_for(folder: Path) -> None:
    fifo = folder / "fifo"
    os.mkfifo(fifo)
    code = "import sys, pathlib; from app.services.files import read; print(read(pathlib.Path(sys.argv[1])).reason)"
    command = [sys.executable, "-c", code, str(fifo)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == Reason.NOT_A_FILE
