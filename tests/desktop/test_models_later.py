"""Other models after the setup: with a restart now, or the next time that Claude is closed, and Claude lists them."""

from __future__ import annotations

import re

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer
from tests.desktop.proof import own_profile, proven_by_claude
from tests.desktop.waiting import until

WORKS = re.compile("^Everything works")
OPUS, SONNET_45 = "anthropic/claude-opus-4.7", "anthropic/claude-sonnet-4.5"


def panel(computer: Computer) -> Application:
    computer.set_up()
    app = computer.open_window().app
    app.wait_for(WORKS)
    return app


def test_with_a_restart_now(computer: Computer) -> None:
    app, hands = panel(computer), computer.desktop.hands
    assert proven_by_claude(computer)["default_model"] != OPUS
    hands.click_name(app, "Make Claude Opus 4.7 the default", "cell")
    hands.click_name(app, "Restart now")
    app.wait_for("The models are changed")
    hands.click_name(app, "Close")
    app.wait_until_gone("Restart now")
    told = proven_by_claude(computer)
    assert (told["default_model"], told["models"][0], told["launches"]) == (OPUS, OPUS, 2)
    assert hands.keys == 0


def test_at_the_next_restart(computer: Computer) -> None:
    """Written while Claude is closed, since Claude reads it only when it opens and overwrites it when it quits."""
    app, hands = panel(computer), computer.desktop.hands
    before = own_profile(computer).read_bytes()
    hands.click_name(app, "Search models", "text")
    hands.type_text("sonnet 4.5")
    hands.click_name(app, "Show Claude Sonnet 4.5 in Claude", "cell")
    app.wait_for("Restart now")
    assert own_profile(computer).read_bytes() == before
    computer.end_claude()
    until(lambda: own_profile(computer).read_bytes() != before, what="another profile")
    app.wait_until_gone("Restart now")
    app.wait_until_gone("Never mind")
    assert computer.claude()["running"] is False
    computer.open_claude()
    computer.wait_until_claude_is(running=True, ready=True, launches=2)
    assert SONNET_45 in proven_by_claude(computer)["models"]
    app.wait_for(WORKS)


def test_never_mind(computer: Computer) -> None:
    app, hands = panel(computer), computer.desktop.hands
    hands.click_name(app, "Make Claude Opus 4.7 the default", "cell")
    hands.click_name(app, "Never mind")
    app.wait_until_gone("Restart now")
    app.wait_for("Make Claude Opus 4.7 the default", "cell")
