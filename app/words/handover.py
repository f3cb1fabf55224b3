"""Sentences about how Claude gets the key: from the keychain by a helper, or from a copy in its own settings."""

from __future__ import annotations

from app.domain.goal import Handover
from app.words.speech import Speech


def kept_where(handover: Handover, speech: Speech) -> str:
    """Where a key that is entered will lie."""
    match handover:
        case Handover.HELPER:
            return speech.say("Kept in your computer's keychain, never written to Claude's files.")
        case Handover.STATIC:
            return speech.say("Claude keeps a readable copy in its settings, as you chose.")


def waits_for_step_four(speech: Speech) -> str:
    return speech.say("Step 4 saves it in Claude's settings, as you chose. Until then it is in this window only.")


def way(handover: Handover, speech: Speech) -> str:
    """How Claude gets it now."""
    match handover:
        case Handover.HELPER:
            return speech.say("Claude asks the keychain for it when needed.")
        case Handover.STATIC:
            return speech.say("Claude keeps a readable copy in its settings, as you chose.")


def to_static(speech: Speech) -> tuple[str, ...]:
    """What a copy means: first the warning."""
    return (
        speech.say(
            "Whoever can open your files or their backups can then read the key, and spend your credit with it."
        ),
        speech.say("Choose this only where the keychain can't be used."),
        speech.say("The copy lies in Claude's settings, in a file that other users of this computer can't open."),
        speech.say("You can go back to the keychain at any time. The copy is then taken out."),
    )


def to_helper(speech: Speech) -> tuple[str, ...]:
    return (
        speech.say("Claude then asks this computer's keychain for the key whenever it needs it."),
        speech.say("The copy is taken out of Claude's settings. Older backups of your files may still hold it."),
    )
