"""What the practice Claude Desktop's window says: what this launch found, in plain words."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from app.practice.claude_ending import Phase
from app.practice.claude_state import State

TITLE = "Practice Claude Desktop"
LEDE = "A stand-in to practise with. It is not the real Claude Desktop, and nothing leaves this computer."
SILENT = "This is a practice Claude. It answers nothing."


class Tone(StrEnum):
    """What the headline's sign shows, and its colour; never the colour alone."""

    OK = "ok"
    WORKING = "working"
    INFO = "info"
    PROBLEM = "problem"

    @property
    def word(self) -> str:
        return "OK" if self is Tone.OK else self.capitalize()


@dataclass(frozen=True, slots=True)
class Headline:
    tone: Tone
    title: str
    text: str


_STARTING = Headline(Tone.WORKING, "Starting …", "It reads its settings and finds out what they are good for.")
_CLOSING = Headline(Tone.WORKING, "Closing …", "It saves its settings while it closes.")
_STUCK = Headline(
    Tone.PROBLEM, "Claude does not close", "It was asked to close and hangs. That is switched on for practice."
)
_HEALTH = {
    "healthy": (Tone.OK, "Claude uses {name}", "It is in gateway mode, and a test message was answered."),
    "not_testable": (
        Tone.INFO,
        "Claude is set to {name}",
        "It is in gateway mode and did not test the key from the helper.",
    ),
    "auth_failed": (Tone.PROBLEM, "{Name} does not accept Claude's key", "It is in gateway mode, but cannot answer."),
    "no_key": (Tone.PROBLEM, "Claude has no key for {name}", "It is in gateway mode, but the helper gave it no key."),
    "unreachable": (Tone.PROBLEM, "Claude cannot reach {name}", "It is in gateway mode, but nothing answers there."),
    "provider_error": (
        Tone.PROBLEM,
        "{Name} answers with an error",
        "It is in gateway mode. Credit, privacy settings or the model may be the reason.",
    ),
    "config_model_rejected": (
        Tone.PROBLEM,
        "Claude has no model to use",
        "It is in gateway mode, but no model in its list is one that it accepts.",
    ),
}
_HEALTH_WORDS = {
    "healthy": "Well: a test message was answered",
    "not_testable": "Not tested: the key comes from a helper",
    "auth_failed": "Key not accepted",
    "no_key": "No key",
    "unreachable": "Nothing answers at the gateway address",
    "provider_error": "The gateway answers with an error",
    "config_model_rejected": "No usable model",
}
_REASONS = (
    ("deploymentMode", "It is switched to its own account."),
    ("no inferenceProvider", "The profile in use names no provider."),
    ("no profile is applied", "No profile is in use."),
    ("there is no _meta.json", "It has no profiles yet."),
    ("there is no ", "The profile in use is gone."),
    ("no base URL", "The profile has no gateway address that it accepts."),
    ("no credential", "The profile has neither a key nor a helper that gives one."),
    ("hybridPointer", "A left-over entry switches its profiles off."),
    ("this version", "This version is too old to know gateways."),
    ("managed but unreadable", "The settings of the IT department cannot be read."),
    ("_meta.json: bad entry id", "The list of profiles has an entry that is not valid."),
    ("_meta.json", "The list of profiles cannot be read."),
)


def headline(state: State, phase: Phase) -> Headline:
    match phase, state.mode:
        case Phase.CLOSING, _:
            return _CLOSING
        case Phase.STUCK, _:
            return _STUCK
        case _ if not state.ready and state.health is None:
            return _STARTING
        case _, "gateway":
            return _gateway(state)
        case _, "other-provider":
            return Headline(Tone.INFO, "Claude uses another provider", f"Its settings name {state.why}, not a gateway.")
        case _:
            return Headline(Tone.INFO, "Claude uses its own account", f"It is not in gateway mode. {_plain(state.why)}")


def _gateway(state: State) -> Headline:
    tone, title, text = _HEALTH[_health(state)]
    name = "OpenRouter" if _is_openrouter(state.base_url) else "a gateway"
    return Headline(tone, title.format(name=name, Name=name[0].upper() + name[1:]), text)


def _health(state: State) -> str:
    """Without a key it says `auth_failed` too, which would mislead here. An unknown word counts as an error."""
    if state.health == "auth_failed" and state.key_source is None:
        return "no_key"
    return state.health if state.health in _HEALTH else "provider_error"


def _is_openrouter(base_url: str | None) -> bool:
    """By the path alone: the practice OpenRouter has another host, and other gateways have no `/api`."""
    return urlsplit(base_url or "").path == "/api"


def _plain(why: str | None) -> str:
    return next((words for start, words in _REASONS if (why or "").startswith(start)), "The profile cannot be read.")


def rows(state: State) -> tuple[tuple[str, str], ...]:
    """Name and value of what this launch found."""
    told: list[tuple[str, str]] = []
    match state.mode:
        case "gateway":
            told += [("Mode", "Gateway mode"), ("Gateway address", state.base_url or ""), ("Key", _key(state))]
        case "other-provider":
            told += [("Mode", "Another provider"), ("Provider", state.why or "")]
        case _:
            told += [("Mode", "Own account"), ("Exact reason", state.why or "")]
    if state.mode == "gateway":
        told.append(("Health", _HEALTH_WORDS[_health(state)] if state.health else "Not known yet"))
    times = "first start" if state.launches == 1 else f"start number {state.launches}"
    return (*told, ("Started", f"{time.strftime('%H:%M:%S', time.localtime(state.started_at))}, {times}"))


def _key(state: State) -> str:
    match state.key_source:
        case "helper":
            return "From the helper"
        case "static":
            return "From its own settings file"
        case _:
            return "None" if state.health else "Not known yet"


def models(state: State) -> str:
    """The line below the picker."""
    match len(state.models):
        case 0:
            return "The picker lists nothing." if state.ready or state.health else "The picker is not filled yet."
        case 1:
            return f"The picker lists 1 model: {state.default_model}."
        case count:
            return f"The picker lists {count} models. The default is {state.default_model}."
