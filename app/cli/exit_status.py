"""Exit statuses: 0 done or well, 1 findings or not done, 2 usage, 3 a person must act first, 4 only the gateway."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.diagnosis import Diagnosis
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Finding, FindingId, Severity
from app.domain.journal import ChangeKind
from app.domain.outcome import Outcome

DONE, FINDINGS, USAGE, PERSON, GATEWAY = range(5)
_PERSON = frozenset(
    {
        FindingId.CLAUDE_NOT_INSTALLED,
        FindingId.CLAUDE_TOO_OLD,
        FindingId.MANAGED_CONFIGURATION,
        FindingId.MANAGED_BY_THIS,
        FindingId.SETTINGS_MALFORMED,
        FindingId.SETTINGS_UNREADABLE,
        FindingId.KEYCHAIN_UNAVAILABLE,
        FindingId.KEYCHAIN_LOCKED,
        FindingId.KEY_MISSING,
        FindingId.KEY_REJECTED,
        FindingId.KEY_IS_MANAGEMENT,
        FindingId.CLAUDE_STILL_OPEN,
        FindingId.CLAUDE_DID_NOT_CLOSE,
        FindingId.NOT_A_KEY,
        FindingId.KEY_IS_ORDINARY,
        FindingId.OWN_FOLDER_UNUSABLE,
        FindingId.GATEWAY_ADDRESS_REFUSED,
        FindingId.HELPER_PLACE_REFUSED,
        FindingId.PRESEED_DAMAGED,
    }
)


def of_findings(findings: Iterable[Finding]) -> int:
    """Where several apply: a person first, then the gateway, then the rest. Information alone is no trouble."""
    serious = [f for f in findings if f.severity is not Severity.INFO]
    if any(_needs_person(f) for f in serious):
        return PERSON
    if any(f.id in GATEWAY_IN_THE_WAY for f in serious):
        return GATEWAY
    return FINDINGS if serious else DONE


def _needs_person(finding: Finding) -> bool:
    match finding.id:
        case FindingId.BAD_ENTRY_ID:
            return not finding.repairable
        case FindingId.KEY_EXPIRED:
            return finding.severity is Severity.PROBLEM
        case id:
            return id in _PERSON


def of_status(diagnosis: Diagnosis) -> int:
    return of_findings(diagnosis.findings)


def of_change(outcome: Outcome, *, restarts: bool) -> int:
    """A change that is done counts as well although something still wants attention, but not with a problem left."""
    if outcome.blocked:
        return of_findings(outcome.blocked)
    if outcome.declined:
        return FINDINGS
    if outcome.plan.kind is ChangeKind.UNDO:
        return DONE
    if outcome.applied and outcome.plan.reopen and restarts and outcome.confirmed is not True:
        return of_findings(_problems(outcome)) or FINDINGS
    return of_findings(_problems(outcome))


def _problems(outcome: Outcome) -> list[Finding]:
    findings = outcome.look.diagnosis.findings if outcome.look else ()
    return [f for f in findings if f.severity is Severity.PROBLEM]
