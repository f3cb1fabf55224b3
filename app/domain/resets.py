"""When a limit or a budget is full again: moments as the gateway writes them, and the starts of its periods in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.model import CreditKind, KeyInfo

DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    """A moment from seconds since the epoch."""
    return _EPOCH + timedelta(seconds=seconds)


def moment(text: str | None) -> datetime | None:
    """A moment in ISO 8601 as the gateway writes it; UTC where it names no zone, None where it is no moment."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(now: datetime) -> datetime:
    """The start of this day."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def resets(kind: CreditKind, told: str | None, key: KeyInfo, now: datetime) -> datetime | None:
    """When this amount is full again. Key limits start anew at midnight UTC, in weeks on Monday; a budget says it."""
    match kind, key.limit_reset:
        case CreditKind.BUDGET, _:
            return moment(told)
        case CreditKind.KEY_LIMIT, "daily":
            return midnight(now) + DAY
        case CreditKind.KEY_LIMIT, "weekly":
            return midnight(now) + DAY * (7 - now.weekday())
        case CreditKind.KEY_LIMIT, "monthly":
            return (midnight(now).replace(day=1) + DAY * 31).replace(day=1)
        case _:
            return None
