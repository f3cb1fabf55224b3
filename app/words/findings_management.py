"""Sentences about the optional management key, which shows the account's balance and spending and never goes to Claude."""

from __future__ import annotations

from app.domain.findings import Finding, FindingId, Reason
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech


def _rejected(finding: Finding, speech: Speech) -> Sentence:
    remedy = speech.say("Replace it or remove it under Keys.")
    unharmed = speech.say("Claude does not use it, so Claude goes on working.")
    match reason_of(finding.detail):
        case Reason.OTHER_KIND:
            title = speech.say("The key kept as management key is an ordinary one")
            detail = speech.say("It can't show the account's balance or spending.")
        case Reason.OTHER_ACCOUNT:
            title = speech.say("The management key belongs to another account")
            detail = speech.say("Its balance is not that of the account which Claude's key uses, so it is not shown.")
        case _:
            title = speech.say("OpenRouter doesn't accept the management key")
            gone = speech.say("It may have been deleted or turned off.")
            detail = together(gone, own_words(finding.detail, speech))
    return Sentence(title, together(detail, unharmed), remedy)


def _ordinary(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("This is an ordinary key"),
        speech.say("It can't show the account's balance or spending. A management key can, and is made separately."),
        speech.say("Get a management key from OpenRouter's settings."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.MANAGEMENT_KEY_REJECTED: _rejected,
    FindingId.KEY_IS_ORDINARY: _ordinary,
}
