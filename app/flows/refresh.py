"""Looks at everything once, or at this computer alone, and says what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from app.domain.diagnosis import diagnose
from app.domain.facts import Facts
from app.domain.goal import Goal
from app.domain.goal_choice import models_in_profile
from app.domain.outcome import Look
from app.flows.parts import Parts


async def refresh(parts: Parts, *, offline: bool = False) -> Look:
    """Looks, and changes nothing. Raises `AppError` (gateway-address-refused)."""
    goal = parts.goal()
    facts = await parts.prober.probe(goal, offline=offline)
    return look(facts, goal)


async def glance(parts: Parts, before: Facts) -> Look:
    """A quick look at this computer alone; what the keychain and the gateway said before still counts."""
    goal = parts.goal()
    local = await asyncio.to_thread(parts.prober.local, goal)
    return look(local.with_answers_of(before), goal)


def look(facts: Facts, goal: Goal) -> Look:
    """The same for facts that are there already; a lost goal takes its models from our profile."""
    if not goal.models:
        goal = replace(goal, models=models_in_profile(facts))
    return Look(facts, goal, diagnose(facts, goal))
