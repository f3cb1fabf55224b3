"""Start at login, by mouse: the box in Settings writes what the desktop runs, which then shows an icon and no window."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.program import Computer, practice_computer
from tests.desktop.quitting import quit_by_command
from tests.desktop.session import TRAY, Running, desktop_in, in_the_background
from tests.desktop.waiting import until

BOX = "Start Gateway Companion when I log in"


def autostart(computer: Computer) -> Path:
    return Path(computer.environment["XDG_CONFIG_HOME"]) / "autostart" / "gateway-companion.desktop"


def log_in(computer: Computer) -> Running:
    """Runs what the desktop would."""
    values = dict(line.split("=", 1) for line in autostart(computer).read_text().splitlines() if "=" in line)
    assert os.access(values["TryExec"], os.X_OK)
    return computer.desktop.start(*shlex.split(values["Exec"]), **computer.environment)


def asked(computer: Computer, *command: str) -> str:
    """What a program of the desktop answers."""
    environment = computer.desktop.environment
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60, check=False).stdout


def windows(computer: Computer) -> dict[str, str]:
    """What the window manager has made of each window of ours: Normal, or Iconic where it is minimised.

    One that was never shown it does not know of.
    """
    ours = asked(computer, "xdotool", "search", "--class", "gateway-companion").split()
    told = {window: asked(computer, "xprop", "-id", window, "WM_STATE") for window in ours}
    states = {window: re.search(r"window state: (\w+)", text) for window, text in told.items()}
    return {window: state[1] for window, state in states.items() if state and state[1] != "Withdrawn"}


def set_box(computer: Computer, running: Running) -> None:
    hands, app = computer.desktop.hands, running.app
    hands.click_name(app, "Settings")
    hands.click_name(app, BOX, "check box")


def test_the_box_makes_it_start_in_the_tray(computer: Computer) -> None:
    computer.set_up()
    window, file = computer.open_window(), autostart(computer)
    set_box(computer, window)
    until(file.exists, what=f"{file}")
    window.app.wait_for(BOX, states="checked")
    assert subprocess.run(["desktop-file-validate", file], capture_output=True, text=True, check=False).stdout == ""
    window.process.terminate()
    assert window.wait_for_end() == 0
    until(lambda: not computer.desktop.tray.icons(), what="the icon to go")

    hidden = log_in(computer)
    computer.desktop.tray.icon()
    assert windows(computer) == {}
    again = log_in(computer)
    assert (again.wait_for_end(), again.said()) == (0, "")
    assert windows(computer) == {}
    by_hand = computer.open_window()
    assert (by_hand.wait_for_end(), by_hand.said()) == (0, "")
    hidden.app.wait_for("Settings", states="enabled")
    until(lambda: windows(computer), what="the window")

    computer.desktop.hands.click_name(hidden.app, "Settings")
    hidden.app.wait_for(BOX, states="checked")
    computer.desktop.hands.click_name(hidden.app, BOX, "check box")
    until(lambda: not file.exists(), what="the file to go")


def test_the_tray_brings_the_window_up(computer: Computer) -> None:
    hidden = computer.open_window("--hidden")
    computer.desktop.tray.click()
    hidden.app.wait_for("Start setup", states="enabled")
    hidden.process.terminate()
    assert (hidden.wait_for_end(), hidden.said()) == (0, "")


def test_what_is_not_ours_is_told(computer: Computer) -> None:
    computer.set_up()
    file = autostart(computer)
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    window = computer.open_window()
    set_box(computer, window)
    window.app.wait_for(
        "Starting at login could not be changed. Something that Gateway Companion did not make lies at "
        f"{file}. Move what lies there somewhere else, then try again."
    )
    assert "checked" not in window.app.find(BOX).states
    assert file.read_text() == "mine"


def test_practice_mode_does_not_offer_it(practising: Computer) -> None:
    practising.set_up()
    window = practising.open_window()
    practising.desktop.hands.click_name(window.app, "Settings")
    window.app.wait_for("About …")
    assert window.app.all(BOX) == []


@pytest.fixture
def without_tray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    folder: Path = tmp_path_factory.mktemp("d")
    with desktop_in(folder, tray=False) as desktop, practice_computer(desktop, real_keychain=True) as computer:
        yield computer


def test_a_tray_that_comes_later_is_waited_for(without_tray: Computer) -> None:
    desktop = without_tray.desktop
    hidden = without_tray.open_window("--hidden")
    with in_the_background(desktop.folder, desktop.environment, TRAY.split()):
        desktop.tray.icon()
        assert windows(without_tray) == {}
        hidden.process.terminate()
        assert (hidden.wait_for_end(), hidden.said()) == (0, "")


def test_a_person_who_cannot_wait_gets_the_window(without_tray: Computer) -> None:
    hidden = without_tray.open_window("--hidden")
    places = without_tray.desktop.folder
    until(lambda: any(place.is_socket() for place in places.glob("gateway-companion-*")), what="the first to listen")
    second = without_tray.open_window()
    assert (second.wait_for_end(), second.said()) == (0, "")
    hidden.app.wait_for("Start setup", states="enabled")


def test_an_installer_need_not_wait_for_a_tray(without_tray: Computer) -> None:
    hidden = without_tray.open_window("--hidden")
    places = without_tray.desktop.folder
    until(lambda: any(place.is_socket() for place in places.glob("gateway-companion-*-quit")), what="it to listen")
    assert quit_by_command(without_tray) == (0, "Gateway Companion is closed.")
    assert (hidden.wait_for_end(), hidden.said()) == (0, "")


def test_without_a_tray_it_opens_minimised(without_tray: Computer) -> None:
    """Nobody would find it again otherwise."""
    program = "import os; from app.window import run_window; run_window(os.environ, hidden=True, patience=0.5)"
    hidden = without_tray.desktop.start_python("-c", program, **without_tray.environment)
    until(lambda: list(windows(without_tray).values()) == ["Iconic"], what=lambda: f"{windows(without_tray)}")
    second = without_tray.open_window()
    assert (second.wait_for_end(), second.said()) == (0, "")
    hidden.app.wait_for("Start setup", states="enabled")
    until(lambda: list(windows(without_tray).values()) == ["Normal"], what=lambda: f"{windows(without_tray)}")
