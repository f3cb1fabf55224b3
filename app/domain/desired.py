"""What each of Claude Desktop's documents should say for a goal, and what has to change for that."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain import claude_settings as claude
from app.domain.claude_edits import DropMember, Edit, SetMember, SetSecret
from app.domain.documents import Absent, Address, Document, Loaded, Role, RootFacts
from app.domain.facts import Facts, StoredKey
from app.domain.goal import Goal, Handover
from app.domain.json_text import canonical
from app.domain.secret_ref import SECRET, SecretAt

Wanted = Mapping[Address, str | SecretAt | None]
"""Canonical JSON text by address, or a secret by its place; None = must be absent."""


def wanted(root: RootFacts, role: Role, goal: Goal, facts: Facts) -> Wanted:
    """The members that a document of this root should have or not have."""
    match role:
        case Role.LIBRARY:
            return _library(root)
        case Role.PROFILE:
            return _profile(root, goal, facts)
        case Role.GATEWAY_CONFIG:
            return {("deploymentMode",): claude.GATEWAY_MODE}
        case Role.NORMAL_CONFIG:
            left_over = root.member(role, "deploymentMode") == claude.NORMAL_MODE
            return {("deploymentMode",): claude.GATEWAY_MODE} if left_over else {}
        case Role.DEVELOPER:
            return {("allowDevTools",): canonical(True)}
        case Role.OTHER_PROFILE:
            return {}


def _library(root: RootFacts) -> Wanted:
    misspelt: dict[Address, str | None] = {
        ("entries", id): None for id, _ in root.entries if id.lower() == claude.PROFILE_ID != id
    }
    return {
        **misspelt,
        claude.ENTRY: canonical(claude.PROFILE_ID),
        ("appliedId",): canonical(claude.PROFILE_ID),
        ("hybridPointer",): None,
    }


def _profile(root: RootFacts, goal: Goal, facts: Facts) -> Wanted:
    values = claude.profile_values(goal, facts.helper.path)
    wanted: dict[Address, str | SecretAt | None] = {
        (key,): canonical(value)
        for key, value in values.items()
        if key not in claude.SET_ONCE or root.member(Role.PROFILE, key) is None
    }
    match goal.handover, facts.keychain:
        case Handover.HELPER, _:
            wanted[(SECRET,)] = None
        case Handover.STATIC, StoredKey(digest=digest, place=place):
            wanted |= {(claude.HELPER,): None, (SECRET,): SecretAt(place, digest)}
        case Handover.STATIC, _:
            wanted[(claude.HELPER,)] = None
    return wanted


def edits(document: Document, wanted: Wanted) -> tuple[Edit, ...]:
    """The smallest change that makes a document say what is wanted; nothing for one that cannot be edited."""
    match document.state:
        case Absent():
            return tuple(_edit(address, value) for address, value in wanted.items() if value is not None)
        case Loaded() as state:
            present = dict(state.members)
            return tuple(
                _edit(address, value)
                for address, value in wanted.items()
                if present.get(address) != _as_read(value) or (isinstance(value, SecretAt) and state.exposed)
            )
        case _:
            return ()


def _edit(address: Address, value: str | SecretAt | None) -> Edit:
    match value:
        case None:
            return DropMember(address)
        case SecretAt():
            return SetSecret(address, value)
        case _:
            return SetMember(address, value)


def _as_read(value: str | SecretAt | None) -> str | None:
    """How facts tell of a member that is as wanted."""
    return canonical(value.digest) if isinstance(value, SecretAt) else value


def differing(root: RootFacts, role: Role, goal: Goal, facts: Facts) -> tuple[str, ...]:
    """The names of the members that are not as wanted."""
    return tuple("/".join(e.address) for e in edits(root.document(role), wanted(root, role, goal, facts)))
