"""Findings about Claude Desktop as a program: installed, managed, running, and what its own log says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.domain import managed
from app.domain.claude_log import BAD_STATES
from app.domain.documents import Loaded, Role
from app.domain.facts import Facts, LogEvidence
from app.domain.findings import Because, Finding, FindingId, Named, Reason, Severity, found
from app.domain.gateway_address import host
from app.domain.goal import Goal, Handover

OLDEST = (1, 3883)
"""The version of April 2026, when the gateway settings were first seen; see decision 0003."""
PATIENCE = 60.0
"""Seconds after a start during which a missing confirmation is no cause for attention."""
INEXACT = 2.0
"""Seconds by which the start of a process may be told wrongly: systems count it from a rounded time of boot."""
OPENING = 10.0
"""Seconds in which Claude may write its own files after it was opened."""
SETTINGS_FINDINGS = frozenset(
    {
        FindingId.PROFILE_MISSING,
        FindingId.PROFILE_NOT_APPLIED,
        FindingId.GATEWAY_URL_WRONG,
        FindingId.AUTH_SCHEME_WRONG,
        FindingId.HYBRID_POINTER,
        FindingId.MODE_IS_FIRST_PARTY,
        FindingId.SHADOW_COPY,
        FindingId.BAD_ENTRY_ID,
        FindingId.SETTINGS_MALFORMED,
        FindingId.SETTINGS_UNREADABLE,
        FindingId.CREDENTIAL_MISSING,
        FindingId.RESTART_NEEDED,
        FindingId.UNFINISHED_CHANGE,
        FindingId.NOT_SET_UP,
        FindingId.MANAGED_CONFIGURATION,
    }
)


def too_old(version: str | None) -> bool:
    """Whether this version is known to be older than the gateway settings; an unknown version is not."""
    numbers = re.match(r"(\d+)\.(\d+)", version or "")
    return numbers is not None and (int(numbers[1]), int(numbers[2])) < OLDEST


def refuses_helper(evidence: LogEvidence | None, goal: Goal) -> bool:
    """Whether Claude says that it does not know the helper; where it keeps a copy of the key, it need not."""
    told = evidence is not None and FindingId.CLAUDE_TOO_OLD in {f.id for f in evidence.reports}
    return told and goal.handover is Handover.HELPER


def program(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """Not installed, too old, or managed by an IT department."""
    if facts.claude.installation is None:
        yield found(FindingId.CLAUDE_NOT_INSTALLED)
        return
    if too_old(facts.claude.version):
        yield found(FindingId.CLAUDE_TOO_OLD, Named(facts.claude.version or ""))
    elif refuses_helper(facts.claude.evidence, goal):
        yield found(FindingId.CLAUDE_TOO_OLD, Because(Reason.HELPER_FAILED, facts.claude.version))
    if (by_it := managed.finding(facts)) is not None:
        yield by_it


def running(facts: Facts) -> Iterator[Finding]:
    """Whether the running Claude has read the present settings, and what it reports."""
    since = facts.claude.running_since
    if since is None:
        yield found(FindingId.CLAUDE_NOT_RUNNING)
        return
    by_it = managed.by_us(facts) is not None
    if since < (_handed_out_at(facts) if by_it else _written_at(facts)):
        yield found(FindingId.RESTART_NEEDED)
    if evidence := facts.claude.evidence:
        reports = (f for f in evidence.reports if f.id is not FindingId.CLAUDE_TOO_OLD)
        yield from (f for f in reports if not (by_it and f.detail == Because(Reason.MANAGED)))
        if evidence.code_tab_login:
            yield found(FindingId.CODE_TAB_LOGIN)


def _handed_out_at(facts: Facts) -> float:
    """When managed settings were last written. At a login that and Claude's start can fall together."""
    time = facts.managed.changed if facts.managed else 0.0
    return time - OPENING if time <= facts.seen_at else 0.0


def _written_at(facts: Facts) -> float:
    """When a change of ours was made, or somebody last wrote the list that says which profile is applied.

    Claude's own first seconds do not count. Nor does a time that is yet to come, as a copied file may have: no restart would ever be late enough for it.
    """
    lists = (d.state for root in facts.roots for d in root.documents if d.role is Role.LIBRARY)
    times = (state.changed for state in lists if isinstance(state, Loaded))
    applied = max((time - OPENING for time in times if time <= facts.seen_at), default=0.0)
    return max(applied, (facts.journal.written_at or 0.0) - INEXACT)


def uses_gateway(facts: Facts, goal: Goal, findings: Iterable[Finding]) -> bool | None:
    """Whether Claude is on the goal's gateway, from its own log alone; None where that does not tell."""
    evidence = facts.claude.evidence
    if facts.claude.running_since is None or evidence is None:
        return None
    if evidence.active is False or evidence.api_host not in (None, host(goal.base_url)):
        return False
    if confirmed(evidence, goal):
        doubtful = SETTINGS_FINDINGS.intersection(f.id for f in findings) or managed.may_be_passed_over(facts, evidence)
        return None if doubtful else True
    return False if evidence.health in BAD_STATES else None


def confirmed(evidence: LogEvidence, goal: Goal) -> bool:
    """Claude says that gateway mode is active and healthy, and names no other host; see decision 6 for `not_testable`."""
    healthy = evidence.health == "healthy" or (evidence.health == "not_testable" and evidence.helper_ok)
    return evidence.active is True and healthy and evidence.api_host in (None, host(goal.base_url))


def confirmation(facts: Facts, findings: Iterable[Finding], uses: bool | None) -> Iterator[Finding]:
    """`not-confirmed`, where Claude runs with the right settings but does not say so."""
    since = facts.claude.running_since
    if since is None or uses is True or any(f.id in SETTINGS_FINDINGS for f in findings):
        return
    early = facts.seen_at - since < PATIENCE
    yield found(FindingId.NOT_CONFIRMED, severity=Severity.INFO if early else Severity.ATTENTION)
