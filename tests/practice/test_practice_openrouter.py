"""What the practice OpenRouter answers while nothing is wrong, for every kind of key."""

from __future__ import annotations

import hashlib
import http.client
from decimal import Decimal

import pytest

from app.practice.openrouter import PracticeOpenRouter
from tests.practice.stand_ins import Site

ALWAYS = set(
    "label limit limit_remaining limit_reset usage usage_daily usage_weekly usage_monthly byok_usage byok_usage_daily "
    "byok_usage_weekly byok_usage_monthly include_byok_in_limit is_free_tier is_management_key creator_user_id "
    "is_provisioning_key rate_limit".split()
)
GOOD = ["ordinary", "management", "no_credit", "limited", "team", "free"]


@pytest.mark.parametrize("kind", GOOD)
def test_a_good_key_has_all_that_is_always_there(site: Site, kind: str) -> None:
    reply = site.ask("/api/v1/key", key=kind)
    assert reply.status == 200
    assert reply.data.keys() >= ALWAYS
    assert reply.data["is_management_key"] is (kind == "management")
    assert reply.data["is_free_tier"] is (kind == "free")
    assert site.server.keys[kind] not in reply.body.decode()


@pytest.mark.parametrize(
    "key, message",
    [
        ("expired", "API key has expired."),
        ("disabled", "User not found."),
        ("sk-or-v1-" + "0" * 64, "User not found."),
        (None, "No auth credentials found"),
    ],
)
def test_a_bad_key_is_401_on_every_path_behind_a_key(site: Site, key: str | None, message: str) -> None:
    for path in ("key", "credits", "models/user", "activity", "generation?id=x", "never-heard-of"):
        reply = site.ask(f"/api/v1/{path}", key=key)
        assert (reply.status, reply.document) == (401, {"error": {"code": 401, "message": message}})


def test_a_key_counts_only_as_bearer(site: Site) -> None:
    text = site.server.keys["ordinary"]
    for headers in (
        {"x-api-key": text},
        {"Authorization": text},
        {"Authorization": f"Basic {text}"},
        {"Authorization": "Bearer "},
    ):
        assert site.ask("/api/v1/key", headers=headers).status == 401
    assert site.ask("/api/v1/key", headers={"authorization": f"bearer {text}"}).status == 200


def test_money_is_written_as_people_write_it(site: Site) -> None:
    assert b'"usage_daily": 2.25' in site.ask("/api/v1/key", key="ordinary").body
    assert b'"limit_remaining": 3.1,' in site.ask("/api/v1/key", key="limited").body


def test_the_limit_of_a_key_and_the_budget_of_a_team(site: Site) -> None:
    limited = site.ask("/api/v1/key", key="limited").data
    assert (limited["limit"], limited["limit_remaining"], limited["limit_reset"]) == (25, 3.1, "monthly")
    assert site.ask("/api/v1/key", key="ordinary").data["limit"] is None
    team = site.ask("/api/v1/key", key="team").data
    budget = team["effective_budget"]
    assert isinstance(budget, dict)
    assert (budget["scope"], budget["limit_usd"], budget["remaining_usd"]) == ("member", 50, 12.34)
    assert {"organization_id", "workspace_id", "budgets"} <= team.keys()


@pytest.mark.parametrize(
    "kind, balance",
    [
        ("ordinary", "18.42"),
        ("management", "18.42"),
        ("no_credit", "-0.37"),
        ("free", "0"),
        ("limited", None),
        ("team", None),
    ],
)
def test_the_credits_of_each_kind(site: Site, kind: str, balance: str | None) -> None:
    reply = site.ask("/api/v1/credits", key=kind)
    if balance is None:
        assert (reply.status, reply.message) == (403, "Only management keys can perform this operation")
    else:
        total, used = (Decimal(str(reply.data[name])) for name in ("total_credits", "total_usage"))
        assert total - used == Decimal(balance)


def test_a_message_leads_to_its_generation(site: Site) -> None:
    message = site.message()
    assert (message.status, message.document["type"], message.document["stop_reason"]) == (200, "message", "max_tokens")
    path = f"/api/v1/generation?id={message.document['id']}"
    generation = site.ask(path, key="ordinary").data
    assert (generation["provider_name"], generation["total_cost"]) == ("Anthropic", 0.000018)
    assert site.ask(path, key="limited").status == 404


