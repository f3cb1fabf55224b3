"""A key that another one has replaced here: the gateway still knows it, and Claude may still use it for a while."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.diagnosis_claude import INEXACT
from app.domain.facts import Facts
from app.domain.goal import Handover

_REMEMBERED_FOR = 3600.0
"""Seconds, as our profile tells Claude."""


@dataclass(frozen=True, slots=True)
class OldKey:
    """Its hint, its SHA-256, and since when another one is kept in its place, in seconds since the epoch."""

    hint: str
    digest: str
    since: float


class Use(StrEnum):
    """Whether Claude still uses it: not any more, for an hour at most, or as long as nobody changes its settings."""

    OVER = "over"
    FOR_AN_HOUR = "for-an-hour"
    AS_A_COPY = "as-a-copy"


def use_of(old: OldKey, facts: Facts, handover: Handover, now: float) -> Use:
    """Claude asks for the key when it opens, and each hour from then on; a copy it reads when it opens."""
    opened = facts.claude.running_since
    if handover is Handover.STATIC:
        written = facts.journal.written_at
        renewed = written is not None and written > old.since
        return Use.OVER if renewed and _since(opened, written) else Use.AS_A_COPY
    if _since(opened, old.since) or now - old.since > _REMEMBERED_FOR:
        return Use.OVER
    return Use.FOR_AN_HOUR


def _since(opened: float | None, moment: float | None) -> bool:
    """Whether Claude was opened after that moment, or is closed."""
    return opened is None or moment is None or opened > moment - INEXACT
