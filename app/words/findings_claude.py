"""Sentences about Claude Desktop as a program: installed, managed, running, and what its own log reports."""

from __future__ import annotations

from app.domain.findings import Because, Detail, Finding, FindingId, Named, Reason, Severity
from app.words.names import key_name
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech


def _not_installed(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude Desktop is not installed"),
        speech.say("Gateway Companion found no Claude Desktop on this computer."),
        speech.say("Get it from claude.ai/download."),
    )


def _too_old(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Because(Reason.HELPER_FAILED):
            return Sentence(
                speech.say("Claude Desktop is too old to ask for the key"),
                speech.say("Its own log says that it does not know the helper that hands over the key."),
                speech.say("Install the newest version, or let Claude keep a copy of the key (Settings, Keys)."),
            )
        case Named(str(version)) if version:
            detail = speech.say("Version {version} does not know the settings for OpenRouter.", version=version)
        case _:
            detail = speech.say("This version does not know the settings for OpenRouter.")
    return Sentence(
        speech.say("Claude Desktop is too old"),
        detail,
        speech.say("Install the newest version from claude.ai/download."),
    )


def _managed(finding: Finding, speech: Speech) -> Sentence:
    hands_off = speech.say("Gateway Companion changes nothing while that is so.")
    match finding.detail:
        case Named(place, str(by)):
            return Sentence(
                speech.say("Claude's settings are managed by {name}", name=by),
                together(speech.say("What it left counts before the settings here: {place}.", place=place), hands_off),
                speech.say("Ask your IT team to take out what {name} left.", name=by),
            )
        case detail:
            return Sentence(
                speech.say("Your organisation manages Claude's settings"),
                together(_managed_place(detail, speech), hands_off),
                speech.say("Ask your IT team to allow OpenRouter in Claude."),
            )


def _managed_place(detail: Detail, speech: Speech) -> str:
    if isinstance(detail, Named):
        return speech.say("They count before the settings here: {place}.", place=detail.name)
    return speech.say("They count before the settings here.")


def _not_running(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude Desktop is not running"),
        speech.say("It reads its settings when it opens."),
        speech.say("Open Claude Desktop."),
    )


def _restart_needed(finding: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude Desktop needs a restart"),
        speech.say("It was opened before its settings were written, so it has not read them."),
        speech.say("Repair closes it and opens it again.")
        if finding.repairable
        else speech.say("Close Claude Desktop fully and open it again."),
    )


def _not_confirmed(finding: Finding, speech: Speech) -> Sentence:
    if finding.severity is Severity.INFO:
        return Sentence(
            speech.say("Claude has not confirmed it yet"),
            speech.say("It was opened a moment ago. Its log does not say yet that it uses OpenRouter."),
            speech.say("Look again in a minute."),
        )
    return Sentence(
        speech.say("Not known whether Claude uses OpenRouter"),
        speech.say("Its settings are right, but its own log does not say that it uses them."),
        speech.say("Close Claude Desktop fully and open it again."),
    )


def _reports(finding: Finding, speech: Speech) -> Sentence:
    told = _refusals(speech) | _faults(speech)
    other = Sentence(
        speech.say("Claude reports a fault"),
        speech.say("Its own log says that something is wrong with the connection."),
        speech.say("Close Claude Desktop fully and open it again."),
    )
    known = told.get(reason_of(finding.detail), other)
    detail = together(known.detail, _which(finding.detail, speech))
    remedy = speech.say("Repair sets it right.") if finding.repairable else known.remedy
    return Sentence(known.title, detail, remedy)


def _which(detail: Detail, speech: Speech) -> str:
    """The log names a setting or a model, or quotes what it was told."""
    match detail:
        case Because(Reason.VALUE_IGNORED, str(key)):
            return speech.say("It is {name}.", name=key_name(key, speech))
        case Because(Reason.MODEL_REJECTED, str(model)):
            return speech.say("It is {name}.", name=model)
        case _:
            return own_words(detail, speech)


def _refusals(speech: Speech) -> dict[Reason, Sentence]:
    """Where Claude would not take what it found."""
    return {
        Reason.MODEL_REJECTED: Sentence(
            speech.say("Claude rejects a model in its list"),
            speech.say("By its own log, it can't use one of the chosen models."),
            speech.say("Choose other models."),
        ),
        Reason.VALUE_IGNORED: Sentence(
            speech.say("Claude ignores one of its settings"),
            speech.say("By its own log, it can't use that setting as it is written."),
            speech.say("Install the newest version from claude.ai/download."),
        ),
        Reason.NO_CREDENTIAL: Sentence(
            speech.say("Claude found no key"),
            speech.say("By its own log, it has no way to get the OpenRouter key."),
            speech.say("Connect again with your OpenRouter key."),
        ),
        Reason.NO_USABLE_MODELS: Sentence(
            speech.say("Claude found no model that it can use"),
            speech.say("By its own log, it accepts none of the models that it was offered."),
            speech.say("Choose other models."),
        ),
        Reason.MANAGED: Sentence(
            speech.say("Claude follows settings of your organisation"),
            speech.say("By its own log, they count before the settings on this computer."),
            speech.say("Ask your IT team to allow OpenRouter in Claude."),
        ),
    }


def _faults(speech: Speech) -> dict[Reason, Sentence]:
    """Where something failed between Claude and OpenRouter."""
    return {
        Reason.AUTH_FAILED: Sentence(
            speech.say("OpenRouter refused Claude's key"),
            speech.say("By its own log, Claude showed its key and was turned away."),
            speech.say("Connect again with a key from openrouter.ai/keys."),
        ),
        Reason.UNREACHABLE: Sentence(
            speech.say("Claude can't reach OpenRouter"),
            speech.say("By its own log, it got no answer."),
            speech.say("Check this computer's internet connection."),
        ),
        Reason.PROVIDER_ERROR: Sentence(
            speech.say("OpenRouter answers Claude with an error"),
            speech.say("Claude's own log says so, but not whose fault it is."),
            speech.say("Look for known faults at status.openrouter.ai."),
        ),
        Reason.DEGRADED: Sentence(
            speech.say("Claude started without all it needs for OpenRouter"),
            speech.say("By its own log, it started in a degraded state."),
            speech.say("Close Claude Desktop fully and open it again."),
        ),
        Reason.HELPER_FAILED: Sentence(
            speech.say("Claude could not get the key"),
            speech.say("By its own log, the helper that hands over the key failed."),
            speech.say("Check that your computer's keychain is unlocked."),
        ),
    }


def _stale_models(finding: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude holds on to an old list of models"),
        speech.say("Its log says that it found no usable model, although the list in its settings is right."),
        speech.say("Repair moves Claude's stored lists aside.")
        if finding.repairable
        else speech.say("Close Claude Desktop fully and open it again."),
    )


def _code_tab(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("The Code tab uses an old sign-in"),
        speech.say("Claude's log shows that only the Code tab was turned away."),
        speech.say("Type “claude auth logout” in a terminal to sign it out."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.CLAUDE_NOT_INSTALLED: _not_installed,
    FindingId.CLAUDE_TOO_OLD: _too_old,
    FindingId.MANAGED_CONFIGURATION: _managed,
    FindingId.CLAUDE_NOT_RUNNING: _not_running,
    FindingId.RESTART_NEEDED: _restart_needed,
    FindingId.NOT_CONFIRMED: _not_confirmed,
    FindingId.CLAUDE_REPORTS: _reports,
    FindingId.STALE_MODEL_CACHE: _stale_models,
    FindingId.CODE_TAB_LOGIN: _code_tab,
}
