"""Where the way out is the keychain's own window: the person opens it there, or creates one."""

from __future__ import annotations

from app.domain.findings import Because, Finding, FindingId, Reason


def opens(finding: Finding) -> bool:
    """Whether unlocking helps against it."""
    return finding.id is FindingId.KEYCHAIN_LOCKED


def creates(finding: Finding) -> bool:
    """Whether unlocking makes the keychain that is missing."""
    detail = finding.detail
    of_keychain = finding.id is FindingId.KEYCHAIN_UNAVAILABLE
    return of_keychain and isinstance(detail, Because) and detail.reason is Reason.NO_KEYRING
