"""Changes an answer's JSON the ways that a server may at any time: new words, new fields, missing optional fields."""

from __future__ import annotations

from collections.abc import Callable

_OPTIONAL = frozenset(
    (
        "alias_target",
        "allowed_data_regions",
        "budgets",
        "canonical_slug",
        "description",
        "effective_budget",
        "expiration_date",
        "expires_at",
        "free_model_daily_requests",
        "input_cache_read",
        "input_cache_write",
        "latency_last_30m",
        "links",
        "maintenances",
        "organization_id",
        "provider",
        "request",
        "tokenizer",
        "total_count",
        "uptime_last_1d",
        "uptime_last_30m",
        "uptime_last_5m",
        "user_id",
        "web_search",
        "workspace_id",
    )
)
_OPEN_WORDS = frozenset(
    ("currentStatus", "limit_reset", "reset_interval", "scope", "status", "stop_reason", "tokenizer")
)
_OPEN_LISTS = frozenset(("allowed_data_regions", "input_modalities", "output_modalities", "supported_parameters"))
_NEW_WORD = "brand-new-word"
_NEW_FIELDS: dict[str, object] = {"practice_new_field": {"nested": [1, None]}}


def without_optional(document: object) -> object:
    """Only what is always there."""

    def keep(members: dict[str, object]) -> dict[str, object]:
        kept = {name: value for name, value in members.items() if name not in _OPTIONAL}
        if isinstance(provider := kept.get("top_provider"), dict):
            kept["top_provider"] = {"is_moderated": provider["is_moderated"]}
        return kept

    return _walk(document, keep)


def with_new_fields(document: object) -> object:
    return _walk(document, lambda members: members | _NEW_FIELDS)


def with_new_words(document: object) -> object:
    """Every word of an open list is replaced, every open list has one more."""

    def renew(name: str, value: object) -> object:
        if name in _OPEN_LISTS and isinstance(value, list):
            return [*value, _NEW_WORD]
        if name in _OPEN_WORDS and isinstance(value, str):
            return _NEW_WORD
        return 7 if name == "status" and isinstance(value, int) else value

    return _walk(document, lambda members: {name: renew(name, value) for name, value in members.items()})


def _walk(value: object, change: Callable[[dict[str, object]], dict[str, object]]) -> object:
    """`change` on the members of every object, the inner ones first."""
    if isinstance(value, dict):
        return change({name: _walk(member, change) for name, member in value.items()})
    return [_walk(item, change) for item in value] if isinstance(value, list) else value
