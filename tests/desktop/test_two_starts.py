"""A launcher that is clicked twice opens one window, also while the first start has drawn nothing yet."""

from __future__ import annotations

from tests.desktop.program import Computer
from tests.desktop.waiting import until


def test_two_starts_at_once_open_one_window(computer: Computer) -> None:
    both = [computer.open_window(), computer.open_window()]
    ended = until(
        lambda: next((one for one in both if one.process.poll() is not None), None), 30, "one of them to give way"
    )
    stays = next(one for one in both if one is not ended)
    assert (ended.process.returncode, ended.said()) == (0, "")
    stays.app.wait_for("Start setup", states="enabled")
    stays.app.wait_for(states="active")
    stays.process.terminate()
    assert stays.wait_for_end() == 0
    assert "enabled" in computer.open_window().app.wait_for("Start setup", states="enabled").states


def test_a_window_that_was_killed_does_not_keep_the_next_one_away(computer: Computer) -> None:
    first = computer.open_window()
    first.app.wait_for("Start setup", states="enabled")
    first.may_complain = True
    first.kill()
    first.wait_for_end()
    assert "enabled" in computer.open_window().app.wait_for("Start setup", states="enabled").states
