"""Every fault, seen through a real request."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.practice.faults import CATALOGUE
from tests.practice.stand_ins import Reply, Site, until

KEY = "/api/v1/key"
Check = Callable[[Site], object]


def get(path: str, key: str | None = "ordinary") -> Callable[[Site], Reply]:
    return lambda site: site.ask(path, key=key)


def status_of(path: str) -> Check:
    return lambda site: site.ask(path, key="ordinary").status


def message(site: Site) -> object:
    return site.message().status


def said(path: str) -> Check:
    return lambda site: site.ask(path, key="ordinary").message


def balance(site: Site) -> object:
    data = site.ask("/api/v1/credits", key="limited").data
    return data["total_credits"], data["total_usage"]


def days_left(site: Site) -> object:
    expires = str(site.ask(KEY, key="ordinary").data["expires_at"])
    left = datetime.fromisoformat(expires) - datetime.now(UTC)
    return round(left.total_seconds() / 86400)


def ids(site: Site) -> set[object]:
    return {row["id"] for row in site.ask("/api/v1/models/user", key="ordinary").rows}


def head(name: str) -> Check:
    return lambda site: site.ask(KEY, key="ordinary").headers.get(name)


def budget_left(site: Site) -> object:
    budget = site.ask(KEY, key="team").data["effective_budget"]
    assert isinstance(budget, dict)
    return site.ask(KEY, key="ordinary").data["limit_remaining"], budget["remaining_usd"], site.message().status


def after_trouble(site: Site) -> object:
    with pytest.raises((http.client.HTTPException, ConnectionError)) as caught:
        site.ask(KEY, key="ordinary")
    return caught.type


def kind_of_page(site: Site) -> object:
    reply = site.ask(KEY, key="ordinary")
    return reply.status, reply.headers["content-type"], site.ask("/status/config.json").headers["content-type"]


def is_json(site: Site) -> bool:
    reply = site.ask(KEY, key="ordinary")
    assert reply.headers["content-type"] == "application/json"
    try:
        json.loads(reply.body)
    except ValueError:
        return False
    return True


def first_incident(site: Site) -> object:
    incidents = site.ask("/status/config.json").document["incidents"]
    assert isinstance(incidents, list)
    return incidents[0]["title"], incidents[0]["resolved"]


def envelope(site: Site) -> object:
    return sorted(site.message("expired").document)


def how_errors_come(site: Site) -> object:
    headers = site.ask(KEY).headers
    return headers.get("transfer-encoding"), "content-length" in headers


def key_words(site: Site) -> object:
    data = site.ask(KEY, key="limited").data
    endpoints = site.ask("/api/v1/models/openai/gpt-5.2-codex/endpoints", key="ordinary").data["endpoints"]
    assert isinstance(endpoints, list)
    return data["limit_reset"], endpoints[0]["status"], site.message().document["type"]


def fields(site: Site) -> object:
    data = site.ask(KEY, key="team").data
    row = site.ask("/api/v1/models?limit=1").rows[0]
    return (
        "organization_id" in data,
        "usage" in data,
        "top_provider" in row,
        "description" in row,
        "practice_new_field" in row,
    )


HTML = "text/html; charset=utf-8"
SEEN: list[tuple[str, object, Check, object, object]] = [
    # name, value, what is looked at, without and with the fault
    ("key-rejected", True, status_of(KEY), 200, 401),
    ("key-rejected", True, message, 200, 401),
    ("key-expired", True, status_of(KEY), 200, 401),
    ("unauthorized-missing", True, status_of(KEY), 200, 401),
    ("no-credit", True, message, 200, 402),
    ("no-credit", True, lambda site: site.ask("/api/v1/credits", key="ordinary").data["total_credits"], 60, 10),
    ("too-little-credit", True, message, 200, 402),
    ("credits-403", True, status_of("/api/v1/credits"), 200, 403),
    ("credits-403", True, lambda site: site.ask("/api/v1/credits", key="management").status, 200, 200),
    ("limit-reached", True, budget_left, (None, 12.34, 200), (0, 0, 403)),
    ("guardrail", True, message, 200, 403),
    ("region", True, message, 200, 403),
    ("privacy", True, message, 200, 404),
    ("no-tool-provider", True, message, 200, 404),
    ("model-gone", "anthropic/claude-haiku-4.5", message, 200, 404),
    ("model-gone", "openrouter/auto", lambda site: "openrouter/auto" in ids(site), True, False),
    ("models-empty", True, lambda site: len(ids(site)), 500, 0),
    ("models-without-claude", True, lambda site: any("claude" in str(i) for i in ids(site)), True, False),
    ("models-without-claude", True, lambda site: len(ids(site)) > 400, True, True),
    ("rate-limit", True, status_of(KEY), 200, 429),
    ("rate-limit", {"retry_after": 7}, head("retry-after"), None, "7"),
    ("rate-limit", {"retry_after": None}, head("retry-after"), None, None),
    ("rate-limit", True, head("x-ratelimit-remaining"), None, "0"),
    ("server-error", 529, status_of(KEY), 200, 529),
    ("server-error", {"retry_after": 2}, head("retry-after"), None, "2"),
    ("error-in-200", True, lambda site: list(site.ask(KEY, key="ordinary").document), ["data"], ["error"]),
    ("openrouter-envelope", True, envelope, ["error", "type"], ["error"]),
    ("chunked-errors", True, how_errors_come, (None, True), ("chunked", False)),
    ("other-json", True, lambda site: list(site.ask(KEY, key="ordinary").document), ["data"], ["service", "ok"]),
    ("not-json", True, is_json, True, False),
    ("huge-body", 3, lambda site: len(site.ask(KEY, key="ordinary").body) > 3_000_000, False, True),
    ("unknown-enums", True, key_words, ("monthly", 0, "message"), ("brand-new-word", 7, "message")),
    ("extra-fields", True, fields, (True, True, True, True, False), (True, True, True, True, True)),
    ("missing-optional", True, fields, (True, True, True, True, False), (False, True, True, False, False)),
    ("incident", True, first_incident, ("Degraded video generation API", True), ("Elevated errors on messages", False)),
    ("incident", "Fire", first_incident, ("Degraded video generation API", True), ("Fire", False)),
    ("status-feed-shape", True, lambda site: "incidents" in site.ask("/status/config.json").document, True, False),
    ("captive-html", True, kind_of_page, (200, "application/json", "application/json"), (200, HTML, HTML)),
    ("proxy-error-html", 503, kind_of_page, (200, "application/json", "application/json"), (503, HTML, HTML)),
    ("redirect-other-host", True, status_of(KEY), 200, 302),
]


@pytest.mark.parametrize(
    "name, value, look, without, with_fault", SEEN, ids=[f"{row[0]}-{n}" for n, row in enumerate(SEEN)]
)
def test_a_fault_is_seen_and_goes_away(
    site: Site, name: str, value: object, look: Check, without: object, with_fault: object
) -> None:
    assert look(site) == without
    site.server.faults.set(name, value)
    assert look(site) == with_fault
    site.server.faults.clear(name)
    assert look(site) == without


@pytest.mark.parametrize(
    "name, value, look, seen",
    [
        ("key-expiring", True, days_left, 3),
        ("key-expiring", -2, days_left, -2),
        ("credit-low", 0.75, balance, (60, 59.25)),
        ("credits-200", True, balance, (60, 41.58)),
        ("credit-zero-shape", True, balance, (0, 0)),
        ("key-rejected", True, said(KEY), "User not found."),
        ("key-expired", True, said(KEY), "API key has expired."),
        ("unauthorized-missing", True, said(KEY), "Missing Authentication header"),
        ("truncated", True, after_trouble, http.client.IncompleteRead),
        ("closed-connection", True, after_trouble, http.client.RemoteDisconnected),
    ],
)
def test_what_a_fault_says(site: Site, name: str, value: object, look: Check, seen: object) -> None:
    site.server.faults.set(name, value)
    assert look(site) == seen


def test_a_redirect_leads_to_another_host_name_where_a_key_would_be_seen(site: Site) -> None:
    site.server.faults.set("redirect-other-host", {"path": "/v1/key"})
    location = site.ask(KEY, key="ordinary").headers["location"]
    port = site.server.origin.rpartition(":")[2]
    assert location == f"http://localhost:{port}/practice/portal"
    site.ask("/practice/portal", key="ordinary", headers={"Host": f"localhost:{port}"})
    seen = site.server.requests[-1]
    assert (seen.host, seen.authorization, seen.key) == (f"localhost:{port}", True, "ordinary")


def test_slow_takes_its_time_only_where_it_shall(site: Site) -> None:
    site.server.faults.set("slow", {"seconds": 60, "path": ["/v1/key", "/v1/credits"]})
    assert site.ask("/api/v1/models/count").status == 200
    with pytest.raises(TimeoutError):
        site.ask(KEY, key="ordinary", timeout=0.05)
    site.server.faults.set("slow", 0.01)
    assert site.ask(KEY, key="ordinary").status == 200


@pytest.mark.parametrize("end", ["clear", "stop"])
def test_a_hanging_request_ends_with_the_fault_or_the_server(site: Site, end: str) -> None:
    site.server.faults.set("hang", True)
    ended: list[object] = []
    thread = threading.Thread(target=lambda: ended.append(after_trouble(site)))
    thread.start()
    until(lambda: site.server.counts[f"GET {KEY}"] == 1)
    assert not ended
    if end == "clear":
        site.control(clear="hang")
    else:
        site.server.stop()
    thread.join(20)
    assert ended


def test_a_fault_can_happen_so_many_times(site: Site) -> None:
    site.server.faults.set("rate-limit", 2)
    assert [site.ask(KEY, key="ordinary").status for _ in range(3)] == [429, 429, 200]
    site.server.faults.set("server-error", {"status": 500, "count": 1, "path": "/v1/credits"})
    assert [site.ask(path, key="ordinary").status for path in (KEY, "/api/v1/credits", "/api/v1/credits")] == [
        200,
        500,
        200,
    ]


def test_faults_of_the_api_spare_the_pages_and_the_switches(site: Site) -> None:
    for name in CATALOGUE.keys() - {"slow", "hang"}:
        site.server.faults.set(name, True)
    assert site.ask("/practice/control").status == 200
    site.server.faults.clear()
    site.server.faults.set("server-error", True)
    assert site.ask("/keys").status == 200


@pytest.mark.parametrize(
    "name, value",
    [
        ("no-such", True),
        ("no-credit", 3),
        ("slow", "long"),
        ("slow", {"minutes": 1}),
        ("slow", {"path": "v1/key"}),
        ("slow", {"path": 7}),
        ("incident", {"title": None}),
        ("incident", 7),
        ("rate-limit", 0),
        ("rate-limit", "often"),
    ],
)
def test_a_fault_that_does_not_exist_is_refused(site: Site, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        site.server.faults.set(name, value)


def test_every_fault_of_the_catalogue_is_tried_here(site: Site) -> None:
    tried = {row[0] for row in SEEN} | {
        "key-expiring",
        "credit-low",
        "credits-200",
        "credit-zero-shape",
        "slow",
        "hang",
    }
    assert CATALOGUE.keys() - tried - {"truncated", "closed-connection", "code-expired"} == set()
