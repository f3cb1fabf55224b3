"""What an IT department's settings for Claude Desktop say, where they are the ones that this program hands out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from app.domain import claude_models, claude_settings
from app.domain.documents import Role, RootFacts
from app.domain.facts import Facts, LogEvidence, ManagedGateway
from app.domain.findings import Because, Finding, FindingId, Named, Reason, found
from app.domain.gateway_address import normalise
from app.domain.goal import ChosenModel
from app.domain.json_text import canonical

_ADDRESS = "inferenceGatewayBaseUrl"
_PROGRAMS = frozenset({"gateway-credential", "gateway-credential.exe"})


def by_us(facts: Facts) -> ManagedGateway | None:
    """The gateway that Claude is connected to by such settings, where it is: then only the key is the person's own."""
    return facts.managed.gateway if facts.managed else None


def finding(facts: Facts) -> Finding | None:
    """That an IT department has the say here."""
    if facts.managed is None:
        return None
    id = FindingId.MANAGED_CONFIGURATION if facts.managed.gateway is None else FindingId.MANAGED_BY_THIS
    return found(id, Named(facts.managed.place, facts.managed.owner))


def may_be_passed_over(facts: Facts, evidence: LogEvidence) -> bool:
    """Whether Claude's log would read alike if it had found such settings unusable and followed the person's own.

    That may lead to another gateway, where the log names no host and does not say that it was led by others' settings.
    """
    ours = by_us(facts)
    told = evidence.api_host is not None or any(f.detail == Because(Reason.MANAGED) for f in evidence.reports)
    return ours is not None and not told and any(_leads_elsewhere(root, ours.base_url) for root in facts.roots)


def _leads_elsewhere(root: RootFacts, address: str) -> bool:
    applied = root.member(Role.LIBRARY, "appliedId")
    same = applied == canonical(claude_settings.PROFILE_ID) and root.member(Role.PROFILE, _ADDRESS) == canonical(
        address
    )
    return applied is not None and not same


def gateway(values: Mapping[str, object]) -> ManagedGateway | None:
    """The gateway in settings that ask our own helper for the key. None for all others: they are not ours to explain."""
    helper = _helper(_value(values, claude_settings.HELPER))
    address = _value(values, _ADDRESS)
    ours = (
        _value(values, "inferenceProvider") == "gateway"
        and _value(values, "inferenceCredentialKind") == "helper-script"
        and _value(values, "inferenceGatewayAuthScheme") in ("bearer", None)
    )
    if not ours or helper is None or not isinstance(address, str) or normalise(address) != address:
        return None
    return ManagedGateway(address, _models(_value(values, "inferenceModels")), helper)


def _value(values: Mapping[str, object], name: str) -> object:
    """A list is JSON in a text where the system knows only texts."""
    value = values.get(name)
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        decoded: object = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return decoded


def _helper(value: object) -> PurePath | None:
    if not isinstance(value, str):
        return None
    path = PurePosixPath(value) if value.startswith("/") else PureWindowsPath(value)
    return path if path.is_absolute() and path.name.lower() in _PROGRAMS else None


def _models(value: object) -> tuple[ChosenModel, ...]:
    rows = [{"name": row} if isinstance(row, str) else row for row in value] if isinstance(value, list) else []
    return tuple(
        claude_models.listed(row) for row in rows if isinstance(row, dict) and isinstance(row.get("name"), str)
    )
