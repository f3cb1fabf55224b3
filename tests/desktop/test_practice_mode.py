"""Practice mode from the window: a program of its own with a banner, after which the real window comes back."""

from __future__ import annotations

import re

from tests.desktop.program import Computer
from tests.desktop.proof import furnish, settings
from tests.desktop.waiting import until

BANNER, LEAVE = re.compile("^Practice mode . nothing"), "Leave practice mode"


def test_it_opens_beside_the_real_one_and_changes_nothing_there(computer: Computer) -> None:
    before, hands, desktop = furnish(computer), computer.desktop.hands, computer.desktop
    window = computer.open_window()
    hands.click_name(window.app, re.compile("^Try it in practice mode"))
    practice = until(
        lambda: next((app for app in desktop.applications() if app.pid != window.pid and app.all(LEAVE)), None),
        what="the window of practice mode",
    )
    practice.wait_for(BANNER)
    window.app.wait_until_gone("Start setup")
    hands.click_name(practice, "Start setup")
    practice.wait_for("Paste")
    hands.click_name(practice, LEAVE)
    window.app.wait_for("Start setup", states="enabled")
    until(lambda: [app.pid for app in desktop.applications()] == [window.pid], what="the practice to end")
    assert (settings(computer), computer.stored_key(), computer.claude()) == (before, None, {})


def test_leaving_it_ends_it(practising: Computer) -> None:
    window = practising.open_window()
    window.app.wait_for(BANNER)
    practising.desktop.hands.click_name(window.app, LEAVE)
    assert (window.wait_for_end(), window.said()) == (0, "")


def test_closing_it_ends_it_too(practising: Computer) -> None:
    window = practising.open_window()
    window.app.wait_for("Start setup", states="enabled")
    practising.desktop.hands.close_window(window.app)
    assert (window.wait_for_end(), window.said()) == (0, "")
