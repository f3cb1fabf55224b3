"""The control page."""

from __future__ import annotations

import pytest

from app.practice.claude_behaviour import Behaviour, read_behaviour
from app.practice.faults import CATALOGUE
from tests.practice.stand_ins import Practice, Site


def test_it_shows_the_faults_and_their_descriptions(site: Site) -> None:
    shown = site.control(set={"slow": 0, "rate-limit": {"count": 3, "path": "/v1/key"}, "no-credit": True}).document
    assert shown["faults"] == {
        "slow": {"seconds": 0},
        "rate-limit": {"retry_after": 1, "count": 3, "path": ["/v1/key"]},
        "no-credit": {},
    }
    assert shown["all"] == {name: kind.description for name, kind in CATALOGUE.items()}
    assert site.ask("/practice/control").document["faults"] == shown["faults"]


def test_it_clears_some_or_all(site: Site) -> None:
    site.control(set={"privacy": True, "region": True, "guardrail": True})
    assert site.control(clear=["region"]).document["faults"] == {"privacy": {}, "guardrail": {}}
    assert site.control(set={"privacy": False}).document["faults"] == {"guardrail": {}}
    assert site.control(clear="all", set={"slow": 0}).document["faults"] == {"slow": {"seconds": 0}}


def test_it_shows_what_was_asked_but_no_key(site: Site) -> None:
    text = site.server.keys["limited"]
    site.ask("/api/v1/key?x=1", key="limited", headers={"Host": "elsewhere"})
    site.ask("/api/v1/key", headers={"x-api-key": text})
    site.ask("/api/v1/key", key="sk-or-v1-bogus")
    site.ask("/api/v1/models")
    page = site.ask("/practice/control")
    requests = page.document["requests"]
    assert isinstance(requests, dict)
    assert requests["counts"] == {"GET /api/v1/key": 3, "GET /api/v1/models": 1}
    path, host = "/api/v1/key", site.server.origin.removeprefix("http://")
    assert requests["recorded"] == [
        {"method": "GET", "path": path, "host": "elsewhere", "authorization": True, "key": "limited"},
        {"method": "GET", "path": path, "host": host, "authorization": False, "key": "limited"},
        {"method": "GET", "path": path, "host": host, "authorization": True, "key": "unknown"},
        {"method": "GET", "path": "/api/v1/models", "host": host, "authorization": False, "key": None},
    ]
    assert not any(key in str(requests) for key in site.server.keys.values())


def test_it_hands_out_the_practice_keys(site: Site) -> None:
    keys = site.ask("/practice/control").document["keys"]
    assert keys == site.server.keys
    assert isinstance(keys, dict)
    assert site.ask("/api/v1/key", key=keys["ordinary"]).status == 200


@pytest.mark.parametrize(
    "wanted",
    [
        {"set": {"region": True, "no-such": True}},
        {"set": {"region": True}, "clear": ["no-such"]},
        {"set": {"region": True}, "claude": {}},
        {"set": {"region": True}, "damage": ["other-profile"]},
        {"set": {"region": True}, "sett": {}},
        {"set": ["region"]},
        {"clear": 7},
    ],
)
def test_what_it_refuses_changes_nothing(site: Site, wanted: dict[str, object]) -> None:
    assert site.control(**wanted).status == 400
    assert site.ask("/practice/control").document["faults"] == {}


def test_it_tells_claude_how_to_behave(practice: Practice) -> None:
    site, path = practice.site, practice.program.with_name("behaviour.json")
    assert site.ask("/practice/control").document["claude"] == Behaviour().as_document()
    assert site.control(claude={"hang": True}).status == 200
    shown = site.control(claude={"quit_seconds": 0.5, "toggles": {"x": [1]}}).document["claude"]
    assert shown == Behaviour(hang=True, quit_seconds=0.5, toggles={"x": [1]}).as_document()
    assert read_behaviour(path) == Behaviour(hang=True, quit_seconds=0.5, toggles={"x": [1]})


@pytest.mark.parametrize(
    "wrong",
    [{"hangs": True}, {"hang": 1}, {"quit_seconds": True}, {"quit_seconds": "1"}, {"toggles": []}, {"version": 1}],
)
def test_a_behaviour_that_does_not_exist_is_refused(practice: Practice, wrong: dict[str, object]) -> None:
    assert practice.site.control(claude=wrong).status == 400
