"""`gateway-companion quit`, as the installers use it: the real window goes kindly, and never in the middle of a change."""

from __future__ import annotations

import re
import subprocess

import psutil

from tests.desktop.program import Computer
from tests.desktop.proof import proven_by_claude
from tests.desktop.quitting import quit_by_command
from tests.desktop.test_claude_in_the_way import CONNECTED, review


def test_the_window_is_gone_once_the_command_has_ended(computer: Computer) -> None:
    assert quit_by_command(computer) == (0, "Gateway Companion is not open.")
    window = computer.open_window()
    window.app.wait_for("Start setup", states="enabled")
    assert quit_by_command(computer) == (0, "Gateway Companion is closed.")
    assert psutil.Process(window.pid).status() == psutil.STATUS_ZOMBIE  # ended, and not yet looked at by us
    assert (window.wait_for_end(), window.said()) == (0, "")
    assert quit_by_command(computer) == (0, "Gateway Companion is not open.")


def test_one_that_has_only_just_been_started_is_waited_for(computer: Computer) -> None:
    window = computer.open_window()
    lock = f"{computer.desktop.environment['XDG_RUNTIME_DIR']}/gateway-companion-*.lock"
    subprocess.run(["sh", "-c", f"while ! test -e {lock}; do :; done"], check=True, timeout=60)
    assert quit_by_command(computer) == (0, "Gateway Companion is closed.")
    assert window.wait_for_end() == 0


def test_a_window_that_was_killed_is_not_open(computer: Computer) -> None:
    window = computer.open_window()
    window.app.wait_for("Start setup", states="enabled")
    window.kill()
    assert quit_by_command(computer) == (0, "Gateway Companion is not open.")


def test_a_change_is_never_interrupted(computer: Computer) -> None:
    computer.behave(start_seconds=6)
    window = computer.open_window()
    app, hands = review(computer, window), computer.desktop.hands
    hands.click_name(app, "Apply and open Claude")
    app.wait_for(re.compile("^Checking in Claude's own log"))
    busy = "Gateway Companion is changing Claude's settings. Try again once it has finished."
    assert quit_by_command(computer) == (1, busy)
    app.wait_for(CONNECTED)
    proven_by_claude(computer)
    assert quit_by_command(computer) == (0, "Gateway Companion is closed.")
    assert window.wait_for_end() == 0
