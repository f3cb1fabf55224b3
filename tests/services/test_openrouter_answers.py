"""The client against a server that answers what no practice would: odd errors, foreign pages, floods, drips."""

from __future__ import annotations

import asyncio
import gzip
import json

import pytest

from app.domain.findings import Because, Detail, FindingId, NoDetail, Reason, Until
from app.domain.model import ApiKey, Model
from app.services.openrouter_transport import LARGEST_ANSWER, Patience
from tests.services.asking import Pauses, finding_of, gateway
from tests.services.loopback_server import answer, endless, serving

pytestmark = pytest.mark.anyio

KEY = ApiKey("sk-or-v1-" + "0123456789abcdef" * 4)
UNREACHABLE, INTERCEPTED = FindingId.GATEWAY_UNREACHABLE, FindingId.GATEWAY_INTERCEPTED


def error(code: int, message: str) -> bytes:
    return json.dumps({"error": {"code": code, "message": message}}).encode()


def anthropic(type: str, message: str) -> bytes:
    return json.dumps({"type": "error", "error": {"type": type, "message": message}}).encode()


def page(*ids: str, next: str | None = None, padding: int = 0) -> bytes:
    rows = [{"id": id, "name": id, "created": 1} for id in ids]
    return json.dumps({"data": rows, "links": {"next": next}}).encode() + b" " * padding


LIMIT = "Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys"
SHORT = "This request requires more credits, or fewer max_tokens."
POLICY = "No endpoints found matching your data policy. Configure: https://openrouter.ai/settings/privacy"


@pytest.mark.parametrize(
    "status, body, id, detail",
    [
        (401, anthropic("authentication_error", "no"), FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "no")),
        (401, b"<html>Sign in", INTERCEPTED, Because(Reason.HTML)),
        (401, b'{"detail": "Unauthorized"}', INTERCEPTED, Because(Reason.OTHER_JSON)),
        (401, b'{"error": "Unauthorized"}', INTERCEPTED, Because(Reason.OTHER_JSON)),
        (401, b"", INTERCEPTED, Because(Reason.OTHER_JSON)),
        (402, error(402, "Insufficient credits"), FindingId.NO_CREDIT, NoDetail()),
        (402, error(402, SHORT), FindingId.NO_CREDIT, Because(Reason.INSUFFICIENT, SHORT)),
        (402, anthropic("billing_error", SHORT), FindingId.NO_CREDIT, Because(Reason.INSUFFICIENT, SHORT)),
        (403, error(403, LIMIT), FindingId.LIMIT_REACHED, Until(None)),
        (403, error(403, "Member budget used up"), FindingId.LIMIT_REACHED, Until(None)),
        (403, error(403, "By a guardrail"), FindingId.PRIVACY_BLOCKS_MODELS, Because(Reason.DENIED, "By a guardrail")),
        (403, error(403, "Your region"), FindingId.PRIVACY_BLOCKS_MODELS, Because(Reason.DENIED, "Your region")),
        (403, error(403, "Forbidden"), FindingId.KEY_REJECTED, Because(Reason.DENIED, "Forbidden")),
        (403, b"\xef\xbb\xbf\n<!doctype html>Blocked", INTERCEPTED, Because(Reason.HTML)),
        (404, error(404, POLICY), FindingId.PRIVACY_BLOCKS_MODELS, Because(Reason.DENIED, POLICY)),
        (404, error(404, "Not Found"), INTERCEPTED, Because(Reason.OTHER_JSON, "Not Found")),
        (404, b"404 page not found", INTERCEPTED, Because(Reason.OTHER_JSON)),
        (400, error(400, "Bad request"), UNREACHABLE, Because(Reason.SERVER, "400")),
        (407, b"<html>Proxy", INTERCEPTED, Because(Reason.HTML)),
        (407, b"", UNREACHABLE, Because(Reason.PROXY, "407")),
        (429, b"slow down", FindingId.RATE_LIMITED, NoDetail()),
        (429, b"<html>slow down", FindingId.RATE_LIMITED, NoDetail()),
        (500, b"<html>proxy", INTERCEPTED, Because(Reason.HTML)),
        (502, b"", UNREACHABLE, Because(Reason.SERVER, "502")),
        (511, b"<html>Sign in", INTERCEPTED, Because(Reason.HTML)),
        (511, b"", INTERCEPTED, Because(Reason.AUTH_FAILED)),
        (511, error(511, "Sign in"), INTERCEPTED, Because(Reason.AUTH_FAILED)),
        (522, b"<html>Connection timed out", UNREACHABLE, Because(Reason.SERVER, "522")),
        (200, error(401, "User not found."), FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found.")),
        (200, anthropic("overloaded_error", "Busy"), UNREACHABLE, Because(Reason.SERVER, "529")),
        (200, error(-7, "Odd"), UNREACHABLE, Because(Reason.SERVER, "500")),
        (200, b'{"error": {"message": "Odd"}, "data": {"usage": 1}}', UNREACHABLE, Because(Reason.SERVER, "500")),
        (200, b'{"error": "odd", "data": {"usage": 1}}', INTERCEPTED, Because(Reason.OTHER_JSON)),
        (200, b'{"data": {}}', INTERCEPTED, Because(Reason.OTHER_JSON)),
        (200, b'{"data": ' + b"[" * 100_000, INTERCEPTED, Because(Reason.OTHER_JSON)),
        (200, b'{"data": {"usage": 1}} trailing', INTERCEPTED, Because(Reason.OTHER_JSON)),
        (200, "\ufeff{}".encode("utf-16"), INTERCEPTED, Because(Reason.OTHER_JSON)),
        (204, b"", INTERCEPTED, Because(Reason.OTHER_JSON)),
    ],
)
async def test_each_answer_has_its_meaning(status: int, body: bytes, id: FindingId, detail: Detail) -> None:
    async with serving(answer(status, body)) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (id, detail)


