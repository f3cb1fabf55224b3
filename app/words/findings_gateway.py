"""Sentences about OpenRouter: whether it answers, and which of the chosen models it still offers."""

from __future__ import annotations

from app.domain.findings import Because, Finding, FindingId, Listed, Named, Reason, Waits
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech


def _privacy(finding: Finding, speech: Speech) -> Sentence:
    detail = speech.say("No provider fits what the OpenRouter account allows.")
    return Sentence(
        speech.say("Privacy settings block the models"),
        together(detail, own_words(finding.detail, speech)),
        speech.say("Change what is allowed at openrouter.ai/settings/privacy."),
    )


def _unreachable(finding: Finding, speech: Speech) -> Sentence:
    reason = reason_of(finding.detail)
    title = (
        speech.say("OpenRouter has a fault") if reason is Reason.SERVER else speech.say("OpenRouter can't be reached")
    )
    detail, remedy = _network_reasons(speech).get(
        reason,
        (
            speech.say("The connection failed for a reason that is not known."),
            speech.say("Check this computer's internet connection, then try again."),
        ),
    )
    return Sentence(title, together(detail, own_words(finding.detail, speech)), remedy)


def _network_reasons(speech: Speech) -> dict[Reason, tuple[str, str]]:
    try_again = speech.say("Check this computer's internet connection, then try again.")
    return {
        Reason.DNS: (speech.say("Its address was not found. This computer may be offline."), try_again),
        Reason.REFUSED: (speech.say("The connection was refused before it was made."), try_again),
        Reason.TIMEOUT: (speech.say("No answer came in time."), try_again),
        Reason.TLS: (
            speech.say("The connection could not be proven to lead to OpenRouter."),
            speech.say("Check this computer's date and time, then try again."),
        ),
        Reason.PROXY: (
            speech.say("The proxy of your network did not let the request through."),
            speech.say("Ask your IT team to let this computer reach openrouter.ai."),
        ),
        Reason.SERVER: (
            speech.say("It was reached, but could not answer properly."),
            speech.say("Try again in a few minutes."),
        ),
    }


def _intercepted(finding: Finding, speech: Speech) -> Sentence:
    ask = speech.say("Ask your IT team what stands between this computer and OpenRouter.")
    look = speech.say("Open any website in your browser and follow what it says.")
    match finding.detail:
        case Because(Reason.HTML):
            detail, remedy = speech.say("A web page came back, as from a network that wants a sign-in."), look
        case Because(Reason.AUTH_FAILED):
            detail, remedy = speech.say("The network wants a sign-in before it lets anything through."), look
        case Because(Reason.REDIRECT, str(host)):
            detail, remedy = speech.say("The request was sent on to another place: {host}.", host=host), look
        case Because(Reason.REDIRECT):
            detail, remedy = speech.say("The request was sent on to another place."), look
        case _:
            came = speech.say("What came back is nothing that OpenRouter sends.")
            detail, remedy = together(came, own_words(finding.detail, speech)), ask
    return Sentence(speech.say("Something else answers in place of OpenRouter"), detail, remedy)


def _degraded(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(title):
            detail = speech.say("Its status page says: “{title}”.", title=title)
        case _:
            detail = speech.say("Its status page tells of one that is not over yet.")
    return Sentence(
        speech.say("OpenRouter reports an incident"),
        detail,
        speech.say("Look for news at status.openrouter.ai."),
    )


def _rate_limited(finding: Finding, speech: Speech) -> Sentence:
    detail = speech.say("Too many requests came within a short time.")
    match finding.detail:
        case Waits(seconds):
            n = max(1, round(seconds))
            remedy = speech.plural("Try again in {n} second.", "Try again in {n} seconds.", n)
        case _:
            remedy = speech.say("Try again in a minute.")
    return Sentence(speech.say("OpenRouter asks for a pause"), detail, remedy)


def _models_gone(finding: Finding, speech: Speech) -> Sentence:
    gone = finding.detail if isinstance(finding.detail, Listed) else Listed(())
    detail = together(*(_replaced(id, gone.instead[i : i + 1], speech) for i, id in enumerate(gone.names)))
    return Sentence(
        speech.plural(
            "A chosen model is no longer offered", "Some chosen models are no longer offered", len(gone.names)
        ),
        detail or speech.say("This key may not use all of the chosen models."),
        speech.say("Repair chooses the nearest ones instead.")
        if finding.repairable
        else speech.say("Other models have to be chosen."),
    )


def _replaced(id: str, instead: tuple[str, ...], speech: Speech) -> str:
    if instead and instead[0]:
        return speech.say("{model} can be replaced by {other}.", model=id, other=instead[0])
    return speech.say("{model} has nothing like it to replace it.", model=id)


def _not_accepted(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(id):
            detail = speech.say("Claude would leave {model} out of its list.", model=id)
        case _:
            detail = speech.say("Claude would leave it out of its list.")
    return Sentence(
        speech.say("Claude doesn't accept a chosen model"),
        detail,
        speech.say("Repair chooses another one instead.")
        if finding.repairable
        else speech.say("Another model has to be chosen."),
    )


def _no_small_model(finding: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("No small model is among the chosen ones"),
        speech.say("Claude uses a small one for titles and summaries."),
        speech.say("Repair adds one to the list.")
        if finding.repairable
        else speech.say("One has to be added to the list."),
    )


def _no_models(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("There is no model that Claude can use"),
        speech.say("This key may use no model that Claude accepts."),
        speech.say("Ask whoever manages the OpenRouter key to allow Claude's models."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.PRIVACY_BLOCKS_MODELS: _privacy,
    FindingId.GATEWAY_UNREACHABLE: _unreachable,
    FindingId.GATEWAY_INTERCEPTED: _intercepted,
    FindingId.GATEWAY_DEGRADED: _degraded,
    FindingId.RATE_LIMITED: _rate_limited,
    FindingId.MODELS_UNAVAILABLE: _models_gone,
    FindingId.MODEL_NOT_ACCEPTED: _not_accepted,
    FindingId.NO_SMALL_MODEL: _no_small_model,
    FindingId.NO_MODELS: _no_models,
}
