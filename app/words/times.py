"""Times in words: how long ago something was, and moments as the gateway writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.words.speech import Speech

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_JUST_NOW = 5


def ago(seconds: float, speech: Speech) -> str:
    """An age such as `4 min ago`, rounded down."""
    if seconds < _JUST_NOW:
        return speech.say("just now")
    if seconds < _MINUTE:
        return speech.say("{n} s ago", n=int(seconds))
    if seconds < _HOUR:
        return speech.say("{n} min ago", n=int(seconds // _MINUTE))
    if seconds < _DAY:
        return speech.say("{n} h ago", n=int(seconds // _HOUR))
    return speech.plural("{n} day ago", "{n} days ago", int(seconds // _DAY))


def moment(iso: str | None, speech: Speech) -> str | None:
    """A moment in ISO 8601 as a date and time of UTC, which it is where it names no zone; None where it is none."""
    try:
        at = datetime.fromisoformat((iso or "").strip())
        at = at.astimezone(UTC) if at.tzinfo else at
    except (ValueError, OverflowError):
        return None
    return speech.say(
        "{day} {month} {year}, {time} UTC",
        day=at.day,
        month=_months(speech)[at.month - 1],
        year=at.year,
        time=f"{at.hour:02}:{at.minute:02}",
    )


def day(of: date, speech: Speech) -> str:
    """A day of this year or the last, such as `24 November`."""
    return speech.say("{day} {month}", day=of.day, month=_months(speech)[of.month - 1])


def _months(speech: Speech) -> tuple[str, ...]:
    return (
        speech.say("January"),
        speech.say("February"),
        speech.say("March"),
        speech.say("April"),
        speech.say("May"),
        speech.say("June"),
        speech.say("July"),
        speech.say("August"),
        speech.say("September"),
        speech.say("October"),
        speech.say("November"),
        speech.say("December"),
    )
