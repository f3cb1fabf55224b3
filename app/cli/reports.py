"""The JSON objects of the command line; their keys are an interface and never change meaning."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain import claude_models
from app.domain.credit import credit
from app.domain.diagnosis import is_set_up
from app.domain.diagnosis_settings import profile_exists
from app.domain.facts import Claude, Facts, GatewayFacts, StoredKey
from app.domain.findings import Finding
from app.domain.journal import ChangeKind
from app.domain.model import CreditKind, KeyInfo
from app.domain.outcome import Look, Outcome
from app.flows.models import OfferedModel
from app.words.findings import finding as sentence
from app.words.speech import Speech

Report = dict[str, object]
_MILLION = 1_000_000


def status(look: Look, speech: Speech) -> Report:
    facts, goal, diagnosis = look.facts, look.goal, look.diagnosis
    ids = [m.id for m in goal.models]
    return {
        "healthy": diagnosis.healthy,
        "not_checked": list(diagnosis.not_checked),
        "findings": [finding(f, speech) for f in diagnosis.findings],
        "claude": _claude(facts.claude, diagnosis.uses_gateway),
        "gateway": _gateway(goal.base_url, facts.gateway),
        "key": _key(facts),
        "credit": _credit(facts.gateway),
        "models": {"default": ids[0] if ids else None, "shown": ids, "available": _available(facts.gateway)},
        "handover": goal.handover.value if is_set_up(facts) else None,
    }


def short(look: Look) -> str:
    """Two words for the installers: whether there is a setup to undo, and whether Claude would have to close for it."""
    facts = look.facts
    connected = facts.journal.active or profile_exists(facts)
    return " ".join(
        ("connected" if connected else "not-connected", "claude-open" if facts.claude.processes else "claude-closed")
    )


def finding(found: Finding, speech: Speech) -> Report:
    said = sentence(found, speech)
    return {
        "id": found.id.value,
        "severity": found.severity.value,
        "title": said.title,
        "detail": said.detail,
        "remedy": said.remedy,
        "repairable": found.repairable,
    }


def _claude(claude: Claude, uses: bool | None) -> Report:
    since = claude.running_since
    return {
        "installed": claude.installation is not None,
        "version": claude.version,
        "path": str(claude.installation.program) if claude.installation else None,
        "running": bool(claude.processes),
        "since": datetime.fromtimestamp(since, UTC).isoformat(timespec="seconds") if since else None,
        "uses_gateway": uses,
    }


def _gateway(base_url: str, seen: GatewayFacts | None) -> Report:
    latency = seen.latency if seen else None
    return {
        "base_url": base_url,
        "reachable": None if seen is None else latency is not None,
        "latency_ms": None if latency is None else round(latency * 1000),
    }


def _key(facts: Facts) -> Report:
    info = facts.gateway.key if facts.gateway else None
    known = info if isinstance(info, KeyInfo) else None
    stored = facts.keychain if isinstance(facts.keychain, StoredKey) else None
    return {
        "stored": stored is not None,
        "hint": stored.hint if stored else None,
        "kind": known.kind.value if known else None,
        "expires_at": known.expires_at if known else None,
    }


def _credit(seen: GatewayFacts | None) -> Report:
    if seen is None or not isinstance(seen.key, KeyInfo):
        return {"amount": None, "kind": None, "currency": "USD", "limit": None, "resets_at": None}
    shown = credit(seen.key, seen.balance)
    return {
        "amount": str(shown.amount),
        "kind": shown.kind.value,
        "currency": "USD",
        "limit": None if shown.limit is None or shown.kind is CreditKind.USAGE else str(shown.limit),
        "resets_at": shown.resets_at,
    }


def _available(seen: GatewayFacts | None) -> int | None:
    if seen is None or not isinstance(seen.models, tuple):
        return None
    return sum(claude_models.accepted(m.id) is None for m in seen.models)


def change(outcome: Outcome, speech: Speech) -> Report:
    changes = outcome.plan.changes if outcome.applied else ()
    after = outcome.look.diagnosis.findings if outcome.look else ()
    return {
        "applied": outcome.applied,
        "confirmed": outcome.confirmed,
        "changes": [{"path": str(c.path), "action": c.action.value, "keys": list(c.keys)} for c in changes],
        "kept": [{"path": str(k.path), "key": k.key, "why": k.why.value} for k in outcome.plan.kept if outcome.applied],
        "blocked": [finding(f, speech) for f in outcome.blocked],
        "findings": [finding(f, speech) for f in after if outcome.plan.kind is not ChangeKind.UNDO],
        "rolled_back": outcome.rolled_back,
    }


def failed(found: Finding, speech: Speech, command: str) -> Report:
    """The same objects for a command that could not begin."""
    match command:
        case "models":
            return {"models": [], "blocked": [finding(found, speech)]}
        case "key" | "export" | "start-at-login":
            return {"blocked": [finding(found, speech)]}
        case "status":
            return _nothing_seen() | {"findings": [finding(found, speech)]}
        case _:
            nothing: Report = {"applied": False, "confirmed": None, "changes": [], "kept": []}
            return nothing | {"blocked": [finding(found, speech)], "findings": [], "rolled_back": False}


def _nothing_seen() -> Report:
    return {
        "healthy": False,
        "not_checked": ["claude", "gateway", "key", "credit", "models"],
        "claude": dict.fromkeys(("installed", "version", "path", "running", "since", "uses_gateway")),
        "gateway": dict.fromkeys(("base_url", "reachable", "latency_ms")),
        "key": dict.fromkeys(("stored", "hint", "kind", "expires_at")),
        "credit": _credit(None),
        "models": {"default": None, "shown": [], "available": None},
        "handover": None,
    }


def model(row: OfferedModel) -> Report:
    priced = {"prompt": row.model.prompt_price, "completion": row.model.completion_price}
    return {
        "id": row.model.id,
        "name": row.model.name,
        "family": row.family,
        "accepted": row.accepted,
        "reason": _reason(row.refusal),
        "shown": row.shown,
        "default": row.default,
        "context_length": row.model.context_length,
        **{f"{n}_usd_per_million": None if p is None else f"{p * _MILLION:f}" for n, p in priced.items()},
    }


def _reason(refusal: claude_models.Refusal | None) -> str | None:
    match refusal:
        case claude_models.DeniedWord(word):
            return f"denied-word:{word}"
        case claude_models.NotClaude():
            return "not-claude"
        case None:
            return None
