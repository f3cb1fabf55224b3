"""The line under the key field where the keychain is in the way: what is said, and the one thing that helps."""

from __future__ import annotations

import pytest

from app.ui.widgets.states import State
from app.ui.wizard.key_states import Remedy, key_line
from app.words.speech import Speech
from tests.ui.states_setup import SCREENS

STATES = {screen.name.removeprefix("04-step3-"): screen.state for screen in SCREENS}


@pytest.mark.parametrize(
    "name,said,remedy,button",
    [
        ("keychain-locked", "Your computer's keychain is locked", Remedy.UNLOCK, "Unlock the keychain"),
        ("keychain-stays-locked", "Your computer's keychain is locked", Remedy.UNLOCK, "Unlock the keychain"),
        ("keychain-none-yet", "Your computer has no keychain yet", Remedy.UNLOCK, "Create a keychain"),
        ("keychain-not-installed", "No keychain is installed on this computer", Remedy.TRY_AGAIN, "Try again"),
    ],
)
def test_what_is_in_the_way_and_what_helps(name: str, said: str, remedy: Remedy, button: str) -> None:
    line = key_line(STATES[name], Speech())
    assert (line.word, line.remedy, line.remedy_text) == (said, remedy, button)
    assert line.failed


def test_the_wait_for_the_password_can_be_called_off() -> None:
    line = key_line(STATES["keychain-unlocking"], Speech())
    assert line.text == "Waiting for your password in the keychain's own window …"
    assert (line.state, line.remedy, line.remedy_text) == (State.WORKING, Remedy.CANCEL_UNLOCK, "Cancel")


def test_closing_its_window_is_told() -> None:
    line = key_line(STATES["keychain-stays-locked"], Speech())
    assert line.detail == "The window that asks for its password was closed."