async def test_a_refusal_of_the_balance_by_somebody_else_is_not_taken_for_openrouters() -> None:
    async with serving(answer(403, b"<html>Blocked")) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.balance(KEY), KEY)
    assert finding.id is INTERCEPTED


async def test_a_key_that_an_error_repeats_is_hidden() -> None:
    body = error(401, f"No such key: {KEY.reveal()}")
    async with serving(answer(401, body)) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert finding.detail == Because(Reason.AUTH_FAILED, f"No such key: {KEY.hint}")


async def test_a_long_error_is_cut() -> None:
    async with (
        serving(answer(401, error(401, "very \n long " * 9999))) as server,
        gateway(server.origin) as openrouter,
    ):
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert isinstance(finding.detail, Because)
    assert finding.detail.text == ("very long " * 30)[:300]


@pytest.mark.parametrize("retry_after", ["soon", "-1", "inf", "1e9", "9" * 400, "Wed, 25 Nov 2026 18:00:00 GMT"])
async def test_an_odd_retry_after_counts_as_none(retry_after: str) -> None:
    pauses = Pauses()
    talk = answer(429, error(429, "Rate limit"), f"Retry-After: {retry_after}")
    async with serving(talk) as server, gateway(server.origin, pauses) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert finding.detail == NoDetail()
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize(
    "location, host",
    [
        ("https://portal.invalid/login?key=1", "portal.invalid"),
        ("//portal.invalid", "portal.invalid"),
        ("/elsewhere", "127.0.0.1"),
        ("https://[::1]:8/", "::1"),
        ("//PORTAL.invalid:99999/", "portal.invalid"),
        (f"//{'a' * 100}", "a" * 100),
        (f"//{'a' * 101}", None),
        (f"//{KEY.reveal()}.invalid", None),
        ("//call+0900.invalid", None),
        ("//%3Cb%3E.invalid", None),
        ("//[", None),
    ],
)
async def test_no_redirect_is_followed(location: str, host: str | None) -> None:
    talk = answer(307, b"", f"Location: {location}")
    async with serving(talk) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.REDIRECT, host))
    assert len(server.requests) == 1


async def test_an_odd_redirect_is_a_finding_too() -> None:
    async with serving(answer(302, b"", "Location: http://[")) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert finding.id in (INTERCEPTED, UNREACHABLE)


async def test_all_pages_are_read() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        bodies = {b"user": page("a", next=f"{server.origin}/api/v1/models/user?offset=1")}
        bodies[b"user?offset=1"] = page("b", next="?offset=2")
        bodies[b"user?offset=2"] = page("c", next="?offset=1")  # a circle ends the reading
        await answer(200, bodies[head.split()[1].removeprefix(b"/api/v1/models/")])(reader, writer, head)

    async with serving(talk) as server, gateway(server.origin) as openrouter:
        models = await openrouter.models(KEY)
    assert models == tuple(Model(id, id, 1, None, None, None) for id in "abc")
    assert len(server.requests) == 3
    assert all(KEY.reveal().encode() in request for request in server.requests)


async def test_a_link_to_the_key_itself_is_told_by_nobody() -> None:
    body = page("a", next=f"https://{KEY.reveal()}.invalid/")
    async with serving(answer(200, body)) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.models(KEY), KEY)
    assert finding.id is INTERCEPTED


@pytest.mark.parametrize("next", ["http://127.0.0.1:{port}/more", "//127.0.0.1:{port}/more", "http://["])
async def test_the_key_follows_no_link_to_another_host(next: str) -> None:
    async with serving(answer(200, page("stolen"))) as other:
        body = page("a", next=next.format(port=other.port))
        async with serving(answer(200, body)) as server, gateway(server.origin) as openrouter:
            finding = await finding_of(openrouter.models(KEY), KEY)
    assert finding.id is INTERCEPTED
    assert not other.requests


async def test_all_pages_together_have_a_limit() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        body = page("a", next=f"?offset={len(server.requests)}", padding=LARGEST_ANSWER // 3)
        await answer(200, body)(reader, writer, head)

    async with serving(talk) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.models(KEY), KEY)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.TOO_LARGE))
    assert len(server.requests) == 3


async def test_an_endless_answer_is_left() -> None:
    async with serving(endless(b" " * 65536)) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.models(KEY), KEY)
        await asyncio.wait_for(server.deserted.wait(), 30)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.TOO_LARGE))


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_left() -> None:
    packed = gzip.compress(b" " * 4 * LARGEST_ANSWER)
    talk = answer(200, packed, "Content-Encoding: gzip")
    async with serving(talk) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.models(KEY), KEY)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.TOO_LARGE))


async def test_a_packed_answer_is_read() -> None:
    talk = answer(200, gzip.compress(page("a")), "Content-Encoding: gzip")
    async with serving(talk) as server, gateway(server.origin) as openrouter:
        assert [model.id for model in await openrouter.models(KEY)] == ["a"]


async def test_a_wrongly_packed_answer_is_not_openrouters() -> None:
    async with (
        serving(answer(200, page("a"), "Content-Encoding: gzip")) as server,
        gateway(server.origin) as openrouter,
    ):
        finding = await finding_of(openrouter.models(KEY), KEY)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.OTHER_JSON))


async def test_a_slow_drip_ends_with_the_whole_question() -> None:
    patience = Patience(read=60, total=1)
    async with serving(endless(b" ", 0.01)) as server, gateway(server.origin, patience=patience) as openrouter:
        finding = await finding_of(openrouter.models(KEY), KEY)
        await asyncio.wait_for(server.deserted.wait(), 30)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TIMEOUT))
    assert len(server.requests) == 1
