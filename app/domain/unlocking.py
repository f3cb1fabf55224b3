"""Where the way out is the keychain's own window: the person opens it there, or creates one."""

from __future__ import annotations

from app.domain.findings import Because, Finding, FindingId, Installable, Reason


def opens(finding: Finding) -> bool:
    """Whether unlocking helps against it."""
    return finding.id is FindingId.KEYCHAIN_LOCKED


def may_hold_keys(finding: Finding) -> bool:
    """Whether there may be keys in the keychain, which it does not give now; one that is not there holds none."""
    empty = finding.id is FindingId.KEYCHAIN_UNAVAILABLE and (
        isinstance(finding.detail, Installable)
        or (isinstance(finding.detail, Because) and finding.detail.reason in (Reason.NO_SERVICE, Reason.NO_KEYRING))
    )
    return not empty


def creates(finding: Finding) -> bool:
    """Whether unlocking makes the keychain that is missing."""
    detail = finding.detail
    of_keychain = finding.id is FindingId.KEYCHAIN_UNAVAILABLE
    return of_keychain and isinstance(detail, Because) and detail.reason is Reason.NO_KEYRING
