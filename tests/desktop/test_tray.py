"""The icon in the tray, by mouse: how it looks in each state, what it says, and what its menu does."""

from __future__ import annotations

import re

from tests.desktop.program import Computer
from tests.desktop.proof import own_profile, proven_by_claude
from tests.desktop.waiting import until

WORKS, GONE = "Everything works", "Claude's settings no longer mention OpenRouter"


def test_the_tray_tells_how_things_stand_and_helps(computer: Computer) -> None:
    computer.set_up()
    hands, tray = computer.desktop.hands, computer.desktop.tray
    app = computer.open_window().app
    app.wait_for(re.compile(f"^{WORKS}"))
    works = tray.picture()
    assert tray.tooltip(app) == f"Gateway Companion \u2013 {WORKS}, $18.42 left on your account"
    hands.close_window(app)
    app.wait_for("Gateway Companion stays in the tray")
    hands.click_name(app, "", "push button")  # Qt gives the notice's close button no name
    app.wait_until_gone("Gateway Companion stays in the tray")

    own_profile(computer).unlink()
    until(lambda: tray.picture() != works, what="another icon")
    menu = tray.open_menu(app)
    assert (menu.box.x + menu.box.width, menu.box.y + menu.box.height) <= (1280, 900)
    assert [item.name for item in menu.children if item.name][:3] == [GONE, "$18.42 left on your account", "Repair"]
    hands.click_name(app, "Repair", "menu item")
    app.wait_for("Repair Claude's OpenRouter settings?")
    hands.click_name(app, "Repair", "push button")
    app.wait_for("Repaired", "label")
    hands.click_name(app, "Close")
    proven_by_claude(computer)
    until(lambda: tray.picture() == works, what="the icon of before")

    hands.close_window(app)
    app.wait_until_gone(re.compile(f"^{WORKS}"))
    computer.openrouter.faults.set("key-rejected", True)
    tray.open_menu(app)
    hands.click_name(app, "Check now")
    until(lambda: tray.picture() != works, what="another icon")
    tray.open_menu(app)
    hands.click_name(app, "Open Gateway Companion")
    app.wait_for(re.compile("^OpenRouter doesn't accept the key"))
    assert hands.keys == 0


def test_before_the_setup_the_tray_only_says_so(computer: Computer) -> None:
    app, tray = computer.open_window().app, computer.desktop.tray
    app.wait_for("Start setup", states="enabled")
    items = {item.name: "enabled" in item.states for item in tray.open_menu(app).children if item.name}
    assert (items["Not set up yet"], items["Repair"], items["Restart Claude Desktop"]) == (False, False, False)
    assert (items["Open Gateway Companion"], items["Check now"], items["Quit"]) == (True, True, True)
