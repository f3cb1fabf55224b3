"""A computer on which something is the matter, with all that a status must tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from app.domain.claude_edits import DropMember, Edit, SetMember, edited
from app.domain.facts import Facts
from app.domain.findings import Finding
from app.domain.goal import Goal
from app.domain.json_text import canonical
from tests.domain.building import GOAL, SET_UP


@dataclass(frozen=True, slots=True)
class Condition:
    """`uses`: whether Claude is said to use the gateway; `not_checked`: what could not be looked at."""

    name: str
    facts: Facts
    findings: tuple[Finding, ...]
    uses: bool | None
    not_checked: tuple[str, ...]
    goal: Goal = GOAL

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


def confirmed(
    name: str, facts: Facts, *findings: Finding, not_checked: Iterable[str] = (), goal: Goal = GOAL
) -> Condition:
    """Claude uses the gateway, whatever else is wrong."""
    return Condition(name, facts, findings, uses=True, not_checked=tuple(not_checked), goal=goal)


def refuted(name: str, facts: Facts, *findings: Finding) -> Condition:
    """Claude does not use it, and says so."""
    return Condition(name, facts, findings, uses=False, not_checked=())


def unknown(
    name: str, facts: Facts, *findings: Finding, not_checked: Iterable[str] = (), goal: Goal = GOAL
) -> Condition:
    """Nobody can tell whether Claude uses it."""
    return Condition(name, facts, findings, uses=None, not_checked=("claude", *not_checked), goal=goal)


def but(path: PurePath, *edits: Edit) -> dict[PurePath, bytes]:
    """The files after a setup, but for these edits in one of them."""
    return {**SET_UP, path: edited(SET_UP.get(path), edits)}


def without(path: PurePath) -> dict[PurePath, bytes]:
    return {other: data for other, data in SET_UP.items() if other != path}


def put(key: str, value: bool | str | None) -> SetMember:
    return SetMember((key,), canonical(value))


def drop(*address: str) -> DropMember:
    return DropMember(address)
