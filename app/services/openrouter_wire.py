"""Decodes the gateway's answers: strict about what proves that OpenRouter wrote them, tolerant about all else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from msgspec import Raw

from app.domain.model import ApiKey, Balance, Budget, Incident, KeyInfo, KeyKind, Model
from app.services.openrouter_json import Members, answered, decoded, document

_LONGEST_MESSAGE = 300
_KEY = re.compile(r"[!-~]{20,500}")
_STATUS = {
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "rate_limit_error": 429,
    "api_error": 500,
    "overloaded_error": 529,
}


def key_info(body: bytes) -> KeyInfo | None:
    """What `/v1/key` says, or None where this is no such answer."""
    key = answered(body).object("data")
    usage = key.money("usage")
    if usage is None:
        return None
    management = key.flag("is_management_key") or key.flag("is_provisioning_key")
    return KeyInfo(
        kind=KeyKind.MANAGEMENT if management else KeyKind.ORDINARY,
        limit=key.money("limit"),
        limit_remaining=key.money("limit_remaining"),
        limit_reset=key.text("limit_reset"),
        usage=usage,
        usage_daily=key.money("usage_daily") or Decimal(0),
        usage_weekly=key.money("usage_weekly") or Decimal(0),
        usage_monthly=key.money("usage_monthly") or Decimal(0),
        expires_at=key.text("expires_at"),
        in_organization=bool(key.text("organization_id") or key.text("workspace_id")),
        budget=_budget(key.object("effective_budget")),
        owner=_owner(key),
    )


def _owner(key: Members) -> str | None:
    """Whose account it is. A workspace alone does not say, and in a team several people create keys."""
    if key.text("organization_id") or key.text("workspace_id"):
        return key.text("organization_id")
    return key.text("creator_user_id")


def _budget(budget: Members) -> Budget | None:
    told = Budget(
        scope=budget.text("scope"),
        limit=budget.money("limit_usd"),
        remaining=budget.money("remaining_usd"),
        resets_at=budget.text("resets_at"),
    )
    return None if told == Budget(None, None, None, None) else told


def balance(body: bytes) -> Balance | None:
    """What `/v1/credits` says, or None where this is no such answer."""
    data = answered(body).object("data")
    credits, usage = data.money("total_credits"), data.money("total_usage")
    return None if credits is None or usage is None else Balance(credits, usage)


def issued_key(body: bytes) -> ApiKey | None:
    """What `/v1/auth/keys` hands over for a code, or None where this is no such answer."""
    text = answered(body).text("key")
    return ApiKey(text) if text and _KEY.fullmatch(text) else None


def model_count(body: bytes) -> int | None:
    """What `/v1/models/count` says, or None where this is no such answer."""
    return answered(body).object("data").integer("count")


@dataclass(frozen=True, slots=True)
class ModelsPage:
    """The models of one answer; `next` is the address of more."""

    models: tuple[Model, ...]
    next: str | None


def models_page(body: bytes) -> ModelsPage | None:
    """What `/v1/models` and `/v1/models/user` say, without odd rows; None where this is no such answer."""
    answer = answered(body)
    rows = decoded(answer.raw("data"), list[Raw])
    if rows is None:
        return None
    models = (_model(Members(row)) for row in rows)
    return ModelsPage(tuple(model for model in models if model), answer.object("links").text("next"))


def _model(row: Members) -> Model | None:
    id, name, created = row.text("id"), row.text("name"), row.integer("created")
    if id is None or name is None or created is None:
        return None
    pricing = row.object("pricing")
    return Model(
        id=id,
        name=name,
        created=created,
        context_length=row.integer("context_length"),
        prompt_price=_price(pricing, "prompt"),
        completion_price=_price(pricing, "completion"),
        expires_on=row.text("expiration_date"),
        alias_of=row.object("alias_target").text("slug"),
    )


def _price(pricing: Members, name: str) -> Decimal | None:
    """-1 stands for a price that is decided at run time."""
    price = pricing.money(name)
    return None if price is None or price < 0 else price


class _Incident(msgspec.Struct):
    title: str
    resolved: bool


class _Feed(msgspec.Struct):
    incidents: list[_Incident]


def incidents(body: bytes) -> tuple[Incident, ...] | None:
    """The open incidents of the status feed; None where any of them is not told as usual."""
    feed = decoded(body, _Feed)
    return None if feed is None else tuple(Incident(i.title) for i in feed.incidents if not i.resolved)


@dataclass(frozen=True, slots=True)
class GatewayError:
    """An error in OpenRouter's or Anthropic's envelope. `status` is the HTTP status it tells, if it does."""

    status: int | None
    message: str


def gateway_error(body: bytes) -> GatewayError | None:
    """The error that an answer carries, or None where it carries none that OpenRouter could have written."""
    error = document(body).object("error")
    message = error.text("message")
    if message is None:
        return None
    status = error.integer("code") or _STATUS.get(error.text("type") or "", 0)
    return GatewayError(status if 400 <= status < 600 else None, " ".join(message.split())[:_LONGEST_MESSAGE])
