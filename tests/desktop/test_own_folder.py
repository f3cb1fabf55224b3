"""Where our own folder cannot be used the window says so, and ends once that was read."""

from __future__ import annotations

import re

from tests.desktop.program import Computer


def test_a_file_in_its_place_is_told(computer: Computer) -> None:
    place = computer.folder / "file"
    place.write_text("mine")
    computer.environment["GATEWAY_COMPANION_HOME"] = str(place)
    window = computer.open_window()
    window.app.wait_for("Gateway Companion's own folder can't be used")
    window.app.wait_for(re.compile(f"^Something that is no folder lies at {re.escape(str(place))}"))
    computer.desktop.hands.click_name(window.app, "Close")
    window.may_complain = True  # by its exit status alone
    assert (window.wait_for_end(), window.said()) == (1, "")
    assert place.read_text() == "mine"
