"""The whole journey by keyboard alone; on each page it is known where the keyboard is."""

from __future__ import annotations

import re

from tests.desktop.accessibility import Application
from tests.desktop.hands import Hands
from tests.desktop.program import Computer
from tests.desktop.proof import changed, files_with, furnish, own_profile, proven_by_claude
from tests.desktop.waiting import until

WORKS = re.compile("^Everything works")
OPUS = "anthropic/claude-opus-4.7"


def test_the_whole_journey_by_keyboard(computer: Computer) -> None:
    before, hands = furnish(computer), computer.desktop.hands
    app = computer.open_window().app
    set_up(computer, app, hands)
    told = proven_by_claude(computer)
    assert (told["default_model"], told["models"][0]) == (OPUS, OPUS)
    assert (computer.stored_key(), files_with(computer, computer.key)) == (computer.key, [])
    watch_and_repair(computer, app, hands)
    change_models(computer, app, hands)
    undo(app, hands)
    assert changed(computer, before) == []
    assert hands.clicks == 0


def set_up(computer: Computer, app: Application, hands: Hands) -> None:
    app.wait_for_focus("Start setup", "push button")
    hands.key("Return")
    app.wait_for_focus("Connect OpenRouter", "label")
    hands.copy(computer.key)
    hands.tab_to(app, "OpenRouter key", "text")
    hands.key("ctrl+v")
    app.wait_for("Continue", "push button", states="enabled")
    hands.key("Return")

    app.wait_for("Apply and open Claude", "push button")
    app.wait_for_focus("Restart Claude Desktop", "label")
    hands.key("Return")  # applies nothing: that wants a press of its own
    hands.tab_to(app, "Details for Save a backup")
    hands.key("space")
    hands.tab_to(app, "Copy the folder of the backup")
    hands.key("space")
    until(lambda: hands.clipboard() == str(computer.data / "journal"), what="the folder on the clipboard")
    choose_opus(app, hands)
    assert computer.claude() == {}
    hands.tab_to(app, "Apply and open Claude")
    hands.key("space")

    app.wait_for(re.compile("^Claude is using OpenRouter since"))
    app.wait_for_focus("Claude Desktop is connected", "label")
    hands.key("Return")
    app.wait_for_focus("Finish", "push button")
    hands.key("Return")
    app.wait_for_focus("Open Claude Desktop", "push button")


def choose_opus(app: Application, hands: Hands) -> None:
    hands.tab_to(app, "Change the models")
    hands.key("Return")
    app.wait_for_focus(re.compile("^Sonnet, "), "radio button")
    hands.key("Down")
    app.wait_for_focus(re.compile("^Opus, "), "radio button")
    hands.tab_to(app, "Use these models")
    hands.key("Return")
    app.wait_for(re.compile(r"^Claude starts with .*Opus 4\.7"))


def watch_and_repair(computer: Computer, app: Application, hands: Hands) -> None:
    hands.tab_to(app, "Show status", key="shift+Tab")
    hands.key("Return")
    app.wait_for(WORKS)
    app.wait_for_focus("Refresh", "push button")
    own_profile(computer).unlink()
    app.wait_for_focus("Repair", "push button")
    hands.key("Return")
    app.wait_for("Repaired", "label")
    app.wait_for_focus("Close", "push button")
    hands.key("Escape")
    app.wait_for(WORKS)
    assert app.focused() is not None
    computer.openrouter.faults.set("credit-low", True)
    hands.key("F5")
    app.wait_for(re.compile("^Working, but credit is low"))
    computer.openrouter.faults.clear("credit-low")
    hands.key("F5")
    app.wait_for(WORKS)


def change_models(computer: Computer, app: Application, hands: Hands) -> None:
    hands.key("ctrl+f")
    app.wait_for_focus("Search models", "text")
    hands.type_text("sonnet 4.5")
    hands.key("Return")
    app.wait_for_focus("Claude Sonnet 4.5", "cell")
    hands.key(*["Right"] * 4)
    app.wait_for_focus("Show Claude Sonnet 4.5 in Claude", "cell")
    hands.key("space")
    app.wait_for("Restart now", "push button")
    hands.tab_to(app, "Restart now")
    hands.key("Return")
    app.wait_for("The models are changed", "label")
    hands.key("Return")
    app.wait_until_gone("The models are changed")
    assert "anthropic/claude-sonnet-4.5" in proven_by_claude(computer)["models"]


def undo(app: Application, hands: Hands) -> None:
    for answer, result in (("Keep using OpenRouter", None), ("Undo setup", "Start setup")):
        hands.tab_to(app, "Undo setup\u2026")
        hands.key("Return")
        app.wait_for_focus("Keep using OpenRouter", "push button")
        if result is None:
            hands.key("Escape")
            app.wait_until_gone(answer, "push button")
            continue
        hands.tab_to(app, answer, "push button", key="shift+Tab")
        hands.key("space")
        app.wait_for("Claude Desktop is back to its earlier settings")
        hands.key("Escape")
        app.wait_for_focus(result, "push button")
