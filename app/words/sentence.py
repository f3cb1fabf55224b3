"""What is said about one finding, and the small parts that such texts are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.findings import AtFile, Because, Detail, Finding, Reason
from app.words.speech import Speech

_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, what it means, and the one thing to do."""

    title: str
    detail: str
    remedy: str


Wording = Callable[[Finding, Speech], Sentence]


def together(*sentences: str) -> str:
    """Several sentences as one text; empty ones are left out."""
    return " ".join(filter(None, sentences))


def reason_of(detail: Detail) -> Reason:
    """The cause, where the detail tells one."""
    return (detail.reason if isinstance(detail, Because | AtFile) else None) or Reason.OTHER


def own_words(detail: Detail, speech: Speech) -> str:
    """A sentence that quotes another program, cut to a bearable length; nothing where it said nothing."""
    text = detail.text if isinstance(detail, Because | AtFile) else None
    words = " ".join((text or "").split()).rstrip(".")
    if len(words) > _LONGEST_QUOTE:
        words = f"{words[:_LONGEST_QUOTE]}…"
    return speech.say("The message was: “{text}”.", text=words) if words else ""
