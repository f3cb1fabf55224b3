"""Findings about the gateway: whether it answers, what it says of the key and the credit, and which models are left."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import claude_models
from app.domain.credit import credit_findings
from app.domain.facts import Facts
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Finding, FindingId, Listed, Named, found
from app.domain.goal import Goal, Tier
from app.domain.model import KeyInfo


def gateway(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """All that the network part of a probe tells; one cause for the whole gateway hides the rest."""
    seen = facts.gateway
    if seen is None:
        return
    if seen.incidents:
        yield found(FindingId.GATEWAY_DEGRADED, Named(seen.incidents[0].title))
    failures = [part for part in (seen.key, seen.balance, seen.models) if isinstance(part, Finding)]
    whole = [f for f in failures if f.id in GATEWAY_IN_THE_WAY]
    if whole and not isinstance(seen.key, KeyInfo):
        yield whole[0]
        return
    yield from {f.id: f for f in failures}.values()
    if seen.management is not None:
        yield seen.management
    if isinstance(seen.key, KeyInfo):
        told = {f.id for f in failures}
        low = credit_findings(seen.key, seen.balance, facts.seen_at, goal.low_below)
        yield from (f for f in low if f.id not in told)
    yield from models(facts, goal)


def models(facts: Facts, goal: Goal) -> Iterator[Finding]:
    """Whether Claude's picker would list the chosen models."""
    for chosen in goal.models:
        if claude_models.accepted(chosen.id) is not None:
            yield found(FindingId.MODEL_NOT_ACCEPTED, Named(chosen.id))
    if goal.models and not any(m.tier is Tier.HAIKU for m in goal.models):
        yield found(FindingId.NO_SMALL_MODEL)
    offered = facts.gateway.models if facts.gateway else None
    if not isinstance(offered, tuple):
        return
    if not any(claude_models.accepted(m.id) is None for m in offered):
        yield found(FindingId.NO_MODELS)
    elif gone := unavailable(facts, goal):
        yield found(FindingId.MODELS_UNAVAILABLE, gone)


def unavailable(facts: Facts, goal: Goal) -> Listed | None:
    """The chosen models that this key may not use, with the nearest of the same family for each."""
    offered = facts.gateway.models if facts.gateway else None
    if not isinstance(offered, tuple):
        return None
    ids = {m.id for m in offered}
    gone = tuple(m.id for m in goal.models if m.id not in ids)
    instead = tuple(near.id if (near := claude_models.nearest(id, offered)) else "" for id in gone)
    return Listed(gone, instead) if gone else None
