"""Claude Desktop's settings for many computers, made from the one goal; nothing on this computer is changed by it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from app.domain import claude_models
from app.domain import managed_document as managed
from app.domain.errors import failure
from app.domain.findings import Finding, FindingId, Listed, Named, found
from app.domain.gateway_address import normalise
from app.domain.goal import ChosenModel, Goal
from app.domain.managed_document import Format
from app.domain.model import ApiKey, Model
from app.domain.progress import Step
from app.flows.ask import Tell
from app.flows.parts import Parts
from app.services.openrouter import OpenRouter


@dataclass(frozen=True, slots=True)
class Export:
    """`document` is empty where something is wrong. `added`: the small model that nobody asked for."""

    format: Format
    goal: Goal
    helper: PurePath
    document: bytes = b""
    blocked: tuple[Finding, ...] = ()
    added: ChosenModel | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What Claude is told, by name."""
        return tuple(managed.values(self.format, self.goal, self.helper))


async def export(
    parts: Parts, tell: Tell, format: Format, *, models: Sequence[str] = (), base_url: str = "", helper: str = ""
) -> Export:
    """`models`: ids, else the goal's, else the recommended ones. `base_url`, `helper`: others than the usual.

    Raises `AppError`: an address that cannot be used, or what the gateway says where it must be asked for the models.
    """
    goal = parts.goal()
    place = managed.helper_at(format, helper) if helper else managed.HELPERS[format]
    if base_url:
        goal = replace(goal, base_url=_address(base_url))
    made = Export(format, goal, place)
    if models or not parts.has_own_goal():
        ids = models or [model.id for model in goal.models]
        made = _chosen(made, ids, await _offered(parts, tell, goal.base_url))
    blocked = made.blocked or managed.problems(format, made.goal, place)
    if blocked:
        return replace(made, blocked=blocked)
    return replace(made, document=managed.document(format, made.goal, place))


def _address(text: str) -> str:
    address = normalise(text)
    if address is None:
        raise failure(FindingId.GATEWAY_ADDRESS_REFUSED, Named(text))
    return address


async def _offered(parts: Parts, tell: Tell, base_url: str) -> tuple[Model, ...]:
    """What the person's own key may use, where it is for that gateway; else what that gateway shows to everybody."""
    tell(Step.GET_MODELS)
    key: ApiKey | None = None
    if base_url == parts.goal().base_url:
        _, key = await parts.keychain.look()
    async with OpenRouter(base_url) as gateway:
        return await (gateway.all_models() if key is None else gateway.models(key))


def _chosen(made: Export, ids: Sequence[str], offered: tuple[Model, ...]) -> Export:
    today = time.strftime("%Y-%m-%d", time.gmtime())
    if not ids:
        return replace(made, goal=replace(made.goal, models=claude_models.recommended(offered, today)))
    choice = claude_models.choose(ids, offered, today)
    wrong = [found(FindingId.MODEL_NOT_ACCEPTED, Named(id), repairable=False) for id in choice.refused]
    if choice.unknown:
        wrong.append(found(FindingId.MODELS_UNAVAILABLE, Listed(choice.unknown), repairable=False))
    return replace(made, goal=replace(made.goal, models=choice.models), blocked=tuple(wrong), added=choice.added)
