"""The status language: each state has one icon and one tone, everywhere."""

from __future__ import annotations

from enum import StrEnum

from app.ui.style.tokens import Tone


class State(StrEnum):
    OK = "ok"
    WORKING = "working"
    ATTENTION = "attention"
    PROBLEM = "problem"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    INFO = "info"


_TONES = {
    State.OK: Tone.OK,
    State.WORKING: Tone.ACCENT,
    State.ATTENTION: Tone.WARN,
    State.PROBLEM: Tone.BAD,
    State.UNKNOWN: Tone.OFF,
    State.WAITING: Tone.OFF,
    State.INFO: Tone.ACCENT,
}


def icon_of(state: State) -> str:
    return f"status-{state.value}"


def tone_of(state: State) -> Tone:
    return _TONES[state]
