"""What `GET /v1/activity` says: what was spent on each of the last 30 whole days, by model, mostly on working days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.practice.openrouter_keys import KeyKind, KeyRing, spent_by

DAYS = 30
_WEIGHTS = (7, 4, 9, 6, 13, 5, 8, 11, 3, 10, 6, 14, 4)
_SATURDAY, _SUNDAY = 5, 6
_MODELS = (
    ("anthropic/claude-opus-4.6", "Anthropic", 3),
    ("anthropic/claude-haiku-4.5", "Google", 1),
    ("anthropic/claude-sonnet-4.6", "Anthropic", 6),
)
"""With the provider that answered, and how many tenths of a day's spending it is."""


def activity(keys: KeyRing, now: datetime, key_hash: str | None) -> list[dict[str, object]] | None:
    """The rows of the key with that hash, or of the whole account; None where there is no such key."""
    if key_hash is None:
        return list(_rows(KeyKind.ORDINARY, now.date()))
    kind = keys.kind_of_hash(key_hash)
    return None if kind is None else list(_rows(kind, now.date()))


def _rows(kind: KeyKind, today: date) -> Iterator[dict[str, object]]:
    """All days together cost what the key was used for this month, but for today."""
    days = [today - timedelta(days=ago) for ago in range(1, DAYS + 1)]
    weights = [_weight(day) for day in days]
    month, this_day = spent_by(kind)
    cents = round((month - this_day) * 100)
    each = [cents * weight // sum(weights) for weight in weights]
    each[weights.index(max(weights))] += cents - sum(each)
    for day, spent in zip(days, each, strict=True):
        yield from _models(day, spent)


def _weight(day: date) -> int:
    match day.weekday():
        case number if number == _SUNDAY:
            return 0
        case number if number == _SATURDAY:
            return day.toordinal() // 7 % 2  # every other one
        case _:
            return _WEIGHTS[day.toordinal() % len(_WEIGHTS)]


def _models(day: date, cents: int) -> Iterator[dict[str, object]]:
    left = cents
    for model, provider, tenths in _MODELS:
        share = left if model == _MODELS[-1][0] else cents * tenths // 10
        left -= share
        if share:
            yield _row(day, model, provider, share)


def _row(day: date, model: str, provider: str, cents: int) -> dict[str, object]:
    requests = 1 + cents // 9
    return {
        "date": day.isoformat(),
        "model": model,
        "model_permaslug": model,
        "endpoint_id": f"practice-{model.rpartition('/')[2]}",
        "provider_name": provider,
        "usage": cents / 100,
        "byok_usage_inference": 0,
        "requests": requests,
        "prompt_tokens": requests * 2400,
        "completion_tokens": requests * 800,
        "reasoning_tokens": 0,
    }
