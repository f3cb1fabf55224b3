"""What can be the matter with Claude Desktop as a program, and what its log says."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import Loaded, Role
from app.domain.facts import Claude, ClaudeProcess, Facts, GatewayFacts, LogEvidence, ManagedGateway, ManagedSource
from app.domain.findings import AtFile, Because, Finding, FindingId, Listed, Named, Reason, Severity, found
from app.domain.journal import Journal
from tests.domain.building import (
    CLOSED,
    CONFIRMED,
    GOAL,
    HELPER,
    JOURNAL,
    NOW,
    OFFERED,
    ONLINE,
    OTHER,
    RUNNING,
    SET_UP,
    facts,
    place,
    text,
)
from tests.domain.conditions import confirmed, refuted, unknown

NOT_CONFIRMED = found(FindingId.NOT_CONFIRMED)


def running(evidence: LogEvidence | None, *ages: float, journal: Journal = JOURNAL) -> Facts:
    """Set up; one process for each age in seconds, 600 where none is given."""
    processes = tuple(ClaudeProcess(n, NOW - age) for n, age in enumerate(ages or (600,)))
    return facts(SET_UP, claude=replace(RUNNING, processes=processes, evidence=evidence), journal=journal)


def listed(ago: float) -> Facts:
    """All is well, and the list was last written so many seconds ago."""
    seen = running(CONFIRMED)
    (root,) = seen.roots
    documents = tuple(
        replace(d, state=replace(d.state, changed=NOW - ago)) if isinstance(d.state, Loaded) else d
        for d in root.documents
    )
    return replace(seen, roots=(replace(root, documents=documents),))


def written(ago: float) -> Journal:
    return replace(JOURNAL, written_at=NOW - ago)


def report(reason: Reason, text: str | None = None) -> Finding:
    return found(FindingId.CLAUDE_REPORTS, Because(reason, text))


def reporting(*reports: Finding, health: str = "healthy") -> Facts:
    return running(replace(CONFIRMED, health=health, reports=reports))


BY_US = ManagedSource("/etc/policy", ("inferenceProvider",), gateway=ManagedGateway(GOAL.base_url, GOAL.models, HELPER))
TOLD_BY_US = found(FindingId.MANAGED_BY_THIS, Named("/etc/policy"))


def by_us(seen: Facts, **changes: object) -> Facts:
    """An IT department has handed out settings of ours; nothing was ever set up here."""
    assert BY_US.gateway is not None
    return replace(seen, managed=replace(BY_US, gateway=replace(BY_US.gateway, **changes)))  # type: ignore[arg-type]


def handed_out(seen: Facts, ago: float) -> Facts:
    """So many seconds ago."""
    assert seen.managed is not None
    return replace(seen, managed=replace(seen.managed, changed=NOW - ago))


UNNAMED = replace(CONFIRMED, api_host=None)
HOSTLESS = replace(RUNNING, evidence=UNNAMED)
ELSEWHERE = {place(Role.LIBRARY): text({"appliedId": OTHER, "entries": [{"id": OTHER, "name": "Default"}]})}
MANAGED = ManagedSource("/etc/policy", ("inferenceProvider",), owner="CC Desktop Switch")
STALE = found(FindingId.STALE_MODEL_CACHE)

CONDITIONS = [
    confirmed("all is well", facts(SET_UP, journal=JOURNAL)),
    confirmed("all is well, journal lost", facts(SET_UP)),
    confirmed("no host told", running(replace(CONFIRMED, api_host=None))),
    confirmed(
        "not tested, but the helper gave a key", running(replace(CONFIRMED, health="not_testable", helper_ok=True))
    ),
    unknown("not tested, and no word of a key", running(replace(CONFIRMED, health="not_testable")), NOT_CONFIRMED),
    unknown("closed", facts(SET_UP, claude=CLOSED), found(FindingId.CLAUDE_NOT_RUNNING)),
    unknown("silent for a minute", running(None, 60), NOT_CONFIRMED),
    unknown("silent at first", running(None, 59), NOT_CONFIRMED.as_(Severity.INFO)),
    unknown("started in the future", running(None, -5), NOT_CONFIRMED.as_(Severity.INFO)),
    unknown("an unknown word of health", running(replace(CONFIRMED, health="splendid")), NOT_CONFIRMED),
    unknown("active and no word of health", running(replace(CONFIRMED, health=None)), NOT_CONFIRMED),
    unknown("healthy and no word of being active", running(replace(CONFIRMED, active=None)), NOT_CONFIRMED),
    refuted("another host", running(replace(CONFIRMED, api_host="127.0.0.1:15721")), NOT_CONFIRMED),
    refuted("another host that looks alike", running(replace(CONFIRMED, api_host="openrouter.ai.evil")), NOT_CONFIRMED),
    refuted("not active", running(replace(CONFIRMED, active=False)), NOT_CONFIRMED),
    *(
        refuted(f"bad health {reason}", reporting(report(reason), health=reason.value), report(reason))
        for reason in (Reason.AUTH_FAILED, Reason.UNREACHABLE, Reason.PROVIDER_ERROR, Reason.MODEL_REJECTED)
    ),
    confirmed(
        "a value dropped",
        reporting(report(Reason.VALUE_IGNORED, "inferenceModels")),
        report(Reason.VALUE_IGNORED, "inferenceModels"),
    ),
    refuted(
        "an old list of models", reporting(STALE, report(Reason.MODEL_REJECTED), health="config_model_rejected"), STALE
    ),
    confirmed("an old login", running(replace(CONFIRMED, code_tab_login=True)), found(FindingId.CODE_TAB_LOGIN)),
    unknown("running since before", running(CONFIRMED, 600, journal=written(500)), found(FindingId.RESTART_NEEDED)),
    unknown(
        "one process since before",
        running(CONFIRMED, 400, 600, 450, journal=written(500)),
        found(FindingId.RESTART_NEEDED),
    ),
    unknown(
        "running since before, with an old report",
        running(replace(CONFIRMED, reports=(report(Reason.NO_CREDENTIAL),)), 600, journal=written(500)),
        found(FindingId.RESTART_NEEDED),
    ),
    confirmed("the list is older than Claude", listed(600)),
    confirmed("the list was written while Claude opened", listed(591)),
    unknown("the list was written since", listed(589), found(FindingId.RESTART_NEEDED)),
    confirmed("the list is of tomorrow", listed(-86_400)),
    confirmed("started within what systems tell wrongly", running(CONFIRMED, 600, journal=written(598.5))),
    confirmed(
        "too old by its version",
        facts(SET_UP, claude=replace(RUNNING, version="1.3882.9")),
        found(FindingId.CLAUDE_TOO_OLD, Named("1.3882.9")),
    ),
    confirmed("just new enough", facts(SET_UP, claude=replace(RUNNING, version="1.3883"))),
    confirmed("a version that cannot be read", facts(SET_UP, claude=replace(RUNNING, version="spring"))),
    confirmed("no version known", facts(SET_UP, claude=replace(RUNNING, version=None))),
    confirmed(
        "too old by its own words",
        reporting(found(FindingId.CLAUDE_TOO_OLD)),
        found(FindingId.CLAUDE_TOO_OLD, Because(Reason.HELPER_FAILED, "1.4000.0")),
    ),
    unknown(
        "managed",
        replace(facts(SET_UP), managed=MANAGED),
        found(FindingId.MANAGED_CONFIGURATION, Named("/etc/policy", "CC Desktop Switch")),
    ),
    unknown(
        "managed, and silent",
        replace(running(None), managed=MANAGED),
        found(FindingId.MANAGED_CONFIGURATION, Named("/etc/policy", "CC Desktop Switch")),
    ),
    confirmed("managed by settings of ours", by_us(facts({})), TOLD_BY_US),
    confirmed(
        "managed by settings of ours, as Claude says too",
        by_us(replace(facts({}), claude=reporting(report(Reason.MANAGED)).claude)),
        TOLD_BY_US,
    ),
    confirmed("managed by settings of ours, set up here before", by_us(facts(SET_UP, journal=JOURNAL)), TOLD_BY_US),
    confirmed(
        "managed by settings of ours, set up here since",
        by_us(facts(SET_UP, journal=written(0))),
        TOLD_BY_US,
    ),
    unknown(
        "managed by settings of ours, closed",
        by_us(facts({}, claude=CLOSED)),
        TOLD_BY_US,
        found(FindingId.CLAUDE_NOT_RUNNING),
    ),
    unknown(
        "managed by settings of ours, silent", by_us(facts({}, claude=running(None).claude)), NOT_CONFIRMED, TOLD_BY_US
    ),
    confirmed(
        "managed by settings of ours, no key",
        by_us(replace(facts({}), keychain=None, gateway=GatewayFacts(0.1))),
        found(FindingId.KEY_MISSING),
        TOLD_BY_US,
        not_checked=("key", "credit", "models"),
    ),
    confirmed(
        "managed by settings of ours, no helper",
        by_us(facts({}), usable=False),
        found(FindingId.HELPER_MISSING, AtFile(str(HELPER)), repairable=False),
        TOLD_BY_US,
    ),
    unknown(
        "managed by settings of ours, Claude's own account",
        by_us(facts({place(Role.GATEWAY_CONFIG): text({"deploymentMode": "1p"})})),
        found(FindingId.MODE_IS_FIRST_PARTY, AtFile(str(place(Role.GATEWAY_CONFIG))), repairable=False),
        TOLD_BY_US,
    ),
    confirmed(
        "managed by settings of ours, a model gone",
        by_us(replace(facts({}), gateway=replace(ONLINE, models=OFFERED[1:]))),
        found(FindingId.MODELS_UNAVAILABLE, Listed((GOAL.models[0].id,), ("",)), repairable=False),
        TOLD_BY_US,
    ),
    unknown(
        "managed by settings of ours, open since before they were handed out",
        handed_out(by_us(facts({})), 589),
        found(FindingId.RESTART_NEEDED, repairable=False),
        TOLD_BY_US,
    ),
    confirmed(
        "managed by settings of ours, handed out while Claude opened", handed_out(by_us(facts({})), 591), TOLD_BY_US
    ),
    confirmed("managed by settings of ours, of tomorrow", handed_out(by_us(facts({})), -86_400), TOLD_BY_US),
    unknown(
        "managed by settings of ours, perhaps passed over for another profile",
        by_us(facts(ELSEWHERE, claude=HOSTLESS)),
        NOT_CONFIRMED,
        TOLD_BY_US,
    ),
    confirmed(
        "managed by settings of ours, the profile says the same", by_us(facts(SET_UP, claude=HOSTLESS)), TOLD_BY_US
    ),
    confirmed("managed by settings of ours, the host tells", by_us(facts(ELSEWHERE)), TOLD_BY_US),
    confirmed(
        "managed by settings of ours, though there is another profile",
        by_us(facts(ELSEWHERE, claude=replace(RUNNING, evidence=replace(UNNAMED, reports=(report(Reason.MANAGED),))))),
        TOLD_BY_US,
    ),
    unknown(
        "never set up, though Claude says that it is well",
        facts({}),
        found(FindingId.NOT_SET_UP),
    ),
    unknown("never set up, closed", facts({}, claude=CLOSED), found(FindingId.NOT_SET_UP)),
    replace(
        unknown("not installed", facts(SET_UP, claude=Claude(None)), found(FindingId.CLAUDE_NOT_INSTALLED)),
        not_checked=(),
    ),
]
