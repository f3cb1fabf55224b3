"""The sentences for every finding of the catalogue."""

from __future__ import annotations

from app.domain.findings import Finding, FindingId
from app.words import (
    findings_change,
    findings_claude,
    findings_credit,
    findings_fleet,
    findings_gateway,
    findings_key,
    findings_keychain,
    findings_login,
    findings_management,
    findings_settings,
    findings_sign_in,
)
from app.words.sentence import Sentence, Wording
from app.words.speech import Speech

_WORDINGS: dict[FindingId, Wording] = {
    **findings_claude.WORDINGS,
    **findings_settings.WORDINGS,
    **findings_key.WORDINGS,
    **findings_keychain.WORDINGS,
    **findings_management.WORDINGS,
    **findings_credit.WORDINGS,
    **findings_gateway.WORDINGS,
    **findings_change.WORDINGS,
    **findings_sign_in.WORDINGS,
    **findings_fleet.WORDINGS,
    **findings_login.WORDINGS,
}


def finding(finding: Finding, speech: Speech) -> Sentence:
    """What happened, what it means, and what to do."""
    return _WORDINGS[finding.id](finding, speech)
