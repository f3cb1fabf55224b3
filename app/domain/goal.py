"""The goal: what should be true on this computer. It is stored, and every plan leads to it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.gateway_address import DEFAULT_BASE_URL

LOW_BELOW = Decimal(1)
"""In USD; an IT department may prepare another one."""


class Tier(StrEnum):
    """Claude's model families, as `anthropicFamilyTier` spells them."""

    SONNET = "sonnet"
    OPUS = "opus"
    HAIKU = "haiku"
    FABLE = "fable"
    MYTHOS = "mythos"


class Handover(StrEnum):
    """How Claude Desktop gets the key: it runs our helper, or it keeps a copy in its own settings."""

    HELPER = "helper"
    STATIC = "static"


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """A model that Claude's picker shall list; `label` is what the picker calls it."""

    id: str
    label: str
    tier: Tier | None
    long_context: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """Which gateway, which models (the first is the default), and how the key is handed over.

    `low_below`: credit below that many USD is worth a warning.
    """

    base_url: str = DEFAULT_BASE_URL
    models: tuple[ChosenModel, ...] = ()
    handover: Handover = Handover.HELPER
    low_below: Decimal = LOW_BELOW
