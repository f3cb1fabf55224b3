"""The practice Claude Desktop's window on a real screen: it opens, tells, and closing it is quitting."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.practice.claude_colours import DARK, LIGHT
from app.practice.claude_words import Tone
from tests.practice.linux.screen import Screen
from tests.practice.stand_ins import Practice, said, until

KDE_DARK = (
    "[General]\nColorScheme=BreezeDark\n[Colors:Window]\nBackgroundNormal=32,35,38\nForegroundNormal=252,252,252\n"
)


@pytest.fixture
def with_window(practice: Practice, monkeypatch: pytest.MonkeyPatch) -> Practice:
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    practice.behave(window=True)
    practice.apply()
    return practice


def launch(practice: Practice, screen: Screen) -> subprocess.Popen[bytes]:
    return practice.launch(**screen.environment)


@pytest.mark.parametrize("keys", ["ctrl+q", "alt+q", "space"])
def test_a_key_quits_it_the_usual_way(with_window: Practice, screen: Screen, keys: str) -> None:
    with_window.behave(toggles={"someToggle": True})
    process = launch(with_window, screen)
    screen.window()
    screen.xdotool("key", keys)
    assert process.wait(20) == 0
    assert screen.windows() == []
    assert with_window.state()["running"] is False
    assert json.loads(with_window.profile.read_text())["someToggle"] is True


def test_closing_the_window_quits_it(with_window: Practice, screen: Screen) -> None:
    process = launch(with_window, screen)
    screen.window()
    screen.xdotool("key", "alt+F4")
    assert process.wait(20) == 0
    assert with_window.state()["running"] is False


def test_being_told_to_end_closes_the_window(with_window: Practice, screen: Screen) -> None:
    process = launch(with_window, screen)
    screen.window()
    assert with_window.quit(process) == 0
    assert screen.windows() == []


def test_it_can_be_told_to_end_before_the_window_is_there(with_window: Practice, screen: Screen) -> None:
    process = with_window.start(**screen.environment)
    until(lambda: with_window.program.with_name("state.json").exists())
    assert with_window.quit(process) == 0
    assert with_window.state()["running"] is False


def test_it_stays_open_while_it_takes_its_time_to_quit(with_window: Practice, screen: Screen, tmp_path: Path) -> None:
    with_window.behave(quit_seconds=60)
    process = launch(with_window, screen)
    window = screen.window()
    screen.xdotool("key", "alt+F4")
    soft = LIGHT.tones[Tone.WORKING][1]
    until(lambda: soft in screen.picture(window, tmp_path / "picture.png"))
    assert with_window.state()["running"] is True
    process.kill()
    process.wait(20)


def test_it_hangs_until_it_is_told_otherwise(with_window: Practice, screen: Screen, tmp_path: Path) -> None:
    with_window.behave(hang=True)
    process = launch(with_window, screen)
    window = screen.window()
    screen.xdotool("key", "alt+F4")
    soft = LIGHT.tones[Tone.PROBLEM][1]
    until(lambda: soft in screen.picture(window, tmp_path / "picture.png"))
    with_window.behave(hang=False)
    screen.xdotool("key", "alt+F4")
    assert process.wait(20) == 0


def test_a_crash_takes_the_window_along(with_window: Practice, screen: Screen) -> None:
    with_window.behave(crash=True)
    process = with_window.start(**screen.environment)
    assert process.wait(20) == 1
    assert screen.windows() == []


def test_it_follows_the_launch(with_window: Practice, screen: Screen, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    with_window.site.control(set={"hang": True})
    process = with_window.start(**screen.environment)
    window = screen.window()
    until(lambda: LIGHT.tones[Tone.WORKING][1] in screen.picture(window, picture))
    with_window.site.control(set={"hang": False, "key-rejected": True}, clear="hang")
    until(lambda: with_window.state()["ready"] is True)
    until(lambda: LIGHT.tones[Tone.PROBLEM][1] in screen.picture(window, picture))
    with_window.quit(process)


def test_it_is_light_or_dark_as_the_system_is(with_window: Practice, screen: Screen, tmp_path: Path) -> None:
    process = launch(with_window, screen)
    until(lambda: {LIGHT.window, LIGHT.tones[Tone.OK][1]} <= screen.picture(screen.window(), tmp_path / "light.png"))
    with_window.quit(process)
    settings = Path(with_window.env["XDG_CONFIG_HOME"]) / "kdeglobals"
    settings.write_text(KDE_DARK)
    process = with_window.launch(XDG_CURRENT_DESKTOP="KDE", KDE_SESSION_VERSION="6", **screen.environment)
    until(lambda: {DARK.window, DARK.tones[Tone.OK][1]} <= screen.picture(screen.window(), tmp_path / "dark.png"))
    with_window.quit(process)


def test_a_second_start_brings_the_first_to_the_front(with_window: Practice, screen: Screen) -> None:
    process = launch(with_window, screen)
    window = screen.window()
    screen.xdotool("windowminimize", "--sync", window)
    until(lambda: screen.windows() == [])
    assert with_window.start(**screen.environment).wait(20) == 0
    until(lambda: screen.windows() == [window])
    assert said(with_window)[-1].startswith("Second instance")
    assert process.poll() is None
    with_window.quit(process)


@pytest.mark.parametrize("display", ["", ":4321"], ids=["none", "dead"])
def test_without_a_screen_it_runs_without_a_window(with_window: Practice, display: str) -> None:
    process = with_window.launch(DISPLAY=display)
    assert with_window.state()["health"] == "healthy"
    assert with_window.quit(process) == 0
    assert with_window.state()["running"] is False


def test_it_has_no_window_unless_it_is_told_to(practice: Practice, screen: Screen) -> None:
    practice.behave()
    process = practice.launch(**screen.environment)
    assert screen.windows() == []
    maps = Path(f"/proc/{process.pid}/maps").read_text()
    assert "libQt6" not in maps
    practice.quit(process)
