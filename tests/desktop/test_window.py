"""How the window opens, hides, comes back and ends, and that nothing is lost between two times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer, practice_computer
from tests.desktop.proof import own_profile
from tests.desktop.session import Desktop, desktop_in
from tests.desktop.waiting import until

WORKS = re.compile("^Everything works")
STAYS = "Gateway Companion stays in the tray"


def hide(desktop: Desktop, app: Application) -> None:
    """Closes the window, and the notice that comes with it the first time."""
    desktop.hands.close_window(app)
    app.wait_for(STAYS)
    desktop.hands.click_name(app, "", "push button")  # Qt gives the notice's close button no name
    until(lambda: not app.all(role="label"), what="nothing to be seen")


def test_closing_hides_it_in_the_tray_which_brings_it_back(computer: Computer) -> None:
    window, desktop = computer.open_window(), computer.desktop
    window.app.wait_for("Start setup", states="enabled")
    hide(desktop, window.app)
    desktop.tray.click()
    window.app.wait_for("Start setup", states="enabled")
    desktop.hands.close_window(window.app)
    window.app.wait_until_gone("Start setup")
    desktop.tray.open_menu(window.app)
    desktop.hands.click_name(window.app, "Quit")
    assert (window.wait_for_end(), window.said()) == (0, "")
    until(lambda: not desktop.tray.icons(), what="the icon to go")


def test_a_second_start_brings_the_first_window_to_the_front(computer: Computer) -> None:
    first = computer.open_window()
    first.app.wait_for("Start setup", states="enabled")
    hide(computer.desktop, first.app)
    second = computer.open_window()
    assert (second.wait_for_end(), second.said()) == (0, "")
    first.app.wait_for("Start setup", states="enabled")
    first.app.wait_for(states="active")


def test_the_system_ends_it_at_once_and_in_order(computer: Computer) -> None:
    window = computer.open_window()
    window.app.wait_for("Start setup", states="enabled")
    window.process.terminate()
    assert (window.wait_for_end(5), window.said()) == (0, "")


def test_it_goes_on_where_it_was_left_with_the_key_kept(computer: Computer) -> None:
    window, hands = computer.open_window(), computer.desktop.hands
    hands.copy(computer.key)
    for name in ("Start setup", "Paste"):
        hands.click_name(window.app, name)
    window.app.wait_for("Continue", states="enabled")
    window.process.terminate()
    assert window.wait_for_end() == 0
    app = computer.open_window().app
    app.wait_for("Connect OpenRouter")
    app.wait_for(re.compile(r"^Key works . \$18\.42 left on your account"))
    hands.click_name(app, "Continue")
    app.wait_for("Apply and open Claude")
    assert computer.claude() == {}


def test_what_changes_in_claudes_folder_is_noticed(computer: Computer) -> None:
    """The folder came only with the setup, while the window was open."""
    window = computer.open_window()
    window.app.wait_for("Start setup", states="enabled")
    assert computer.set_up()["confirmed"] is True
    computer.desktop.hands.click_name(window.app, "Show status")
    window.app.wait_for(WORKS)
    own_profile(computer).unlink()
    window.app.wait_for(re.compile("^Claude's settings no longer mention OpenRouter"))
    assert computer.desktop.hands.clicks == 1


@pytest.fixture
def without_tray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    folder: Path = tmp_path_factory.mktemp("d")
    with desktop_in(folder, tray=False) as desktop, practice_computer(desktop, real_keychain=True) as computer:
        yield computer


def test_without_a_tray_closing_it_ends_it(without_tray: Computer) -> None:
    window = without_tray.open_window()
    window.app.wait_for("Start setup", states="enabled")
    without_tray.desktop.hands.close_window(window.app)
    assert (window.wait_for_end(), window.said()) == (0, "")
