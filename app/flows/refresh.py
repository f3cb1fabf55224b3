"""One look at everything: the facts, the goal they are held against, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.diagnosis import Diagnosis, diagnose
from app.domain.facts import Facts
from app.domain.goal import Goal
from app.domain.goal_choice import models_in_profile
from app.flows.parts import Parts


@dataclass(frozen=True, slots=True)
class Look:
    facts: Facts
    goal: Goal
    diagnosis: Diagnosis


async def refresh(parts: Parts, *, offline: bool = False) -> Look:
    """Looks, and changes nothing. Raises `AppError` (gateway-address-refused)."""
    goal = parts.goal()
    facts = await parts.prober.probe(goal, offline=offline)
    return look(facts, goal)


def look(facts: Facts, goal: Goal) -> Look:
    """The same for facts that are there already; a lost goal takes its models from our profile."""
    if not goal.models:
        goal = replace(goal, models=models_in_profile(facts))
    return Look(facts, goal, diagnose(facts, goal))
