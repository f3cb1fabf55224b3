"""Sentences about what is left to spend; a team's member is never told to pay."""

from __future__ import annotations

from app.domain.findings import Because, Detail, Finding, FindingId, Reason, Until
from app.words.sentence import Sentence, Wording, own_words, together
from app.words.speech import Speech
from app.words.times import moment

_OWN_SCOPES = (None, "account", "key")
"""Limits that a person may have set alone; every other one is a team's."""


def _of_a_team(detail: Detail) -> bool:
    return isinstance(detail, Until) and (detail.in_organization or detail.scope not in _OWN_SCOPES)


def _add_credit(detail: Detail, speech: Speech) -> str:
    if _of_a_team(detail):
        return speech.say("Ask whoever manages OpenRouter for your team to add credit.")
    return speech.say("Top up at openrouter.ai/credits.")


def _raise_limit(detail: Detail, speech: Speech) -> str:
    if _of_a_team(detail):
        return speech.say("Ask whoever manages OpenRouter for your team to raise it.")
    return speech.say("Raise it at openrouter.ai/keys.")


def _resets(detail: Detail, speech: Speech) -> str:
    when = moment(detail.when, speech) if isinstance(detail, Until) else None
    return speech.say("It starts anew on {when}.", when=when) if when else ""


def _no_credit(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Because(Reason.INSUFFICIENT):
            title = speech.say("The credit left is too small for an answer")
            turned_down = speech.say("OpenRouter turned the request down.")
            detail = together(turned_down, own_words(finding.detail, speech))
        case _:
            title = speech.say("There is no credit left")
            detail = speech.say("Claude can't answer until credit is added.")
    return Sentence(title, detail, _add_credit(finding.detail, speech))


def _credit_low(finding: Finding, speech: Speech) -> Sentence:
    detail = finding.detail
    if isinstance(detail, Until) and detail.scope not in (None, "account"):
        return Sentence(
            speech.say("The spending limit is almost used up"),
            together(_which_limit(detail, speech), _resets(detail, speech)),
            _raise_limit(detail, speech),
        )
    return Sentence(
        speech.say("Credit is low"),
        speech.say("Claude can't answer any more once it is used up."),
        _add_credit(detail, speech),
    )


def _limit_reached(finding: Finding, speech: Speech) -> Sentence:
    resets = _resets(finding.detail, speech)
    until = (
        speech.say("Claude can't answer until then.")
        if resets
        else speech.say("Claude can't answer until it is raised.")
    )
    return Sentence(
        speech.say("The spending limit is used up"),
        together(_which_limit(finding.detail, speech), resets, until),
        _raise_limit(finding.detail, speech),
    )


def _which_limit(detail: Detail, speech: Speech) -> str:
    scope = detail.scope if isinstance(detail, Until) else None
    known = {
        "key": speech.say("It is the limit of this key."),
        "member": speech.say("It is your own budget in the team."),
        "workspace": speech.say("It is the budget of your team's workspace."),
        "organization": speech.say("It is the budget of your whole organisation."),
    }
    return known.get(scope or "", speech.say("It is the limit that stops Claude first."))


WORDINGS: dict[FindingId, Wording] = {
    FindingId.NO_CREDIT: _no_credit,
    FindingId.CREDIT_LOW: _credit_low,
    FindingId.LIMIT_REACHED: _limit_reached,
}
