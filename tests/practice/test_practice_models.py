"""The 500 models, and Claude's filter on them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.practice.claude_models import is_accepted
from app.practice.openrouter_models import all_models
from tests.practice.stand_ins import Site

ACCEPTED = """
anthropic/claude-opus-4.7 anthropic/claude-sonnet-4.6:batch ~anthropic/claude-haiku-latest claude-3 ANTHROPIC/X
vendor/opus-7b my-sonnet haiku fable mythos
"""
REFUSED = """
openrouter/auto vendor/claude-distill-qwen-7b openai/claude Claude-GPT x-ai/grok-4 meta/llama-opus phi-sonnet
nova-fable hermes-haiku codex-claude mistral/mistral-large cohere/command-r-opus inception/mercury
"""


@pytest.mark.parametrize("id, accepted", [(i, True) for i in ACCEPTED.split()] + [(i, False) for i in REFUSED.split()])
def test_which_ids_claude_accepts(id: str, accepted: bool) -> None:
    assert is_accepted(id) is accepted


def test_there_are_500_rows_with_all_that_is_always_there() -> None:
    rows = all_models()
    assert len({str(row["id"]) for row in rows}) == len(rows) == 500
    for row in rows:
        always = {
            "id",
            "name",
            "created",
            "context_length",
            "architecture",
            "pricing",
            "top_provider",
            "supported_parameters",
        }
        assert always <= row.keys()
        pricing = row["pricing"]
        assert isinstance(pricing, dict)
        assert all(isinstance(price, str) and Decimal(price).is_finite() for price in pricing.values())


def test_the_rows_hold_every_oddity() -> None:
    rows = all_models()
    ids = {str(row["id"]) for row in rows}
    assert {f"~anthropic/claude-{family}-latest" for family in ("opus", "sonnet", "haiku", "fable")} <= ids
    assert {
        "anthropic/claude-opus-4.6-fast",
        "anthropic/claude-haiku-4.5:batch",
        "vendor/claude-distill-qwen-7b",
    } <= ids
    prices = {str(row["id"]): row["pricing"] for row in rows}
    assert prices["openrouter/auto"] == {"prompt": "-1", "completion": "-1"}
    assert any(price == {"prompt": "0", "completion": "0"} for price in prices.values())
    assert any(row["context_length"] is None for row in rows)
    assert any(row["expiration_date"] for row in rows)
    aliases = {str(row["id"]): row["alias_target"] for row in rows if "alias_target" in row}
    assert aliases["~anthropic/claude-opus-latest"] == {
        "name": "Anthropic: Claude Opus 4.7",
        "slug": "anthropic/claude-opus-4.7",
    }


def test_the_model_list_is_public_even_for_a_bogus_key(site: Site) -> None:
    for key in (None, "sk-or-v1-bogus", "ordinary"):
        reply = site.ask("/api/v1/models", key=key)
        assert (reply.status, len(reply.rows), reply.document["total_count"]) == (200, 500, 500)


def test_the_list_of_a_key_needs_that_key(site: Site) -> None:
    assert site.ask("/api/v1/models/user").status == 401
    assert site.ask("/api/v1/models/user", key="sk-or-v1-bogus").message == "User not found."
    assert len(site.ask("/api/v1/models/user", key="ordinary").rows) == 500


def test_the_list_comes_in_pages_where_asked(site: Site) -> None:
    whole = [row["id"] for row in site.ask("/api/v1/models?limit=1000").rows]
    first = site.ask("/api/v1/models?limit=200")
    assert [row["id"] for row in first.rows] == whole[:200]
    links = first.document["links"]
    assert isinstance(links, dict)
    second = site.ask(str(links["next"]))
    assert [row["id"] for row in second.rows] == whole[200:400]
    last = site.ask("/api/v1/models?offset=499")
    assert ([row["id"] for row in last.rows], last.document["links"]) == (whole[499:], {"next": None})
    assert [site.ask(f"/api/v1/models?{wrong}").status for wrong in ("limit=0", "limit=1001", "offset=-1")] == [400] * 3


def test_the_count_is_public(site: Site) -> None:
    assert site.ask("/api/v1/models/count").data == {"count": 500}


def test_endpoints_tell_latency_only_to_a_key(site: Site) -> None:
    path = "/api/v1/models/anthropic/claude-sonnet-4.6/endpoints"

    def latencies(key: str | None) -> list[object]:
        found = site.ask(path, key=key).data["endpoints"]
        assert isinstance(found, list)
        return [endpoint["latency_last_30m"] is None for endpoint in found]

    assert latencies(None) == [True, True, True]
    assert latencies("ordinary") == [False, False, True]
    assert site.ask(path, key="sk-or-v1-bogus").status == 401
    assert site.ask("/api/v1/models/%7Eanthropic/claude-opus-latest/endpoints", key="ordinary").status == 200
    assert site.ask("/api/v1/models/anthropic/claude-99/endpoints", key="ordinary").status == 404
    assert site.ask(path, key="ordinary", method="POST", body={}).status == 405
