"""Sentences about a sign-in that gave no key; what was there before is as it was."""

from __future__ import annotations

from app.domain.findings import Finding, FindingId, Named
from app.words.sentence import Sentence, Wording
from app.words.speech import Speech


def _denied(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Sign-in was turned down in your browser"),
        speech.say("OpenRouter gave no key. Nothing was saved."),
        speech.say("Sign in again and approve there, or paste a key."),
    )


def _unfinished(finding: Finding, speech: Speech) -> Sentence:
    """With a name: it was cancelled while OpenRouter was already asked for the key."""
    match finding.detail:
        case Named(name):
            detail = speech.say(
                "Nothing was saved. OpenRouter may have made a key named “{name}” already. You can delete it there.",
                name=name,
            )
        case _:
            detail = speech.say("Nothing was saved.")
    return Sentence(speech.say("Sign-in wasn't finished"), detail, speech.say("Sign in again, or paste a key."))


def _expired(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Sign-in took too long"),
        speech.say("OpenRouter's approval is good for ten minutes only. Nothing was saved."),
        speech.say("Sign in again and come straight back."),
    )


def _refused(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("OpenRouter didn't accept the sign-in"),
        speech.say("It gave no key. Nothing was saved."),
        speech.say("Sign in once more, or paste a key."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.SIGN_IN_DENIED: _denied,
    FindingId.SIGN_IN_UNFINISHED: _unfinished,
    FindingId.SIGN_IN_EXPIRED: _expired,
    FindingId.SIGN_IN_REFUSED: _refused,
}
