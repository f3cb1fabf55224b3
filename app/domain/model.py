"""What the program knows about a key, its credit and the models: plain values, never text for people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, Self


class ApiKey:
    """A secret. It can be passed around freely; only `reveal()` gives the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The only door to the secret: easy to grep."""
        return self._text

    @property
    def hint(self) -> str:
        """What may be shown of the key, such as `sk-or-…9f2c`."""
        return f"sk-or-…{self._text[-4:]}" if len(self._text) >= 24 else "sk-or-…"

    @property
    def digest(self) -> str:
        """SHA-256 as hexadecimal digits: tells two keys apart, and is the name of the key's page at OpenRouter."""
        return hashlib.sha256(self._text.encode("utf-8", "surrogatepass")).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiKey) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return f"ApiKey({self.hint})"

    def __str__(self) -> str:
        return self.hint

    def __format__(self, spec: str) -> str:
        return format(self.hint, spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self  # it never changes, and no second copy of the text comes about

    def __getstate__(self) -> NoReturn:
        raise TypeError("an ApiKey is never pickled")

    def __reduce__(self) -> NoReturn:
        raise TypeError("an ApiKey is never pickled")


class KeyKind(StrEnum):
    ORDINARY = "ordinary"
    MANAGEMENT = "management"


class CreditKind(StrEnum):
    """Which number a credit figure is; it is always shown with it."""

    ACCOUNT = "account"
    BUDGET = "budget"
    KEY_LIMIT = "key-limit"
    USAGE = "usage"


@dataclass(frozen=True, slots=True)
class Budget:
    """The layer that will block first (`effective_budget`), in USD. `scope` is an open word such as `member`."""

    scope: str | None
    limit: Decimal | None
    remaining: Decimal | None
    resets_at: str | None


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """What `GET /v1/key` says. Money in USD; None where the answer did not say. `owner`: whose account it is."""

    kind: KeyKind
    limit: Decimal | None
    limit_remaining: Decimal | None
    limit_reset: str | None
    usage: Decimal
    usage_daily: Decimal
    usage_weekly: Decimal
    usage_monthly: Decimal
    expires_at: str | None = None
    in_organization: bool = False
    budget: Budget | None = None
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """What `GET /v1/credits` says, in USD. It can be negative."""

    total_credits: Decimal
    total_usage: Decimal


@dataclass(frozen=True, slots=True)
class DaySpent:
    """What was spent on one whole day, midnight to midnight UTC, in USD."""

    day: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """What the gateway says of a key: what it may spend, and the account's balance where it tells."""

    key: KeyInfo
    balance: Balance | None


@dataclass(frozen=True, slots=True)
class Credit:
    """One amount in USD and what it is. For `USAGE` the amount is what was spent this month."""

    amount: Decimal
    kind: CreditKind
    limit: Decimal | None = None
    resets_at: str | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """One row of the gateway's model list. Prices in USD per token; None = decided at run time or not said."""

    id: str
    name: str
    created: int
    context_length: int | None
    prompt_price: Decimal | None
    completion_price: Decimal | None
    expires_on: str | None = None
    alias_of: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One open incident of the gateway's status page."""

    title: str
