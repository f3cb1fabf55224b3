"""What each of Claude Desktop's documents should say for a goal, and what has to change for that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from app.domain import claude_settings as claude
from app.domain.claude_edits import DropMember, Edit, SetMember
from app.domain.facts import Absent, Address, Document, Loaded, Role, RootFacts
from app.domain.goal import Goal, Handover
from app.domain.json_text import canonical

Wanted = Mapping[Address, str | None]
"""Canonical JSON text by address; None = must be absent."""


def wanted(root: RootFacts, role: Role, goal: Goal, helper: PurePath) -> Wanted:
    """The members that a document of this root should have or not have."""
    match role:
        case Role.LIBRARY:
            return _library(root)
        case Role.PROFILE:
            return _profile(root, goal, helper)
        case Role.GATEWAY_CONFIG:
            return {("deploymentMode",): claude.GATEWAY_MODE}
        case Role.NORMAL_CONFIG:
            left_over = root.member(role, "deploymentMode") == claude.NORMAL_MODE
            return {("deploymentMode",): claude.GATEWAY_MODE} if left_over else {}
        case Role.DEVELOPER:
            return {("allowDevTools",): canonical(True)}


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


def _profile(root: RootFacts, goal: Goal, helper: PurePath) -> Wanted:
    values = claude.profile_values(goal, helper)
    wanted: dict[Address, str | None] = {
        (key,): canonical(value)
        for key, value in values.items()
        if key not in claude.SET_ONCE or root.member(Role.PROFILE, key) is None
    }
    if goal.handover is Handover.HELPER:
        wanted[(claude.SECRET,)] = None
    return wanted


def edits(document: Document, wanted: Wanted) -> tuple[Edit, ...]:
    """The smallest change that makes a document say what is wanted; nothing for one that cannot be edited."""
    match document.state:
        case Absent():
            return tuple(SetMember(address, text) for address, text in wanted.items() if text is not None)
        case Loaded() as state:
            present = dict(state.members)
            return tuple(
                DropMember(address) if text is None else SetMember(address, text)
                for address, text in wanted.items()
                if present.get(address) != text
            )
        case _:
            return ()


def differing(root: RootFacts, role: Role, goal: Goal, helper: PurePath) -> tuple[str, ...]:
    """The names of the members that are not as wanted."""
    return tuple("/".join(e.address) for e in edits(root.document(role), wanted(root, role, goal, helper)))
