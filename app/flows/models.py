"""The models that this key may use, each with whether Claude lists it and whether it is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import claude_models
from app.domain.errors import failure
from app.domain.findings import FindingId
from app.domain.model import Model
from app.flows.parts import Parts
from app.services.openrouter import OpenRouter


@dataclass(frozen=True, slots=True)
class OfferedModel:
    """`refusal`: why Claude would not list it; `shown` and `default`: what the goal says."""

    model: Model
    family: str | None
    refusal: claude_models.Refusal | None
    shown: bool
    default: bool

    @property
    def accepted(self) -> bool:
        return self.refusal is None


async def offered_models(parts: Parts) -> tuple[OfferedModel, ...]:
    """Raises `AppError`: key-missing, what the keychain says, or what the gateway says."""
    goal = parts.goal()
    key = await parts.prober.key(goal)
    if key is None:
        raise failure(FindingId.KEY_MISSING)
    async with OpenRouter(goal.base_url) as gateway:
        models = await gateway.models(key)
    return offered(models, [m.id for m in goal.models])


def offered(models: Sequence[Model], chosen: Sequence[str]) -> tuple[OfferedModel, ...]:
    """`chosen`: the ids that Claude lists, the default first."""
    return tuple(_offered(model, chosen) for model in models)


def _offered(model: Model, chosen: Sequence[str]) -> OfferedModel:
    family = claude_models.tier(model.id)
    refusal = claude_models.accepted(model.id)
    return OfferedModel(model, family, refusal, model.id in chosen, bool(chosen) and model.id == chosen[0])
