"""What a look saw and how a change ended, as data for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.diagnosis import Diagnosis
from app.domain.facts import Facts
from app.domain.findings import Finding
from app.domain.goal import Goal
from app.domain.plan import Plan


@dataclass(frozen=True, slots=True)
class Look:
    """One look at everything: the facts, the goal they are held against, and what is wrong."""

    facts: Facts
    goal: Goal
    diagnosis: Diagnosis


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a change ended. `confirmed`: Claude's own word, None = it was not asked or did not say.

    `look` is the state afterwards; None where nothing was done.
    """

    plan: Plan
    applied: bool = False
    confirmed: bool | None = None
    rolled_back: bool = False
    blocked: tuple[Finding, ...] = ()
    declined: bool = False
    look: Look | None = None
