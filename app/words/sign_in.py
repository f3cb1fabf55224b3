"""What is said in the browser once the person has decided there, and what the new key is called."""

from __future__ import annotations

from dataclasses import dataclass

from app.words.speech import Speech


@dataclass(frozen=True, slots=True)
class Told:
    """One page: its heading and what follows."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class BrowserWords:
    """Every page that can come up, in the language of that code."""

    language: str
    arrived: Told
    denied: Told
    refused: Told


def browser_words(speech: Speech) -> BrowserWords:
    """None of it claims that the key works: that is seen in the window only."""
    back = speech.say("You can close this tab and go back to Gateway Companion.")
    return BrowserWords(
        speech.catalogue.info().get("language") or "en",
        Told(speech.say("Your answer has arrived"), back),
        Told(speech.say("You said no"), f"{speech.say('No key was handed over.')} {back}"),
        Told(speech.say("OpenRouter could not finish this sign-in"), f"{speech.say('No key was handed over.')} {back}"),
    )


def key_label(computer: str, speech: Speech) -> str:
    """What the key is called on OpenRouter's list of keys, so that its owner knows it again."""
    if not computer:
        return speech.say("Gateway Companion")
    return speech.say("Gateway Companion on {computer}", computer=computer)
