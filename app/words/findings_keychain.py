"""Sentences about the computer's keychain: why the key cannot be kept or read, and the way out of each."""

from __future__ import annotations

from app.domain.findings import Finding, FindingId, Installable, Reason
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech

_UNQUOTED = frozenset({Reason.NO_SERVICE, Reason.NO_BUS, Reason.STOPPED})
"""Whose messages are names of parts of the system, which say nothing to anybody."""


def _unavailable(finding: Finding, speech: Speech) -> Sentence:
    if isinstance(finding.detail, Installable):
        return _not_installed(finding.detail.package, speech)
    reason = reason_of(finding.detail)
    title, detail, remedy = (_not_there(speech) | _failed(speech)).get(
        reason,
        (
            speech.say("Your computer's keychain can't be used"),
            speech.say("It failed in a way that Gateway Companion does not know."),
            speech.say("Ask your IT team to look at this computer's keychain."),
        ),
    )
    quoted = "" if reason in _UNQUOTED else own_words(finding.detail, speech)
    return Sentence(title, together(detail, quoted), remedy)


def _not_installed(package: str, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("No keychain is installed on this computer"),
        speech.say("The key can't be kept or read without one."),
        speech.say("Ask your IT team to install “{package}”, then log in again.", package=package),
    )


def _not_there(speech: Speech) -> dict[Reason, tuple[str, str, str]]:
    return {
        Reason.NO_SERVICE: (
            speech.say("No keychain was found on this computer"),
            speech.say("The key can't be kept or read without one."),
            speech.say("Ask your IT team to turn on this computer's keychain."),
        ),
        Reason.NO_BUS: (
            speech.say("Your keychain can't be reached from here"),
            speech.say("It belongs to your desktop, and this was started outside of it."),
            speech.say("Open Gateway Companion on your own desktop."),
        ),
        Reason.NO_KEYRING: (
            speech.say("Your computer has no keychain yet"),
            speech.say("The key can't be kept without one. You choose its password."),
            speech.say("Create a keychain."),
        ),
        Reason.TURNED_OFF: (
            speech.say("Your computer's keychain is turned off"),
            speech.say("The key can't be kept or read without one."),
            speech.say("Turn on KDE Wallet in your system settings."),
        ),
    }


def _failed(speech: Speech) -> dict[Reason, tuple[str, str, str]]:
    look_at_it = speech.say("Ask your IT team to look at this computer's keychain.")
    return {
        Reason.DENIED: (
            speech.say("Your computer's keychain refused"),
            speech.say("It did not let Gateway Companion store or read the key."),
            speech.say("Allow Gateway Companion when your keychain asks."),
        ),
        Reason.NOT_KEPT: (
            speech.say("Your computer's keychain did not keep the key"),
            speech.say("It took the key, but did not give the same one back."),
            look_at_it,
        ),
        Reason.NOT_REMOVED: (
            speech.say("Your computer's keychain did not remove the key"),
            speech.say("It did not refuse, but the key is still there."),
            look_at_it,
        ),
        Reason.NOT_TEXT: (
            speech.say("What is in your keychain is not a key"),
            speech.say("Something else has changed what Gateway Companion keeps there."),
            speech.say("Connect again with a key from openrouter.ai/keys."),
        ),
        Reason.TOO_LARGE: (
            speech.say("This is too long for your computer's keychain"),
            speech.say("It keeps 1,280 letters at most, and a key is much shorter."),
            speech.say("Copy the key alone from openrouter.ai/keys."),
        ),
        Reason.STOPPED: (
            speech.say("Your computer's keychain stopped in the middle"),
            speech.say("It ended before it had answered. It starts again by itself."),
            speech.say("Try again."),
        ),
    } | _silent(speech)


def _silent(speech: Speech) -> dict[Reason, tuple[str, str, str]]:
    title = speech.say("Your computer's keychain does not answer")
    waits = speech.say("It may be waiting for your password in a window of its own.")
    look_for_it = speech.say("Look for a window that asks for a password.")
    later = together(waits, speech.say("What it was asked to do may still be done once it answers."))
    return {Reason.TIMEOUT: (title, waits, look_for_it), Reason.NOT_YET: (title, later, look_for_it)}


def _locked(finding: Finding, speech: Speech) -> Sentence:
    if reason_of(finding.detail) is Reason.DENIED:
        detail = speech.say("The window that asks for its password was closed.")
    else:
        detail = speech.say("The OpenRouter key can't be kept or read until it is open.")
    return Sentence(
        speech.say("Your computer's keychain is locked"),
        together(detail, own_words(finding.detail, speech)),
        speech.say("Unlock it, then try again."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.KEYCHAIN_UNAVAILABLE: _unavailable,
    FindingId.KEYCHAIN_LOCKED: _locked,
}
