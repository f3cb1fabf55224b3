"""What a flow asks a person: plain data, which the window answers with dialogs and the command line with prompts."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.goal import Goal
from app.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """May this be done?"""

    plan: Plan
    goal: Goal


@dataclass(frozen=True, slots=True)
class ClaudeIsOpen:
    """May Claude be closed? Running sessions are interrupted."""


@dataclass(frozen=True, slots=True)
class StillOpen:
    """Claude was asked to close so many seconds ago; told, not asked."""

    seconds: float


@dataclass(frozen=True, slots=True)
class KeepWaiting:
    """Claude has not closed in so many seconds: shall we wait as long again?"""

    seconds: float


@dataclass(frozen=True, slots=True)
class EndByForce:
    """May Claude be ended by force? A second consent, beside the one to close it."""


@dataclass(frozen=True, slots=True)
class PlanChanged:
    """After Claude had closed, the plan was another one: may this be done?"""

    plan: Plan
    goal: Goal


@dataclass(frozen=True, slots=True)
class UseClaudesKey:
    """Claude has a key in a profile of somebody's own making, shown as its hint: shall it be used?"""

    profile: str
    hint: str


@dataclass(frozen=True, slots=True)
class TakeOutEntry:
    """An entry that is not ours hides Claude's whole list: may it go from the list? Its file stays."""

    id: str
    name: str | None


Question = ReviewPlan | ClaudeIsOpen | StillOpen | KeepWaiting | EndByForce | PlanChanged | UseClaudesKey | TakeOutEntry
