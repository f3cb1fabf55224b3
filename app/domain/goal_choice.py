"""Finds a goal: from what a person asked for, from a profile that is there already, or mended where models went away."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domain import claude_models
from app.domain.documents import Role
from app.domain.facts import Facts
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.model import Model


@dataclass(frozen=True, slots=True)
class GoalChoice:
    """A goal, and what of the asked-for models could not be: not offered to this key, or not listed by Claude."""

    goal: Goal
    unknown: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def offered(facts: Facts) -> tuple[Model, ...]:
    """The models that this key may use; none where the gateway was not asked or did not say."""
    models = facts.gateway.models if facts.gateway else None
    return models if isinstance(models, tuple) else ()


def for_setup(goal: Goal, ids: Sequence[str], facts: Facts, today: str) -> GoalChoice:
    """The goal with the models that were asked for, else the recommended ones. `today`: YYYY-MM-DD."""
    models = offered(facts)
    if not ids:
        return GoalChoice(replace(goal, models=claude_models.recommended(models, today) or goal.models))
    choice = claude_models.choose(ids, models, today)
    return GoalChoice(replace(goal, models=choice.models), choice.unknown, choice.refused)


def for_repair(goal: Goal, facts: Facts, today: str) -> Goal:
    """The goal with models that are gone replaced by the nearest, and a small one where there was none."""
    models = offered(facts)
    if not models:
        return goal
    ids = {m.id for m in models}
    chosen: dict[str, ChosenModel] = {}
    for model in goal.models:
        fitting = model if _fits(model, ids) else claude_models.nearest(model.id, models, today)
        if fitting is not None:
            chosen.setdefault(fitting.id, fitting)
    recommended = claude_models.recommended(models, today)
    if not chosen:
        return replace(goal, models=recommended or goal.models)
    if not any(m.tier is Tier.HAIKU for m in chosen.values()):
        chosen |= {m.id: m for m in recommended if m.tier is Tier.HAIKU}
    return replace(goal, models=tuple(chosen.values()))


def _fits(model: ChosenModel, ids: set[str]) -> bool:
    return model.id in ids and claude_models.accepted(model.id) is None


def models_in_profile(facts: Facts) -> tuple[ChosenModel, ...]:
    """The models that our profile lists, for where our own memory of them is lost."""
    for root in facts.roots:
        rows = json.loads(root.member(Role.PROFILE, "inferenceModels") or "[]")
        if isinstance(rows, list) and rows:
            named = (row for row in rows if isinstance(row, dict) and isinstance(row.get("name"), str))
            return tuple(claude_models.listed(row) for row in named)
    return ()
