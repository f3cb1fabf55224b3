"""Sentences about the keys that a person manages: what removing one means, and what becomes of one that was replaced."""

from __future__ import annotations

from app.domain.facts import StoredKey
from app.domain.old_key import Use
from app.domain.secret_ref import ClaudeProfile
from app.words.sentence import together
from app.words.speech import Speech


def ending(hint: str) -> str:
    """The last letters, which a person can compare."""
    return hint.rpartition("…")[2]


def place(key: StoredKey, speech: Speech) -> str:
    """Which key it is and where it lies."""
    in_claude = isinstance(key.place, ClaudeProfile)
    kept = speech.say("Kept in Claude's settings.") if in_claude else speech.say("Kept in this computer's keychain.")
    return together(_ends(key.hint, speech), kept)


def _ends(hint: str, speech: Speech) -> str:
    """Nothing is shown of a key that is too short for one."""
    end = ending(hint)
    return speech.say("It ends in {end}.", end=end) if end else ""


def purpose(speech: Speech) -> str:
    """What a management key is for, and what it is not for."""
    return together(
        speech.say("Shows your account's balance and what you spend each day."),
        speech.say("It is sent to OpenRouter only. Claude never gets it."),
    )


def old_key(hint: str, use: Use, speech: Speech) -> tuple[str, str]:
    """That it may still be valid, and when to delete it."""
    title = speech.say("Replacing a key doesn't delete it at OpenRouter")
    match use:
        case Use.FOR_AN_HOUR:
            claude = speech.say("Claude may use it for up to an hour. Restart Claude Desktop first, then delete it.")
        case Use.AS_A_COPY:
            claude = speech.say(
                "Claude keeps a copy of it in its settings. Renew that with Repair first, then delete it."
            )
        case _:
            claude = speech.say("Claude no longer gets it from here. Delete it there if nobody else uses it.")
    end = ending(hint)
    return title, together(speech.say("The old one ends in {end}.", end=end) if end else "", claude)


def removing(*, copied: bool, claude_runs: bool, speech: Speech) -> tuple[str, ...]:
    """What it means to remove the key that Claude uses. `copied`: Claude has a copy of it in its settings."""
    if copied:
        claude = speech.say("Claude keeps its own copy in its settings, and goes on with that.")
    elif claude_runs:
        claude = speech.say("Claude may go on for up to an hour. Then it can't answer until you connect a key again.")
    else:
        claude = speech.say("Claude can't answer until you connect a key again.")
    return claude, speech.say("Nothing in Claude's settings changes."), _not_deleted(speech)


def removing_management(speech: Speech) -> tuple[str, ...]:
    return (
        speech.say("What you spend each day is no longer shown, and the balance perhaps neither."),
        speech.say("Claude never had this key, so it goes on as before."),
        _not_deleted(speech),
    )


def _not_deleted(speech: Speech) -> str:
    return speech.say("Removing it here doesn't delete it at OpenRouter.")