@pytest.mark.parametrize(
    "key, changes, status, type",
    [
        (None, {}, 401, "authentication_error"),
        ("expired", {}, 401, "authentication_error"),
        ("management", {}, 403, "permission_error"),
        ("no_credit", {}, 402, "billing_error"),
        ("free", {}, 402, "billing_error"),
        ("ordinary", {"model": "anthropic/claude-99"}, 404, "not_found_error"),
        ("ordinary", {"model": 7}, 400, "invalid_request_error"),
        ("ordinary", {"max_tokens": 0}, 400, "invalid_request_error"),
        ("ordinary", {"max_tokens": True}, 400, "invalid_request_error"),
        ("ordinary", {"messages": []}, 400, "invalid_request_error"),
        ("ordinary", {"messages": [{"role": "system", "content": "x"}]}, 400, "invalid_request_error"),
        ("ordinary", {"messages": [{"role": "user"}]}, 400, "invalid_request_error"),
        ("ordinary", {"stream": True}, 400, "invalid_request_error"),
    ],
)
def test_a_message_that_cannot_be(
    site: Site, key: str | None, changes: dict[str, object], status: int, type: str
) -> None:
    reply = site.message(key, **changes)
    error = reply.document["error"]
    assert isinstance(error, dict)
    assert (reply.status, reply.document["type"], error["type"]) == (status, "error", type)


@pytest.mark.parametrize("body", ["", "{", "[]"])
def test_a_message_that_is_no_object(site: Site, body: str) -> None:
    assert site.ask("/api/v1/messages", key="ordinary", method="POST", body=body).status == 400


def test_tokens_are_not_counted(site: Site) -> None:
    assert site.ask("/api/v1/messages/count_tokens", key="ordinary", method="POST", body={}).status == 404


def test_only_a_management_key_sees_the_activity(site: Site) -> None:
    assert site.ask("/api/v1/activity", key="ordinary").status == 403
    rows = site.ask("/api/v1/activity", key="management").rows
    assert {"model", "provider_name", "usage", "requests", "prompt_tokens", "reasoning_tokens"} <= rows[0].keys()


@pytest.mark.parametrize("path", ["/v1/key", "/api/v1/v1/key", "/api//v1/key", "/api/v1/key/", "/api/v2/key", "/api"])
def test_a_wrong_address_is_not_found(site: Site, path: str) -> None:
    assert site.ask(path, key="ordinary").status == 404


@pytest.mark.parametrize(
    "method, path", [("POST", "key"), ("GET", "messages"), ("GET", "auth/keys"), ("DELETE", "models")]
)
def test_a_wrong_method_is_refused(site: Site, method: str, path: str) -> None:
    assert site.ask(f"/api/v1/{path}", key="ordinary", method=method, body="").status == 405


@pytest.mark.parametrize(
    "path", ["keys", "credits", "activity", "settings/preferences", "settings/privacy", "settings/management-keys"]
)
def test_pages_for_people(site: Site, path: str) -> None:
    reply = site.ask(f"/{path}")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    digest = hashlib.sha256(site.server.keys["ordinary"].encode()).hexdigest()
    assert site.ask(f"/keys/{digest}").status == 200


def test_a_person_finds_the_practice_keys(site: Site) -> None:
    shown = site.ask("/keys").body.decode()
    assert all(f'value="{key}"' in shown for key in site.server.keys.values())


@pytest.mark.parametrize(
    "path, fault, before, after",
    [
        ("credits", {"no-credit": True}, "-$0.37", "$18.42"),
        ("credits", {"credit-low": 1.2}, "$1.20", "$18.42"),
        ("keys", {"limit-reached": True}, "The limit is used up", "Your practice key"),
        ("settings/privacy", {"privacy": True}, "rule out every provider", "What is kept"),
    ],
)
def test_a_person_sets_it_right_on_the_page(
    site: Site, path: str, fault: dict[str, object], before: str, after: str
) -> None:
    site.control(set={"slow": 0, **fault})
    assert before in site.ask(f"/{path}").body.decode()
    reply = site.ask(f"/{path}", method="POST", body="")
    assert (reply.status, reply.headers["location"]) == (303, f"/{path}")
    shown = site.ask(f"/{path}").body.decode()
    assert before not in shown
    assert after in shown
    assert site.server.faults.present().keys() == {"slow"}


def test_the_status_feed_has_only_an_incident_of_the_past(site: Site) -> None:
    feed = site.ask("/status/config.json").document
    assert feed["maintenances"] is None
    incidents, components = feed["incidents"], feed["components"]
    assert isinstance(incidents, list)
    assert isinstance(components, list)
    assert [(i["currentStatus"], i["resolved"]) for i in incidents] == [("resolved", True)]
    assert [component["type"] for component in components] == ["ComponentGroup", "Component"]


def test_a_connection_is_kept_and_ends_with_the_server() -> None:
    server = PracticeOpenRouter()
    server.start()
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"), timeout=20)
    for _ in range(3):
        connection.request("GET", "/api/v1/models/count")
        assert connection.getresponse().read()
    kept = connection.sock
    assert kept is not None
    server.stop()
    assert kept.recv(1) == b""
    connection.close()
    origin = server.origin
    with pytest.raises(ConnectionRefusedError):
        Site(server).ask("/api/v1/models/count")
    with server:
        assert (server.origin, Site(server).ask("/api/v1/models/count").status) == (origin, 200)
