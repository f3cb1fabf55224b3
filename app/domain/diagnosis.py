"""Facts and a goal in, findings out: what is wrong, worst first, with causes hiding their consequences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain import diagnosis_claude, diagnosis_gateway, diagnosis_settings, managed
from app.domain.claude_settings import PROFILE_ID, PROFILE_NAME
from app.domain.facts import Facts, StoredKey
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import (
    AtFile,
    Detail,
    Finding,
    FindingId,
    InProfile,
    Named,
    NoDetail,
    Replaced,
    Severity,
    found,
)
from app.domain.goal import Goal, Handover
from app.domain.model import KeyInfo
from app.domain.secret_ref import Keychain

_ORDER = {Severity.PROBLEM: 0, Severity.ATTENTION: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The answer of one look. `healthy` is True only for what was seen in whole; None = not wholly checked.

    `uses_gateway`: whether Claude, by its own log, is on the goal's gateway; None = it does not say.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[str, ...]
    uses_gateway: bool | None

    @property
    def healthy(self) -> bool | None:
        if any(f.severity is not Severity.INFO for f in self.findings):
            return False
        return None if self.not_checked else True

    def ids(self) -> frozenset[FindingId]:
        return frozenset(f.id for f in self.findings)


def is_set_up(facts: Facts) -> bool:
    """Our profile was written: the journal says so, or the profile is there though the journal is lost.

    Or an IT department has set Claude up for everybody, with settings that this program hands out.
    """
    by_it = managed.by_us(facts) is not None
    return by_it or facts.journal.active or diagnosis_settings.profile_exists(facts)


def diagnose(facts: Facts, goal: Goal) -> Diagnosis:
    """Every finding that these facts show."""
    findings = list(_findings(facts, goal))
    uses = diagnosis_claude.uses_gateway(facts, goal, findings)
    findings += diagnosis_claude.confirmation(facts, findings, uses) if is_set_up(facts) else ()
    findings = _without_consequences(findings)
    if managed.by_us(facts) is not None:  # nothing there is ours to repair
        findings = [replace(f, repairable=False) for f in findings]
    findings.sort(key=lambda f: _ORDER[f.severity])
    return Diagnosis(tuple(findings), _not_checked(facts, findings, uses), uses)


def _findings(facts: Facts, goal: Goal) -> Iterator[Finding]:
    yield from _own(facts, goal)
    yield from diagnosis_settings.copies(facts, goal)
    yield from diagnosis_claude.program(facts, goal)
    if facts.claude.installation is None:
        yield from diagnosis_gateway.gateway(facts, goal)
        return
    if managed.by_us(facts) is not None:
        yield from diagnosis_settings.under_management(facts)
        yield from diagnosis_claude.running(facts)
        yield from diagnosis_gateway.gateway(facts, goal)
        return
    yield from diagnosis_settings.files(facts)
    if is_set_up(facts):
        yield from diagnosis_settings.settings(facts, goal)
        yield from diagnosis_settings.handover(facts, goal)
        yield from diagnosis_claude.running(facts)
    else:
        yield found(FindingId.NOT_SET_UP)
    yield from diagnosis_settings.clear_keys(facts)
    yield from diagnosis_gateway.gateway(facts, goal)


def _own(facts: Facts, goal: Goal) -> Iterator[Finding]:
    for name in facts.damaged:
        yield found(FindingId.OWN_DATA_DAMAGED, AtFile(name))
    if facts.preseed is not None:
        yield facts.preseed
    if facts.busy is not None:
        yield found(FindingId.BUSY, Named(facts.busy))
    elif facts.journal.pending is not None:
        yield found(FindingId.UNFINISHED_CHANGE)
    match facts.keychain:
        case Finding() as finding:
            yield finding
        case None if is_set_up(facts):
            yield found(FindingId.KEY_MISSING, _missing(facts, goal))
        case StoredKey(hint, digest, Keychain()) if is_set_up(facts) and facts.kept and facts.kept.digest != digest:
            yield found(FindingId.KEY_CHANGED, Replaced(facts.kept.hint, hint))  # somebody else has put it there


def _missing(facts: Facts, goal: Goal) -> Detail:
    """What can take its place, else what was there."""
    offered = next((p for r in facts.roots for p in r.others if p.same_gateway), None)
    if offered is not None:
        return Named(offered.name)
    if goal.handover is Handover.STATIC:
        return InProfile(PROFILE_ID, PROFILE_NAME)
    return Replaced(facts.kept.hint) if facts.kept else NoDetail()


_HIDDEN_BY: dict[FindingId, frozenset[FindingId]] = {
    FindingId.KEY_MISSING: frozenset({FindingId.NO_MODELS, FindingId.CREDENTIAL_MISSING}),
    FindingId.MANAGED_CONFIGURATION: frozenset({FindingId.NOT_CONFIRMED, FindingId.RESTART_NEEDED}),
    FindingId.UNFINISHED_CHANGE: frozenset({FindingId.NOT_SET_UP, FindingId.NOT_CONFIRMED}),
    FindingId.KEY_REJECTED: frozenset({FindingId.CLAUDE_REPORTS, FindingId.NOT_CONFIRMED}),
    FindingId.RESTART_NEEDED: frozenset({FindingId.NOT_CONFIRMED, FindingId.CLAUDE_REPORTS}),
    FindingId.STALE_MODEL_CACHE: frozenset({FindingId.NOT_CONFIRMED, FindingId.CLAUDE_REPORTS}),
    FindingId.CLAUDE_REPORTS: frozenset({FindingId.NOT_CONFIRMED}),
    FindingId.NO_MODELS: frozenset({FindingId.MODELS_UNAVAILABLE, FindingId.NO_SMALL_MODEL}),
    FindingId.NOT_SET_UP: frozenset({FindingId.NO_SMALL_MODEL}),
}


def _without_consequences(findings: list[Finding]) -> list[Finding]:
    ids = {f.id for f in findings}
    hidden = frozenset[FindingId]().union(*(_HIDDEN_BY.get(id, frozenset()) for id in ids))
    return [f for f in findings if f.id not in hidden]


def _not_checked(facts: Facts, findings: list[Finding], uses: bool | None) -> tuple[str, ...]:
    topics = [] if facts.claude.installation is None or uses is not None else ["claude"]
    seen = facts.gateway
    if seen is None or {f.id for f in findings} & GATEWAY_IN_THE_WAY:
        return (*topics, "gateway", "key", "credit", "models")
    if not isinstance(facts.keychain, StoredKey):
        return (*topics, "key", "credit", "models")
    if not isinstance(seen.key, KeyInfo):
        topics += ["key", "credit"] if seen.key is None else ["credit"]
    if not isinstance(seen.models, tuple):
        topics.append("models")
    return tuple(topics)
