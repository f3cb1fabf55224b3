"""One window per person: nobody else on the computer can be in its way, and one that does not answer does not count."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from app.platforms import current
from app.ui.application import Application
from app.ui.single_instance import Place, SingleInstance, claim, instance_place, usual_data_folder
from tests.ui.panel_views import settled

SECOND_START = """
import sys
from app.ui.single_instance import claim, instance_place
sys.exit(7 if claim(instance_place({"XDG_RUNTIME_DIR": sys.argv[1]}), float(sys.argv[2])) else 0)
"""
HOLDS_THE_LOCK = """
import sys
from PySide6.QtCore import QLockFile
lock = QLockFile(sys.argv[1])
print(lock.tryLock(0), flush=True)
sys.stdin.read()
"""
PATIENT, OPENED, HANDED_OVER = "60", 7, 0


def python(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


@pytest.fixture
def runtime() -> Iterator[Path]:
    """Its path is short, as that of a socket has to be."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture
def place(runtime: Path) -> Place:
    return instance_place({"XDG_RUNTIME_DIR": str(runtime)})


@contextmanager
def one_that_never_listens(place: Place) -> Iterator[None]:
    """As a window that hangs before it listens."""
    with python(HOLDS_THE_LOCK, place.lock) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"True"
        yield
        holder.communicate()


def test_it_lies_in_the_folder_of_this_login(runtime: Path, place: Place) -> None:
    assert {Path(place.lock).parent, Path(place.server).parent} == {runtime}


def test_a_folder_that_others_may_enter_is_not_used(runtime: Path, tmp_path: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(runtime), "GATEWAY_COMPANION_HOME": str(tmp_path / "data")}
    for mode in (0o777, 0o1777, 0o750):
        runtime.chmod(mode)
        assert Path(instance_place(environment).lock).parent == tmp_path / "data"
    runtime.chmod(0o700)
    assert Path(instance_place(environment).lock).parent == runtime


@pytest.mark.parametrize("folder", ["", "relative", "/nowhere/at/all", "/etc/passwd/x", "/"])
def test_without_such_a_folder_it_lies_in_our_own_private_one(folder: str, tmp_path: Path) -> None:
    data = tmp_path / "above" / "data"
    place = instance_place({"XDG_RUNTIME_DIR": folder, "GATEWAY_COMPANION_HOME": str(data)})
    assert {Path(place.lock).parent, Path(place.server).parent} == {data}
    assert not data.exists()
    lock = claim(place)
    assert lock is not None
    assert lock.isLocked()
    assert data.stat().st_mode & 0o777 == 0o700
    lock.unlock()


def test_without_any_setting_it_is_the_usual_data_folder() -> None:
    assert Path(usual_data_folder()) == current({}).data_folder()
    assert Path(instance_place({}).lock).parent == current({}).data_folder().resolve()


def test_one_folder_has_one_window_however_it_is_spelled(
    runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to("data")
    monkeypatch.chdir(tmp_path)
    spellings = ("data", "./data/", str(tmp_path / "data"), str(tmp_path / "run" / ".." / "data"), "link")
    places = {instance_place({"XDG_RUNTIME_DIR": str(runtime), "GATEWAY_COMPANION_HOME": home}) for home in spellings}
    assert len(places) == 1
    assert instance_place({"XDG_RUNTIME_DIR": str(runtime), "GATEWAY_COMPANION_HOME": "another"}) not in places
    assert instance_place({"XDG_RUNTIME_DIR": str(runtime)}) not in places


def test_a_second_start_asks_the_first_window_and_ends(qt_app: Application, runtime: Path, place: Place) -> None:
    lock = claim(place)
    assert lock is not None
    window = SingleInstance(place.server)
    asked: list[None] = []

    def remember() -> None:
        asked.append(None)

    window.asked.connect(remember)
    assert Path(place.server).stat().st_mode & 0o077 == 0
    with python(SECOND_START, str(runtime), PATIENT) as second:
        assert settled(lambda: bool(asked))
        assert second.wait(60) == HANDED_OVER
    window.close()
    lock.unlock()


def test_where_nobody_answers_the_window_opens(runtime: Path, place: Place) -> None:
    with one_that_never_listens(place), python(SECOND_START, str(runtime), "0") as second:
        assert second.wait(60) == OPENED


def test_one_that_listens_but_stands_still_does_not_count(qt_app: Application, runtime: Path, place: Place) -> None:
    lock = claim(place)
    assert lock is not None
    window = SingleInstance(place.server)
    with python(SECOND_START, str(runtime), "0.5") as second:
        assert second.wait(60) == OPENED  # all the while nothing was heard here
    window.close()
    lock.unlock()


def test_where_no_lock_can_be_made_the_window_opens(runtime: Path, place: Place) -> None:
    runtime.chmod(0o500)
    try:
        lock = claim(place)
    finally:
        runtime.chmod(0o700)
    assert lock is not None
    assert lock.error() == QLockFile.LockError.PermissionError
