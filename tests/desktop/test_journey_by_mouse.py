"""From the welcome to a Claude on OpenRouter, broken, repaired and undone, by mouse alone."""

from __future__ import annotations

import re

from tests.desktop.program import Computer
from tests.desktop.proof import changed, files_with, furnish, own_profile, proven_by_claude

AT_MOST = 12
"""Clicks from the welcome to the last page."""


def test_the_whole_journey_by_mouse(computer: Computer) -> None:
    before, hands, tray = furnish(computer), computer.desktop.hands, computer.desktop.tray
    app = computer.open_window().app
    app.wait_for("Start setup", states="enabled")
    not_set_up = tray.picture()

    hands.copy(computer.key)
    for name in ("Start setup", "Paste", "Continue", "Apply and open Claude", "Continue", "Finish"):
        hands.click_name(app, name, "push button")
    app.wait_for(re.compile(r"^All set\. Claude is using OpenRouter"))
    assert (hands.clicks <= AT_MOST, hands.keys) == (True, 0)
    launches = proven_by_claude(computer)["launches"]
    assert (computer.stored_key(), files_with(computer, computer.key)) == (computer.key, [])

    hands.click_name(app, "Show status")
    app.wait_for(re.compile("^Everything works"))
    works = tray.picture()
    assert works != not_set_up

    own_profile(computer).unlink()  # as an update of Claude may do; the window notices
    app.wait_for(re.compile("^Claude's settings no longer mention OpenRouter"))
    broken = tray.picture()
    assert broken not in (works, not_set_up)
    hands.click_name(app, "Repair")
    app.wait_for("Repaired", "label")
    hands.click_name(app, "Close")
    app.wait_for(re.compile("^Everything works"))
    assert proven_by_claude(computer)["launches"] == launches + 1

    hands.click_name(app, "Undo setup…")
    hands.click_name(app, "Undo setup", "push button")
    app.wait_for("Claude Desktop is back to its earlier settings")
    app.find("Use Claude Desktop with OpenRouter")  # no alarm behind it: that is what was asked for
    assert changed(computer, before) == []
    hands.click_name(app, "Close")
    app.wait_for("Start setup", states="enabled")
    assert hands.keys == 0
