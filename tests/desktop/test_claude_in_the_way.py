"""Step 4 where Claude is open, slow to close, hangs, or somebody stops it: each has its words, and nothing is lost."""

from __future__ import annotations

import re

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer
from tests.desktop.proof import changed, furnish, proven_by_claude
from tests.desktop.session import Running

CONNECTED = "Claude Desktop is connected"


def with_claude_open(computer: Computer, **behaviour: object) -> Running:
    computer.behave(**behaviour)
    claude = computer.open_claude()
    computer.wait_until_claude_is(running=True, ready=True, mode="first-party", launches=1)
    return claude


def review(computer: Computer, window: Running) -> Application:
    """Up to the plan of step 4."""
    app, hands = window.app, computer.desktop.hands
    hands.copy(computer.key)
    for name in ("Start setup", "Paste", "Continue"):
        hands.click_name(app, name)
    app.wait_for("Restart Claude Desktop", "label")
    return app


def test_an_open_claude_is_closed_and_opened_again(computer: Computer) -> None:
    with_claude_open(computer)
    app = review(computer, computer.open_window())
    app.wait_for(re.compile("^Claude is open . finish your message first"))
    computer.desktop.hands.click_name(app, "Apply and restart")
    app.wait_for(CONNECTED)
    app.find(re.compile("^Closed Claude Desktop, Done"))
    assert proven_by_claude(computer)["launches"] == 2


def test_a_claude_that_is_slow_to_close_is_waited_for(computer: Computer) -> None:
    with_claude_open(computer, quit_seconds=2)
    app = review(computer, computer.open_altered_window(notice=0.5))
    computer.desktop.hands.click_name(app, "Apply and restart")
    app.wait_for("Claude is still open")
    app.wait_for(CONNECTED)
    assert proven_by_claude(computer)["launches"] == 2


def test_a_claude_that_hangs_is_ended_only_after_two_questions(computer: Computer) -> None:
    before = furnish(computer)
    with_claude_open(computer, hang=True).may_complain = True  # in the end it is killed
    app, hands = review(computer, computer.open_altered_window(notice=0.3, close=0.6)), computer.desktop.hands
    hands.click_name(app, "Apply and restart")
    hands.click_name(app, "Keep waiting")
    app.wait_until_gone("Keep waiting")
    hands.click_name(app, "Cancel")
    app.wait_for("It did not work out")
    assert (changed(computer, before), computer.claude()["launches"]) == ([], 1)
    hands.click_name(app, "Try again")
    hands.click_name(app, "Apply and restart")
    hands.click_name(app, re.compile("^Close it anyway"))
    hands.click_name(app, "End it by force")
    app.wait_for(CONNECTED)
    assert proven_by_claude(computer)["launches"] == 2


def test_stopped_before_anything_is_written_claude_comes_back(computer: Computer) -> None:
    before = furnish(computer)
    with_claude_open(computer, quit_seconds=2)
    app, hands = review(computer, computer.open_window()), computer.desktop.hands
    hands.click_name(app, "Apply and restart")
    app.wait_for(re.compile("^Closing Claude Desktop"))
    hands.click_name(app, "Stop and undo")
    app.wait_for("Stopped", "label")
    app.find("Everything is as it was before.")
    computer.wait_until_claude_is(running=True, ready=True, mode="first-party", launches=2)
    assert changed(computer, before) == []


def test_stopped_after_everything_was_written_all_of_it_is_taken_back(computer: Computer) -> None:
    before = furnish(computer)
    with_claude_open(computer)
    app, hands = review(computer, computer.open_window()), computer.desktop.hands
    computer.behave(start_seconds=20)
    hands.click_name(app, "Apply and restart")
    app.wait_for(re.compile("^Checking in Claude's own log"))
    assert changed(computer, before) != []
    computer.wait_until_claude_is(running=True, launches=2)
    computer.behave(start_seconds=0)  # for the third time
    hands.click_name(app, "Stop and undo")
    app.wait_for("Stopped", "label", seconds=14)  # the flow's patience with a Claude that closes is 15
    computer.wait_until_claude_is(running=True, ready=True, mode="first-party", launches=3)
    assert changed(computer, before) == []


def test_closing_the_window_meanwhile_asks_first(computer: Computer) -> None:
    computer.behave(start_seconds=3)
    app, hands = review(computer, computer.open_window()), computer.desktop.hands
    hands.click_name(app, "Apply and open Claude")
    app.wait_for(re.compile("^Checking in Claude's own log"))
    hands.close_window(app)
    app.wait_for("Stop and undo?", "label")
    hands.click_name(app, "Let it finish")
    app.wait_for(CONNECTED)
    proven_by_claude(computer)
