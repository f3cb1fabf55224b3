"""Five hundred models, always the same ones: Claude's rows as OpenRouter spells them, and many that only look alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

Row = dict[str, object]
TOTAL = 500

# id, name, context, USD per million tokens in and out, created
_CLAUDE = (
    ("claude-fable-5", "Fable 5", 1000000, 10, 50, 1794300000),
    ("claude-opus-4.7", "Opus 4.7", 1000000, 5, 25, 1791000000),
    ("claude-opus-4.6", "Opus 4.6", 1000000, 5, 25, 1770219050),
    ("claude-opus-4.6-fast", "Opus 4.6 (fast)", 1000000, 30, 150, 1775592472),
    ("claude-opus-4.5", "Opus 4.5", 200000, 5, 25, 1764010580),
    ("claude-opus-4.1", "Opus 4.1", 200000, 15, 75, 1754411591),
    ("claude-sonnet-4.6", "Sonnet 4.6", 1000000, 3, 15, 1771342990),
    ("claude-sonnet-4.5", "Sonnet 4.5", 1000000, 3, 15, 1759161676),
    ("claude-sonnet-4", "Sonnet 4", 200000, 3, 15, 1747930371),
    ("claude-haiku-4.5", "Haiku 4.5", 200000, 1, 5, 1760547638),
    ("claude-3.7-sonnet", "3.7 Sonnet", 200000, 3, 15, 1740422110),
    ("claude-3.7-sonnet:thinking", "3.7 Sonnet (thinking)", 200000, 3, 15, 1740422110),
    ("claude-3.5-haiku", "3.5 Haiku", 200000, "0.8", 4, 1730678400),
    ("claude-3-haiku", "3 Haiku", 200000, "0.25", "1.25", 1710288000),
    ("claude-opus-4.7:batch", "Opus 4.7 (batch)", 1000000, "2.5", "12.5", 1791000000),
    ("claude-sonnet-4.6:batch", "Sonnet 4.6 (batch)", 1000000, "1.5", "7.5", 1771342990),
    ("claude-haiku-4.5:batch", "Haiku 4.5 (batch)", 200000, "0.5", "2.5", 1760547638),
)
_LATEST = {
    "opus": "claude-opus-4.7",
    "sonnet": "claude-sonnet-4.6",
    "haiku": "claude-haiku-4.5",
    "fable": "claude-fable-5",
}
_LEAVING = {"anthropic/claude-3-haiku": "2027-01-31", "anthropic/claude-3.5-haiku": "2027-03-31"}
_LOOK_ALIKE = (
    "vendor/claude-distill-qwen-7b",
    "vendor/deepseek-r1-distill-claude-sonnet",
    "openai/gpt-oss-claude-style",
    "community/gemma-3-27b-opus",
    "community/llama-3.3-haiku-8b",
)
_VENDORS = (
    ("openai", ("gpt-5.2", "gpt-5.2-codex", "gpt-5-mini", "gpt-oss-120b", "o4-mini")),
    ("google", ("gemini-3-pro", "gemini-3-flash", "gemma-3-27b-it")),
    ("x-ai", ("grok-4.1", "grok-4.1-fast")),
    ("z-ai", ("glm-4.7", "glm-4.7-air")),
    ("qwen", ("qwen3-max", "qwen3-coder", "qwen3-vl-235b")),
    ("moonshotai", ("kimi-k2.5", "kimi-k2-thinking")),
    ("deepseek", ("deepseek-v3.2", "deepseek-r1")),
    ("meta-llama", ("llama-4-maverick", "llama-3.3-70b-instruct")),
    ("mistralai", ("mistral-large", "mixtral-8x22b-instruct", "codestral")),
    ("minimax", ("minimax-m2.1",)),
    ("nvidia", ("nemotron-3-nano",)),
    ("cohere", ("command-r-plus", "command-a")),
    ("microsoft", ("phi-4",)),
    ("amazon", ("nova-premier-v1",)),
    ("nousresearch", ("hermes-4-405b",)),
    ("ibm-granite", ("granite-4.0-h-micro",)),
    ("baidu", ("ernie-4.5-300b-a47b",)),
    ("perplexity", ("sonar-pro",)),
    ("inception", ("mercury",)),
)


@cache
def all_models() -> tuple[Row, ...]:
    """Every row, the newest first."""
    rows = [*_claude_rows(), *_alias_rows(), _router_row(), *_look_alike_rows()]
    filler = _other_rows()
    rows += [next(filler) for _ in range(TOTAL - len(rows))]
    return tuple(sorted(rows, key=lambda row: (-_created(row), str(row["id"]))))


def _created(row: Row) -> int:
    created = row["created"]
    return created if isinstance(created, int) else 0


def _claude_rows() -> Iterator[Row]:
    for slug, name, context, prompt, completion, created in _CLAUDE:
        row = _row(
            f"anthropic/{slug}",
            f"Anthropic: Claude {name}",
            created,
            context,
            _per_token(prompt),
            _per_token(completion),
        )
        pricing = {"input_cache_read": _per_token(Decimal(prompt) / 10), "web_search": "0.01", "request": "0"}
        yield row | {"pricing": {**_pricing(row), **pricing}, "expiration_date": _LEAVING.get(f"anthropic/{slug}")}


def _alias_rows() -> Iterator[Row]:
    by_id = {row["id"]: row for row in _claude_rows()}
    for family, slug in _LATEST.items():
        target = by_id[f"anthropic/{slug}"]
        name = f"Anthropic: Claude {family.capitalize()} (latest)"
        alias = {"name": target["name"], "slug": target["id"]}
        yield target | {"id": f"~anthropic/claude-{family}-latest", "name": name, "alias_target": alias}


def _router_row() -> Row:
    return _row("openrouter/auto", "Auto Router", 1699401600, 2000000, "-1", "-1")


def _look_alike_rows() -> Iterator[Row]:
    for number, id in enumerate(_LOOK_ALIKE):
        yield _row(id, f"{id.split('/')[1]}", 1750000000 + number * 86400, 32768, "0.0000002", "0.0000006")


def _other_rows() -> Iterator[Row]:
    """Endless rows of other vendors: some free, some without a context length, some leaving."""
    number = 0
    while True:
        vendor, names = _VENDORS[number % len(_VENDORS)]
        round_, name = number // len(_VENDORS), names[number // len(_VENDORS) % len(names)]
        edition = round_ // len(names)
        free = number % 9 == 0
        id = f"{vendor}/{name}{f'-{edition:02}' if edition else ''}{':free' if free else ''}"
        price = "0" if free else _per_token(Decimal(number % 40 + 1) / 10)
        context = None if number % 50 == 7 else 32768 * (1 + number % 8)
        row = _row(id, f"{vendor}: {name}", 1700000000 + number * 86400, context, price, price)
        yield row | {"expiration_date": "2027-02-28" if number % 40 == 3 else None}
        number += 1


def _row(id: str, name: str, created: int, context: int | None, prompt: str, completion: str) -> Row:
    return {
        "id": id,
        "canonical_slug": id.removeprefix("~").split(":")[0],
        "name": name,
        "created": created,
        "description": f"{name}, a row to practise with.",
        "context_length": context,
        "architecture": {"input_modalities": ["text", "image"], "output_modalities": ["text"], "tokenizer": "Other"},
        "pricing": {"prompt": prompt, "completion": completion},
        "top_provider": {"is_moderated": False, "context_length": context, "max_completion_tokens": 32000},
        "supported_parameters": ["max_tokens", "temperature", "tools"],
        "expiration_date": None,
    }


def _pricing(row: Row) -> dict[str, str]:
    pricing = row["pricing"]
    return pricing if isinstance(pricing, dict) else {}


def _per_token(usd_per_million: Decimal | int | str) -> str:
    return f"{(Decimal(usd_per_million) / 1000000).normalize():f}"


def endpoints(row: Row) -> list[dict[str, object]]:
    """The providers of a model, as `GET /v1/models/{author}/{slug}/endpoints` lists them."""
    seed = hashlib.sha256(str(row["id"]).encode()).digest()
    names = (
        ("Anthropic", "Amazon Bedrock", "Google Vertex") if "claude" in str(row["id"]) else ("DeepInfra", "Together")
    )
    return [
        {
            "name": f"{name} | {row['id']}",
            "provider_name": name,
            "tag": name.lower().replace(" ", "-"),
            "context_length": row["context_length"],
            "max_completion_tokens": None if position == 2 else 32000,
            "pricing": row["pricing"],
            "status": -2 if position == 2 and seed[0] % 2 else 0,
            "uptime_last_5m": None if position == 2 else 99.9,
            "uptime_last_30m": 100 - position / 10,
            "uptime_last_1d": 99.71 - position,
            "latency_last_30m": None if position == 2 else {"p50": 600 + seed[1], "p75": 900, "p90": 1400, "p99": 3100},
        }
        for position, name in enumerate(names)
    ]
