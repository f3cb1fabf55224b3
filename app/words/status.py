"""The one line that says how things stand; it never says more than was seen."""

from __future__ import annotations

from app.domain.diagnosis import Diagnosis
from app.domain.findings import FindingId, Severity
from app.words.findings import finding
from app.words.speech import Speech


def hero(diagnosis: Diagnosis, speech: Speech) -> str:
    """The state of everything in a few words."""
    match diagnosis.healthy:
        case True:
            return speech.say("Everything works")
        case None:
            return _not_known(diagnosis, speech)
        case False:
            return _worst(diagnosis, speech)


def _not_known(diagnosis: Diagnosis, speech: Speech) -> str:
    if "gateway" in diagnosis.not_checked:
        return speech.say("Not known, because OpenRouter was not asked")
    if FindingId.CLAUDE_NOT_RUNNING in diagnosis.ids():
        return speech.say("Not known until Claude Desktop is open")
    if "claude" in diagnosis.not_checked:
        return speech.say("Not known yet, because Claude has not confirmed it")
    return speech.say("Not known, because not everything could be checked")


def _worst(diagnosis: Diagnosis, speech: Speech) -> str:
    worst = diagnosis.findings[0]
    works = diagnosis.uses_gateway is True and worst.severity is Severity.ATTENTION
    but = _working_but(speech).get(worst.id) if works else None
    return but or finding(worst, speech).title


def _working_but(speech: Speech) -> dict[FindingId, str]:
    return {
        FindingId.CREDIT_LOW: speech.say("Working, but credit is low"),
        FindingId.KEY_EXPIRED: speech.say("Working, but the key expires soon"),
        FindingId.MANAGEMENT_KEY_REJECTED: speech.say("Working, but the management key can't be used"),
        FindingId.KEY_IN_CLEAR: speech.say("Working, but Claude's settings hold a readable key"),
        FindingId.PROFILE_CHANGED: speech.say("Working, but some settings were changed"),
        FindingId.MODELS_UNAVAILABLE: speech.say("Working, but not with all chosen models"),
        FindingId.NO_SMALL_MODEL: speech.say("Working, but without a small model"),
        FindingId.RATE_LIMITED: speech.say("Working, but OpenRouter asks for a pause"),
        FindingId.OWN_DATA_DAMAGED: speech.say("Working, but Gateway Companion's own notes are damaged"),
    }
