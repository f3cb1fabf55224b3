"""Sign-in with PKCE, verified for real."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest

from app.practice.openrouter import PracticeOpenRouter
from tests.practice.stand_ins import Reply, Site

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
CALLBACK = "http://127.0.0.1:43210/callback/nonce?x=1"
LOGGED_IN = {"Cookie": "practice_openrouter=1"}
ASKED = {"callback_url": CALLBACK, "code_challenge": CHALLENGE, "code_challenge_method": "S256"}


class Clock:
    now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timed_site(clock: Clock) -> Iterator[Site]:
    with PracticeOpenRouter(clock=clock) as server:
        yield Site(server)


def approve(site: Site, **changes: str) -> Reply:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return site.ask("/auth", method="POST", body=urlencode(ASKED | changes), headers=form)


def code_of(reply: Reply) -> str:
    query = parse_qs(urlsplit(reply.headers["location"]).query)
    assert query["x"] == ["1"]
    return query["code"][0]


def exchange(site: Site, good_code: str, /, **changes: object) -> Reply:
    body = {"code": good_code, "code_verifier": VERIFIER, "code_challenge_method": "S256", **changes}
    return site.ask("/api/v1/auth/keys", method="POST", body=body)


def test_the_way_through(timed_site: Site) -> None:
    page = timed_site.ask(f"/auth?{urlencode(ASKED | {'key_label': '<My App>'})}", headers=LOGGED_IN)
    assert page.status == 200
    assert b"&lt;My App&gt;" in page.body
    reply = approve(timed_site, key_label="<My App>")
    assert reply.status == 303
    assert reply.headers["location"].startswith(CALLBACK)
    answer = exchange(timed_site, code_of(reply)).document
    key = str(answer["key"])
    assert (len(key), key.startswith("sk-or-v1-"), answer["user_id"]) == (73, True, "user_practice")
    assert timed_site.ask("/api/v1/key", key=key).status == 200
    assert timed_site.server.requests[-1].key == "signed_in"
    assert timed_site.server.signed_in == {hashlib.sha256(key.encode()).hexdigest(): "<My App>"}
    requests = timed_site.ask("/practice/control").document["requests"]
    assert isinstance(requests, dict)
    assert requests["signed_in"] == timed_site.server.signed_in


def test_a_browser_logs_in_once(site: Site) -> None:
    address = f"/auth?{urlencode(ASKED | {'key_label': 'My App'})}"
    first = site.ask(address)
    assert b"Log in</button>" in first.body
    assert b"Authorize" not in first.body
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    fields = urlencode(ASKED | {"key_label": "My App"})
    reply = site.ask("/auth/log-in", method="POST", body=fields, headers=form)
    assert reply.status == 303
    assert dict(parse_qsl(urlsplit(reply.headers["location"]).query)) == {**ASKED, "key_label": "My App"}
    cookie = reply.headers["set-cookie"].partition(";")[0]
    second = site.ask(reply.headers["location"], headers={"Cookie": f"other=1; {cookie}"})
    assert b"Authorize</button>" in second.body
    assert b"My App" in second.body
    out = site.ask("/auth/log-out", method="POST", body=fields, headers=form)
    assert "Max-Age=0" in out.headers["set-cookie"]


def test_who_says_no_is_sent_back_with_that(site: Site) -> None:
    reply = approve(site, decision="deny")
    assert reply.status == 303
    assert parse_qs(urlsplit(reply.headers["location"]).query) == {"x": ["1"], "error": ["access_denied"]}
    assert b"You said no" in approve(site, decision="deny", callback_url="").body


def test_a_code_is_for_one_use(timed_site: Site) -> None:
    code = code_of(approve(timed_site))
    assert exchange(timed_site, code).status == 200
    again = exchange(timed_site, code)
    assert (again.status, again.message) == (403, "Invalid code or code_verifier")


def test_a_code_lives_ten_minutes(timed_site: Site, clock: Clock) -> None:
    first, second = code_of(approve(timed_site)), code_of(approve(timed_site))
    clock.now += 600
    assert exchange(timed_site, first).status == 200
    clock.now += 1
    late = exchange(timed_site, second)
    assert (late.status, late.message) == (403, "Authorization code expired")


def test_a_code_can_expire_at_once(site: Site) -> None:
    site.server.faults.set("code-expired", True)
    assert exchange(site, code_of(approve(site))).message == "Authorization code expired"


@pytest.mark.parametrize(
    "changes, status",
    [
        ({"code_verifier": "w" * 43}, 403),
        ({"code_verifier": CHALLENGE}, 403),
        ({"code_verifier": "short"}, 403),
        ({"code_verifier": None}, 403),
        ({"code": "guess"}, 403),
        ({"code": ["x"]}, 403),
        ({"code_challenge_method": "plain"}, 400),
        ({"code_challenge_method": None}, 400),
    ],
)
def test_an_exchange_that_is_refused(site: Site, changes: dict[str, object], status: int) -> None:
    assert exchange(site, code_of(approve(site)), **changes).status == status


def test_an_exchange_that_is_no_json(site: Site) -> None:
    assert site.ask("/api/v1/auth/keys", method="POST", body="code=1").status == 400


@pytest.mark.parametrize(
    "changes, status",
    [
        ({"callback_url": "http://localhost:1/x?x=1"}, 303),
        ({"callback_url": "https://app.example/x?x=1"}, 303),
        ({"callback_url": "http://app.example/x"}, 400),
        ({"callback_url": "javascript:alert(1)"}, 400),
        ({"code_challenge": CHALLENGE + "="}, 400),
        ({"code_challenge": ""}, 400),
        ({"code_challenge_method": "plain"}, 400),
    ],
)
def test_what_the_consent_page_takes(site: Site, changes: dict[str, str], status: int) -> None:
    assert approve(site, **changes).status == status
    assert site.ask(f"/auth?{urlencode(ASKED | changes)}").status == (200 if status == 303 else 400)


def test_without_a_callback_the_page_shows_the_code(site: Site) -> None:
    reply = approve(site, callback_url="")
    assert reply.status == 200
    code = reply.body.decode().partition("<code>")[2].partition("</code>")[0]
    assert exchange(site, code).status == 200
