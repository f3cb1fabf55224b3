"""What is said of keys: by their ends only, never more than is known of what the gateway does with them."""

from __future__ import annotations

import pytest

from app.domain.facts import StoredKey
from app.domain.old_key import Use
from app.domain.secret_ref import MANAGEMENT, ClaudeProfile, Keychain
from app.words.keys import old_key, place, purpose, removing, removing_management
from app.words.speech import Speech

SPEECH = Speech()
HINT = "sk-or-…9f2c"


@pytest.mark.parametrize(
    "key,expected",
    [
        (StoredKey(HINT, "x"), "It ends in 9f2c. Kept in this computer's keychain."),
        (StoredKey(HINT, "x", Keychain(MANAGEMENT)), "It ends in 9f2c. Kept in this computer's keychain."),
        (StoredKey(HINT, "x", ClaudeProfile("id")), "It ends in 9f2c. Kept in Claude's settings."),
        (StoredKey("sk-or-…", "x"), "Kept in this computer's keychain."),
    ],
)
def test_where_it_is_kept(key: StoredKey, expected: str) -> None:
    assert place(key, SPEECH) == expected


@pytest.mark.parametrize("use", Use)
def test_an_old_key(use: Use) -> None:
    title, text = old_key(HINT, use, SPEECH)
    assert title == "Replacing a key doesn't delete it at OpenRouter"
    assert text.startswith("The old one ends in 9f2c. Claude ")
    assert text.endswith(("then delete it.", "if nobody else uses it."))
    assert not old_key("sk-or-…", use, SPEECH)[1].startswith("The old one ends")


@pytest.mark.parametrize(
    "copied,runs,claude",
    [
        (
            False,
            True,
            "Claude may go on for up to an hour. Then it can't answer until you connect a key again.",
        ),
        (False, False, "Claude can't answer until you connect a key again."),
        (True, True, "Claude keeps its own copy in its settings, and goes on with that."),
    ],
)
def test_what_removing_means(copied: bool, runs: bool, claude: str) -> None:
    told = removing(copied=copied, claude_runs=runs, speech=SPEECH)
    assert told == (
        claude,
        "Nothing in Claude's settings changes.",
        "Removing it here doesn't delete it at OpenRouter.",
    )


def test_of_a_management_key_it_is_said_that_claude_never_has_it() -> None:
    assert "Claude never gets it." in purpose(SPEECH)
    assert any("Claude never had this key" in line for line in removing_management(SPEECH))
