"""What the practice Claude Desktop's window says of each launch."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.practice.claude_colours import DARK, LIGHT, Colours
from app.practice.claude_ending import Phase
from app.practice.claude_state import State
from app.practice.claude_words import Tone, headline, models, rows

URL = "http://127.0.0.1:4711/api"
OWN = State(1, True, 1, 0, "first-party", "no profile is applied", None, None, (), ready=True)
GATEWAY = replace(
    OWN, mode="gateway", why=None, base_url=URL, key_source="helper", models=("a", "b"), default_model="a"
)
HEADLINES = [
    (replace(OWN, ready=False), Tone.WORKING, "Starting …", "settings"),
    (OWN, Tone.INFO, "Claude uses its own account", "It is not in gateway mode. No profile is in use."),
    (
        replace(OWN, why='deploymentMode is "1p"'),
        Tone.INFO,
        "Claude uses its own account",
        "switched to its own account",
    ),
    (replace(OWN, mode="void", why="_meta.json: x"), Tone.INFO, "Claude uses its own account", "cannot be read"),
    (
        replace(OWN, mode="void", why="1f.json: x"),
        Tone.INFO,
        "Claude uses its own account",
        "The profile cannot be read.",
    ),
    (replace(OWN, mode="other-provider", why="bedrock"), Tone.INFO, "Claude uses another provider", "bedrock"),
    (replace(GATEWAY, health="healthy"), Tone.OK, "Claude uses OpenRouter", "a test message was answered"),
    (replace(GATEWAY, health="healthy", base_url="http://127.0.0.1:1"), Tone.OK, "Claude uses a gateway", "answered"),
    (replace(GATEWAY, health="not_testable"), Tone.INFO, "Claude is set to OpenRouter", "did not test"),
    (replace(GATEWAY, health="auth_failed"), Tone.PROBLEM, "OpenRouter does not accept Claude's key", "cannot answer"),
    (
        replace(GATEWAY, health="auth_failed", key_source=None),
        Tone.PROBLEM,
        "Claude has no key for OpenRouter",
        "no key",
    ),
    (replace(GATEWAY, health="unreachable"), Tone.PROBLEM, "Claude cannot reach OpenRouter", "nothing answers"),
    (replace(GATEWAY, health="provider_error"), Tone.PROBLEM, "OpenRouter answers with an error", "Credit"),
    (replace(GATEWAY, health="config_model_rejected"), Tone.PROBLEM, "Claude has no model to use", "accepts"),
]


@pytest.mark.parametrize("state, tone, title, text", HEADLINES, ids=[row[2] + row[3][:9] for row in HEADLINES])
def test_the_headline(state: State, tone: Tone, title: str, text: str) -> None:
    told = headline(state, Phase.OPEN)
    assert (told.tone, told.title) == (tone, title)
    assert text in told.text


@pytest.mark.parametrize("phase, title", [(Phase.CLOSING, "Closing …"), (Phase.STUCK, "Claude does not close")])
def test_the_headline_while_it_ends(phase: Phase, title: str) -> None:
    assert headline(replace(GATEWAY, health="healthy"), phase).title == title


def test_the_rows_in_gateway_mode() -> None:
    told = dict(rows(replace(GATEWAY, health="healthy", launches=3)))
    assert told.pop("Started").endswith(", start number 3")
    assert told == {
        "Mode": "Gateway mode",
        "Gateway address": URL,
        "Key": "From the helper",
        "Health": "Well: a test message was answered",
    }


def test_the_rows_before_all_is_known() -> None:
    told = dict(rows(replace(GATEWAY, ready=False, key_source=None)))
    assert (told["Key"], told["Health"]) == ("Not known yet", "Not known yet")


def test_the_rows_of_an_own_account_give_the_exact_reason() -> None:
    told = dict(rows(OWN))
    assert told.keys() == {"Mode", "Exact reason", "Started"}
    assert (told["Mode"], told["Exact reason"]) == ("Own account", "no profile is applied")


def test_the_line_below_the_picker() -> None:
    assert models(GATEWAY) == "The picker lists 2 models. The default is a."
    assert models(replace(GATEWAY, models=("a",))) == "The picker lists 1 model: a."
    assert models(replace(GATEWAY, models=(), health="auth_failed")) == "The picker lists nothing."
    assert models(replace(GATEWAY, models=(), ready=False)) == "The picker is not filled yet."


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(colours: Colours) -> None:
    grounds = [colours.window, colours.surface]
    pairs = [(text, ground) for text in (colours.text, colours.second) for ground in grounds]
    pairs += [(colours.on_accent, colours.accent), (colours.text, colours.hover)]
    pairs += [(text, soft) for sign, soft, _ in colours.tones.values() for text in (sign, colours.text)]
    assert [(a, b) for a, b in pairs if contrast(a, b) < 4.5] == []


def contrast(one: str, other: str) -> float:
    """WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
