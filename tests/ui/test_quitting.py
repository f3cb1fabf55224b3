"""The wish that the window closes: heard at the place that the command line finds without Qt, and answered before it goes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.flows.quit_window import Quit, quit_window
from app.platforms.window_call import quit_server, window_place
from app.ui.application import Application
from app.ui.quitting import QuitRequests
from app.ui.single_instance import claim, instance_place
from tests.ui.panel_views import settled

ASKS = """
import asyncio, sys
from app.flows.quit_window import quit_window
print(asyncio.run(quit_window({"XDG_RUNTIME_DIR": sys.argv[1]}, 1.0)).value)
"""


@pytest.fixture
def runtime() -> Iterator[Path]:
    """Its path is short, as that of a socket has to be."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.mark.parametrize("home", ["", "data", "./data/", "link/../data", "/nowhere/at all/dätä"])
def test_both_find_the_same_place(home: str, runtime: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to("data")
    for folder in (str(runtime), ""):
        environment = {"XDG_RUNTIME_DIR": folder} | ({"GATEWAY_COMPANION_HOME": home} if home else {})
        window, command = instance_place(environment), window_place(environment)
        assert (str(command.lock), command.server) == (window.lock, window.server)


def test_also_where_the_home_is_spelled_in_a_roundabout_way(runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in ("/tmp/", "/tmp//x/../y/", "/"):
        monkeypatch.setenv("HOME", home)
        environment = {"XDG_RUNTIME_DIR": str(runtime), "GATEWAY_COMPANION_HOME": "/tmp/d"}
        assert window_place(environment).server == instance_place(environment).server


@pytest.mark.parametrize("busy, answer", [(True, "busy"), (False, "no-answer")])
def test_it_leaves_unless_it_is_busy(qt_app: Application, runtime: Path, *, busy: bool, answer: str) -> None:
    """`no-answer`, as this test's process stays; a window's does not (tests/desktop)."""
    left: list[None] = []

    def leave() -> None:
        left.append(None)

    def is_busy() -> bool:
        return busy

    place = window_place({"XDG_RUNTIME_DIR": str(runtime)})
    window = QuitRequests(place.server, is_busy, leave)
    assert Path(quit_server(place.server)).stat().st_mode & 0o077 == 0
    command = [sys.executable, "-c", ASKS, str(runtime)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as asks:
        assert any(settled(lambda: asks.poll() is not None) for _ in range(20))
        assert asks.communicate()[0].strip() == answer
    assert settled(lambda: len(left) == (not busy))
    window.close()


def test_what_a_killed_window_left_is_no_window(runtime: Path) -> None:
    environment = {"XDG_RUNTIME_DIR": str(runtime)}
    place = instance_place(environment)
    lock = claim(place)
    assert lock is not None
    Path(place.lock).write_text("999999999\npython\nhost\n")
    assert asyncio.run(quit_window(environment, 1.0)) is Quit.NOT_OPEN
    Path(place.lock).write_text("1\ninit\nhost\n")
    assert asyncio.run(quit_window(environment, 0.3)) is Quit.NO_ANSWER  # it started before the file was written
    lock.unlock()
