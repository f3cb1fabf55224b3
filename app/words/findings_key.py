"""Sentences about the OpenRouter key: where it is kept, how Claude gets it, and whether it is accepted."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, Named, Reason, Severity, Until
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech
from app.words.times import moment


def _credential_missing(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude doesn't know where to get its key"),
        speech.say("The OpenRouter profile names no working way to the key."),
        speech.say("Repair shows Claude the way again."),
    )


def _helper_missing(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            detail = speech.say("It is gone, out of date, or may not be started: {path}.", path=path)
        case _:
            detail = speech.say("It is gone, out of date, or may not be started.")
    return Sentence(
        speech.say("The helper that hands Claude the key is missing"),
        detail,
        speech.say("Repair installs it again."),
    )


def _key_missing(finding: Finding, speech: Speech) -> Sentence:
    title = speech.say("There is no OpenRouter key")
    nothing = speech.say("Your computer's keychain holds none.")
    if isinstance(finding.detail, Named):
        offer = speech.say("Claude has one in its profile “{name}”.", name=finding.detail.name)
        return Sentence(title, together(nothing, offer), speech.say("Use the key Claude has now."))
    return Sentence(title, nothing, speech.say("Connect with a key from openrouter.ai/keys."))


def _key_in_clear(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(name) if not finding.repairable:
            return Sentence(
                speech.say("Another profile in Claude holds a readable key"),
                speech.say("It is “{name}”. Whoever can open your files can read that key.", name=name),
                speech.say("Take the key out of that profile in Claude if nobody needs it there."),
            )
        case _:
            return Sentence(
                speech.say("A readable copy of your key lies in Claude's settings"),
                speech.say("Whoever can open your files can read it."),
                speech.say("Repair takes the copy out."),
            )


def _key_copy(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude keeps its own copy of your key"),
        speech.say("You chose this. Whoever can open your files can read that copy."),
        "",
    )


def _keychain_unavailable(finding: Finding, speech: Speech) -> Sentence:
    title, detail, remedy = _keychain_reasons(speech).get(
        reason_of(finding.detail),
        (
            speech.say("Your computer's keychain can't be used"),
            speech.say("It failed in a way that Gateway Companion does not know."),
            speech.say("Ask your IT team to look at this computer's keychain."),
        ),
    )
    quoted = "" if reason_of(finding.detail) is Reason.NO_SERVICE else own_words(finding.detail, speech)
    return Sentence(title, together(detail, quoted), remedy)


def _keychain_reasons(speech: Speech) -> dict[Reason, tuple[str, str, str]]:
    return {
        Reason.NO_SERVICE: (
            speech.say("No keychain was found on this computer"),
            speech.say("The key can't be kept or read without one."),
            speech.say("Ask your IT team to turn on this computer's keychain."),
        ),
        Reason.DENIED: (
            speech.say("Your computer's keychain refused"),
            speech.say("It did not let Gateway Companion store or read the key."),
            speech.say("Allow Gateway Companion when your keychain asks."),
        ),
        Reason.NOT_KEPT: (
            speech.say("Your computer's keychain did not keep the key"),
            speech.say("It took the key, but did not give the same one back."),
            speech.say("Ask your IT team to look at this computer's keychain."),
        ),
        Reason.TIMEOUT: (
            speech.say("Your computer's keychain does not answer"),
            speech.say("It may be waiting for your password in a window of its own."),
            speech.say("Look for a window that asks for a password."),
        ),
    }


def _keychain_locked(finding: Finding, speech: Speech) -> Sentence:
    detail = speech.say("The OpenRouter key can't be read until it is open.")
    return Sentence(
        speech.say("Your computer's keychain is locked"),
        together(detail, own_words(finding.detail, speech)),
        speech.say("Unlock it, then try again."),
    )


def _rejected(finding: Finding, speech: Speech) -> Sentence:
    detail = speech.say("It may have been deleted, turned off or mistyped.")
    return Sentence(
        speech.say("OpenRouter doesn't accept the key"),
        together(detail, own_words(finding.detail, speech)),
        speech.say("Connect again with a key from openrouter.ai/keys."),
    )


def _management(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("This key manages an account and can't run Claude"),
        speech.say("OpenRouter has two kinds of keys. Claude needs an ordinary one."),
        speech.say("Connect with an ordinary key from openrouter.ai/keys."),
    )


def _expired(finding: Finding, speech: Speech) -> Sentence:
    until = finding.detail if isinstance(finding.detail, Until) else Until(None)
    when = moment(until.when, speech)
    if finding.severity is Severity.PROBLEM:
        title = speech.say("The OpenRouter key has expired")
        last = speech.say("It was valid until {when}.", when=when) if when else ""
        detail = together(last, speech.say("OpenRouter no longer accepts it."))
    else:
        title = speech.say("The OpenRouter key expires soon")
        last = speech.say("It is valid until {when}.", when=when) if when else ""
        detail = together(last, speech.say("Claude will need a new one."))
    remedy = (
        speech.say("Ask whoever manages OpenRouter for your team for a new key.")
        if until.in_organization
        else speech.say("Connect with a new key from openrouter.ai/keys.")
    )
    return Sentence(title, detail, remedy)


def _not_a_key(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("This doesn't look like an OpenRouter key"),
        speech.say("An OpenRouter key starts with sk-or- and is one long word."),
        speech.say("Copy the whole key from openrouter.ai/keys."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.CREDENTIAL_MISSING: _credential_missing,
    FindingId.HELPER_MISSING: _helper_missing,
    FindingId.KEY_MISSING: _key_missing,
    FindingId.KEY_IN_CLEAR: _key_in_clear,
    FindingId.KEY_COPY_BY_CHOICE: _key_copy,
    FindingId.KEYCHAIN_UNAVAILABLE: _keychain_unavailable,
    FindingId.KEYCHAIN_LOCKED: _keychain_locked,
    FindingId.KEY_REJECTED: _rejected,
    FindingId.KEY_IS_MANAGEMENT: _management,
    FindingId.KEY_EXPIRED: _expired,
    FindingId.NOT_A_KEY: _not_a_key,
}
