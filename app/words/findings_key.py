"""Sentences about the OpenRouter key: where it is kept, how Claude gets it, and whether it is accepted."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, InProfile, Named, Reason, Replaced, Severity, Until
from app.words.sentence import Sentence, Wording, own_words, together
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
            detail = speech.say(
                "It is gone, out of date, may not be started, or other people could change it: {path}.", path=path
            )
        case _:
            detail = speech.say("It is gone, out of date, may not be started, or other people could change it.")
    remedy = (
        speech.say("Repair installs it again.")
        if finding.repairable
        else speech.say("Ask your IT team to install Gateway Companion again.")
    )
    return Sentence(speech.say("The helper that hands Claude the key is missing"), detail, remedy)


def _key_missing(finding: Finding, speech: Speech) -> Sentence:
    title = speech.say("There is no OpenRouter key")
    nothing = speech.say("Your computer's keychain holds none.")
    connect = speech.say("Connect with a key from openrouter.ai/keys.")
    match finding.detail:
        case Named(name):
            offer = speech.say("Claude has one in its profile “{name}”.", name=name)
            return Sentence(title, together(nothing, offer), speech.say("Use the key Claude has now."))
        case InProfile():
            return Sentence(title, speech.say("The copy that Claude kept in its settings is gone."), connect)
        case Replaced(before):
            gone = speech.say("The key {hint} was there, and something else has removed it.", hint=before)
            return Sentence(title, together(nothing, gone), connect)
        case _:
            return Sentence(title, nothing, connect)


def _key_changed(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Replaced(before, str(now)):
            detail = speech.say("It is {now}. Gateway Companion had kept {before}.", now=now, before=before)
        case _:
            detail = speech.say("It is not the one that Gateway Companion had kept.")
    return Sentence(
        speech.say("Another key is in the keychain now"),
        together(detail, speech.say("Claude uses the one that is there.")),
        speech.say("Use this key if you know it, or enter another one in Settings."),
    )


def _key_in_clear(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case InProfile(name=name):
            return Sentence(
                speech.say("Another profile in Claude holds a readable key"),
                speech.say("It is “{name}”. Whoever can open your files can read that key.", name=name),
                speech.say("Once OpenRouter is set up, it can be moved into your computer's keychain."),
            )
        case AtFile(path, Reason.PERMISSION):
            return Sentence(
                speech.say("Other people on this computer can read Claude's copy of your key"),
                speech.say("Something has opened that file to them: {path}.", path=path),
                speech.say("Repair closes it to them again."),
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
    FindingId.KEY_CHANGED: _key_changed,
    FindingId.KEY_IN_CLEAR: _key_in_clear,
    FindingId.KEY_COPY_BY_CHOICE: _key_copy,
    FindingId.KEY_REJECTED: _rejected,
    FindingId.KEY_IS_MANAGEMENT: _management,
    FindingId.KEY_EXPIRED: _expired,
    FindingId.NOT_A_KEY: _not_a_key,
}
