"""A key that is marked in another program and pasted by a middle click: it does not stay marked there."""

from __future__ import annotations

import re

from tests.desktop.hands import MIDDLE
from tests.desktop.program import Computer


def test_a_key_that_is_pasted_by_a_middle_click_goes_from_the_selection(practising: Computer) -> None:
    hands, window = practising.desktop.hands, practising.open_window()
    app = window.app
    hands.copy("a shopping list")
    hands.click_name(app, "Start setup", "push button")
    hands.copy(practising.key, "primary")
    hands.click(app, app.wait_for("OpenRouter key", states="editable"), MIDDLE)
    app.wait_for(re.compile("^Key works"))
    assert hands.clipboard("primary") == practising.key  # the half minute is not over
    window.process.terminate()
    assert window.wait_for_end() == 0
    assert hands.clipboard("primary") == ""
    assert hands.clipboard() == "a shopping list"
