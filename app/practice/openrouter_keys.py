"""The keys that practice knows, one of each kind, and what `GET /v1/key` and `GET /v1/credits` say of them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class KeyKind(StrEnum):
    ORDINARY = "ordinary"
    MANAGEMENT = "management"
    EXPIRED = "expired"
    DISABLED = "disabled"
    NO_CREDIT = "no_credit"
    LIMITED = "limited"
    TEAM = "team"
    FREE = "free"
    SIGNED_IN = "signed_in"


BALANCES: dict[KeyKind, tuple[float, float]] = {
    KeyKind.ORDINARY: (60, 41.58),
    KeyKind.SIGNED_IN: (60, 41.58),
    KeyKind.MANAGEMENT: (60, 41.58),
    KeyKind.NO_CREDIT: (10, 10.37),
    KeyKind.FREE: (0, 0),
}
"""total_credits and total_usage; a kind that is missing here gets 403 from /v1/credits."""

_USAGE: dict[KeyKind, tuple[float, float, float, float]] = {
    KeyKind.NO_CREDIT: (10.37, 0.42, 3.1, 10.37),
    KeyKind.LIMITED: (21.9, 0.75, 4.6, 21.9),
    KeyKind.TEAM: (37.66, 1.2, 9.85, 37.66),
    KeyKind.FREE: (0, 0, 0, 0),
    KeyKind.MANAGEMENT: (0, 0, 0, 0),
    KeyKind.SIGNED_IN: (0, 0, 0, 0),
}
_ORDINARY_USAGE = (41.58, 2.25, 11.4, 39.05)
_WINDOWS = ("", "_daily", "_weekly", "_monthly")


class KeyRing:
    """The known keys. Each is random, so that a search for its text finds every leak."""

    def __init__(self) -> None:
        self.texts: dict[KeyKind, str] = {kind: new_key() for kind in KeyKind if kind is not KeyKind.SIGNED_IN}
        self._kinds: dict[str, KeyKind] = {text: kind for kind, text in self.texts.items()}

    def kind(self, text: str) -> KeyKind | None:
        return self._kinds.get(text)

    def kind_of_hash(self, digest: str) -> KeyKind | None:
        return next((kind for text, kind in self._kinds.items() if key_hash(text) == digest), None)

    def issue(self) -> str:
        """A new key, as the sign-in gives it."""
        text = new_key()
        self._kinds[text] = KeyKind.SIGNED_IN
        return text


def new_key() -> str:
    return f"sk-or-v1-{secrets.token_hex(32)}"


def key_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def spent_by(kind: KeyKind) -> tuple[float, float]:
    """What such a key was used for this month, and of it today."""
    _, today, _, month = _USAGE.get(kind, _ORDINARY_USAGE)
    return month, today


def key_document(
    text: str, kind: KeyKind, now: datetime, *, used_up: bool, expires_in: float | None
) -> dict[str, object]:
    """`data` of `GET /v1/key`. `used_up`: its limit or budget; `expires_in`: days."""
    usage = _USAGE.get(kind, _ORDINARY_USAGE)
    limited = kind is KeyKind.LIMITED or (used_up and kind is not KeyKind.TEAM)
    spent = 25 if used_up else usage[0]
    free_limit = 50 if kind is KeyKind.FREE else 1000
    return {
        "label": f"{text[:12]}...{text[-3:]}",
        "limit": 25 if limited else None,
        "limit_remaining": round(25 - spent, 2) if limited else None,
        "limit_reset": "monthly" if limited else None,
        **{f"usage{window}": amount for window, amount in zip(_WINDOWS, usage, strict=True)},
        **{f"byok_usage{window}": 0 for window in _WINDOWS},
        "include_byok_in_limit": False,
        "is_free_tier": kind is KeyKind.FREE,
        "is_management_key": kind is KeyKind.MANAGEMENT,
        "is_provisioning_key": kind is KeyKind.MANAGEMENT,
        "creator_user_id": "user_practice",
        "rate_limit": {"requests": -1, "interval": "10s", "note": "This field is deprecated and safe to ignore."},
        "expires_at": iso(now + timedelta(days=expires_in)) if expires_in is not None else None,
        "allowed_data_regions": ["us", "eu"],
        "free_model_daily_requests": {"limit": free_limit, "used": 3, "remaining": free_limit - 3},
        **(_team(now, used_up=used_up) if kind is KeyKind.TEAM else {"effective_budget": None}),
    }


def _team(now: datetime, *, used_up: bool) -> dict[str, object]:
    spent = 50 if used_up else 37.66
    resets_at = iso((now.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0))
    member = {
        "scope": "member",
        "limit_usd": 50,
        "spend_usd": spent,
        "remaining_usd": round(50 - spent, 2),
        "reset_interval": "monthly",
        "resets_at": resets_at,
    }
    workspace = member | {"scope": "workspace", "limit_usd": 500, "spend_usd": 212.5, "remaining_usd": 287.5}
    return {
        "organization_id": "org_practice",
        "workspace_id": "3f0c6a52-6d7e-4a3b-9c55-0d5d7b8f1a20",
        "budgets": [workspace, member],
        "effective_budget": member,
    }


def iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
