"""Sentences about whether the program starts at login."""

from __future__ import annotations

from app.domain.login_start import LoginStart
from app.words.speech import Speech


def start(now: LoginStart, speech: Speech) -> str:
    """How it stands, in one line."""
    match now:
        case LoginStart.ON:
            return speech.say("Gateway Companion starts when you log in.")
        case LoginStart.OFF:
            return speech.say("Gateway Companion does not start when you log in.")
        case LoginStart.FOR_ALL:
            return speech.say("Your IT team has it start for everybody on this computer.")
        case LoginStart.HELD_BACK:
            return speech.say(
                "It is switched off in this computer's own settings. Switching it on here allows it again."
            )
        case LoginStart.NOT_OURS:
            return speech.say("Something that Gateway Companion did not make lies in its place.")
        case LoginStart.NOT_OFFERED:
            return speech.say("This copy of Gateway Companion cannot start when you log in.")
