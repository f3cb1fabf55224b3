"""What the practice OpenRouter says was spent day by day agrees with what it says of each key."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.practice.openrouter_activity import activity
from app.practice.openrouter_keys import KeyKind, KeyRing
from tests.practice.stand_ins import Site

FRIDAY = datetime(2026, 11, 27, 14, tzinfo=UTC)
KEYS = KeyRing()


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def rows(kind: KeyKind, now: datetime = FRIDAY) -> list[tuple[date, Decimal]]:
    told = activity(KEYS, now, digest(KEYS.texts[kind]))
    assert told is not None
    return [(date.fromisoformat(str(row["date"])), Decimal(str(row["usage"]))) for row in told]


@pytest.mark.parametrize(
    "kind,spent",
    [
        (KeyKind.ORDINARY, "36.80"),
        (KeyKind.LIMITED, "21.15"),
        (KeyKind.TEAM, "36.46"),
        (KeyKind.FREE, "0"),
        (KeyKind.MANAGEMENT, "0"),
    ],
)
@pytest.mark.parametrize("day", range(1, 29))
def test_the_days_together_are_what_the_key_was_used_for_before_today(kind: KeyKind, spent: str, day: int) -> None:
    assert sum(usage for _, usage in rows(kind, FRIDAY.replace(day=day))) == Decimal(spent)


def test_a_week_looks_like_a_week() -> None:
    days = Counter(day for day, _ in rows(KeyKind.ORDINARY))
    assert set(days.values()) == {3}  # models
    assert {day.weekday() for day in days} == set(range(6))
    assert (min(days), max(days)) == (date(2026, 10, 28), date(2026, 11, 26))


def test_the_account_and_a_stranger() -> None:
    assert activity(KEYS, FRIDAY, None) == activity(KEYS, FRIDAY, digest(KEYS.texts[KeyKind.ORDINARY]))
    assert activity(KEYS, FRIDAY, digest("sk-or-v1-somebody-else")) is None


def test_over_the_network(site: Site) -> None:
    known = site.ask(f"/api/v1/activity?api_key_hash={digest(site.server.keys['limited'])}", key="management")
    assert sum(Decimal(str(row["usage"])) for row in known.rows) == Decimal("21.15")
    unknown = site.ask(f"/api/v1/activity?api_key_hash={'0' * 64}", key="management")
    assert (unknown.status, unknown.message) == (404, "API key not found")


def test_the_page_shows_the_same_days(site: Site) -> None:
    rows = site.ask("/api/v1/activity", key="management").rows
    yesterday = max(str(row["date"]) for row in rows)
    spent = sum(Decimal(str(row["usage"])) for row in rows if row["date"] == yesterday)
    assert f"<td>{yesterday}</td><td>${spent:.2f}</td>" in site.ask("/activity").body.decode()


def test_a_person_finds_the_management_key(site: Site) -> None:
    assert f'value="{site.server.keys["management"]}"' in site.ask("/settings/management-keys").body.decode()
