"""What an IT department prepares for everybody: the gateway, the models, how the key is handed over, when to warn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from app.domain.claude_models import accepted, by_id
from app.domain.gateway_address import normalise
from app.domain.goal import LOW_BELOW, Goal, Handover
from app.domain.json_text import Document, Json, JsonTextError, canonical

T = TypeVar("T")
_MOST_MODELS = 100
_MOST_USD = 1_000_000


class PreseedError(Exception):
    """It cannot be used: not sound as a text in this line (1-based), or because of the value of that member."""

    def __init__(self, member: str, line: int | None = None) -> None:
        super().__init__(member)
        self.member = member
        self.line = line


@dataclass(frozen=True, slots=True)
class Preseed:
    """None and empty: nothing is said of it. `low_below`: in USD. `unknown`: the names of members that nobody knows."""

    base_url: str | None = None
    models: tuple[str, ...] = ()
    handover: Handover | None = None
    low_below: Decimal | None = None
    unknown: tuple[str, ...] = ()

    def goal(self, base_url: str, handover: Handover) -> Goal:
        """The first goal on a computer, where the person has none yet."""
        models = tuple(by_id(id) for id in self.models)
        return Goal(base_url, models, handover, LOW_BELOW if self.low_below is None else self.low_below)


def read(data: bytes) -> Preseed:
    """Raises `PreseedError`: half of what an IT department wanted would be something that nobody wanted."""
    try:
        value = Document.parse(data).value
    except JsonTextError as error:
        raise PreseedError("", error.line) from error
    if not isinstance(value, dict):
        raise PreseedError("", 1)
    return Preseed(
        _read(value, "gateway", _address),
        _read(value, "models", _models) or (),
        _read(value, "handover", _handover),
        _read(value, "low_credit_usd", _amount),
        tuple(name for name in value if name not in MEMBERS),
    )


MEMBERS = frozenset({"gateway", "models", "handover", "low_credit_usd", "$schema"})


def _read(value: dict[str, Json], member: str, convert: Callable[[Json], T | None]) -> T | None:
    """None only where nothing is said; what is said and cannot be used is an error."""
    if member not in value:
        return None
    converted = convert(value[member])
    if converted is None:
        raise PreseedError(member)
    return converted


def _address(value: Json) -> str | None:
    return normalise(value) if isinstance(value, str) else None


def _models(value: Json) -> tuple[str, ...] | None:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_MODELS:
        return None
    ids = [id for id in value if isinstance(id, str) and id.isprintable() and accepted(id) is None]
    return tuple(dict.fromkeys(ids)) if len(ids) == len(value) else None


def _handover(value: Json) -> Handover | None:
    return next((way for way in Handover if way.value == value), None)


def _amount(value: Json) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        amount = Decimal(canonical(value))
    except InvalidOperation:
        return None
    return amount if 0 <= amount <= _MOST_USD else None
