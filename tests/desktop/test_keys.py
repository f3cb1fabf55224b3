"""The keys after the setup, by mouse: a second one brings the days, another one takes the first one's place, and none is none."""

from __future__ import annotations

import re

from app.domain.secret_ref import MANAGEMENT
from tests.desktop.program import Computer
from tests.desktop.proof import files_with, proven_by_claude

WORKS = re.compile("^Everything works")
DAYS = re.compile(r"^Spending in the last 30 days, \$\d")
OLD = re.compile("^Replacing a key doesn't delete it at OpenRouter")


def test_a_second_key_another_key_and_none(computer: Computer) -> None:
    computer.set_up()
    app, hands = computer.open_window().app, computer.desktop.hands
    app.wait_for(WORKS)
    management, other = (computer.openrouter.keys[kind] for kind in ("management", "limited"))

    hands.copy(management)
    hands.click_name(app, re.compile("^Show spending by day"))
    hands.click_name(app, "Paste", "push button")
    app.wait_for("Remove the management key")
    hands.click_name(app, "Close")
    app.wait_for(DAYS, "slider")
    assert computer.keychain.get(MANAGEMENT) == management
    assert files_with(computer, management) == []
    assert proven_by_claude(computer)["launches"] == 1

    hands.copy(other)
    hands.click_name(app, "Settings")
    hands.click_name(app, "Keys …")
    hands.click_name(app, "Use another key")
    hands.click_name(app, "Paste", "push button")
    app.wait_for(OLD)
    app.find(re.compile("^Delete the old key at OpenRouter"))
    assert computer.stored_key() == other
    hands.click_name(app, "Restart Claude Desktop")
    hands.click_name(app, "Close and open again")
    app.wait_for("Claude Desktop is open", "label")
    hands.click_name(app, "Close")
    app.wait_until_gone("Restart Claude Desktop", "push button")
    computer.key = other
    proven_by_claude(computer)
    hands.click_name(app, re.compile("^Hide this note"))
    app.wait_until_gone(OLD)


def test_a_key_is_removed_and_connected_again(computer: Computer) -> None:
    computer.set_up()
    app, hands = computer.open_window().app, computer.desktop.hands
    app.wait_for(WORKS)
    hands.click_name(app, "Settings")
    hands.click_name(app, "Keys …")
    hands.click_name(app, "Remove the key that Claude uses")
    hands.click_name(app, "Remove", "push button")
    app.wait_for("No OpenRouter key is kept on this computer.")
    assert computer.stored_key() is None
    hands.click_name(app, "Close")
    hands.copy(computer.key)
    hands.click_name(app, "Connect again")
    hands.click_name(app, "Paste", "push button")
    app.wait_for(re.compile("^Key works"))
    assert computer.stored_key() == computer.key
