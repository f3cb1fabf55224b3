"""A code is exchanged for a key once; whatever happens on the way is a finding that repeats no secret."""

from __future__ import annotations

import asyncio
import hashlib
import json
import traceback
from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest

from app.domain.errors import AppError
from app.domain.findings import Because, Detail, Finding, FindingId, NoDetail, Reason, Waits
from app.domain.sign_in import Code, Verifier
from app.practice.openrouter import PracticeOpenRouter
from app.services.openrouter import OpenRouter
from app.services.openrouter_transport import Patience
from tests.services.asking import Pauses, gateway
from tests.services.loopback_server import answer, serving

pytestmark = pytest.mark.anyio

VERIFIER = Verifier("the-verifier-" + "v" * 43)
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.reveal().encode()).digest()).rstrip(b"=").decode()
CODE = Code("the-code-that-nobody-may-read")
PATH = "POST /api/v1/auth/keys"
UNREACHABLE, INTERCEPTED = FindingId.GATEWAY_UNREACHABLE, FindingId.GATEWAY_INTERCEPTED
KEY = "sk-or-v1-" + "0123456789abcdef" * 4


@pytest.fixture
def practice() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


@pytest.fixture
def code(practice: PracticeOpenRouter) -> Code:
    return Code(practice._sign_in.new_code(CHALLENGE, "My App"))


async def finding_of(openrouter: OpenRouter, code: Code = CODE, verifier: Verifier = VERIFIER) -> Finding:
    """What the exchange fails with; nothing that could be logged of it holds a secret."""
    with pytest.raises(AppError) as caught:
        await openrouter.exchange(code, verifier)
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    shown = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    shown += repr(error) + repr(error.finding)
    assert code.reveal() not in shown
    assert verifier.reveal() not in shown
    assert "sk-or-v1-" not in shown
    return error.finding


async def test_a_good_code_gives_a_key_that_works(practice: PracticeOpenRouter, code: Code) -> None:
    async with gateway(practice.origin) as openrouter:
        key = await openrouter.exchange(code, VERIFIER)
        await openrouter.key(key)
    first, second = practice.requests
    assert (first.method, first.path, first.authorization) == ("POST", "/api/v1/auth/keys", False)
    assert second.key == "signed_in"
    assert practice.signed_in == {key.digest: "My App"}


async def test_what_is_sent_is_the_code_the_verifier_and_how_they_belong_together() -> None:
    body: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        body.append(await reader.readexactly(length))
        await answer(200, json.dumps({"key": KEY, "user_id": None}).encode())(reader, writer, head)

    async with serving(talk) as server, gateway(server.origin) as openrouter:
        assert (await openrouter.exchange(CODE, VERIFIER)).reveal() == KEY
    assert json.loads(body[0]) == {
        "code": CODE.reveal(),
        "code_verifier": VERIFIER.reveal(),
        "code_challenge_method": "S256",
    }
    (head,) = server.requests
    assert head.startswith(b"POST /api/v1/auth/keys HTTP/1.1\r\n")
    assert b"content-type: application/json\r\n" in head.lower()
    assert b"authorization" not in head.lower()


async def test_a_code_is_good_once(practice: PracticeOpenRouter, code: Code) -> None:
    async with gateway(practice.origin) as openrouter:
        await openrouter.exchange(code, VERIFIER)
        finding = await finding_of(openrouter, code)
    assert finding.id is FindingId.SIGN_IN_REFUSED


async def test_another_verifier_is_refused(practice: PracticeOpenRouter, code: Code) -> None:
    async with gateway(practice.origin) as openrouter:
        assert (await finding_of(openrouter, code, Verifier("w" * 43))).id is FindingId.SIGN_IN_REFUSED


@pytest.mark.parametrize(
    "fault, value, id, detail",
    [
        ("code-expired", True, FindingId.SIGN_IN_EXPIRED, NoDetail()),
        ("rate-limit", {"retry_after": 7}, FindingId.RATE_LIMITED, Waits(7)),
        ("server-error", 408, UNREACHABLE, Because(Reason.SERVER, "408")),
        ("server-error", 500, UNREACHABLE, Because(Reason.SERVER, "500")),
        ("server-error", 529, UNREACHABLE, Because(Reason.SERVER, "529")),
        ("error-in-200", True, UNREACHABLE, Because(Reason.SERVER, "502")),
        ("closed-connection", True, UNREACHABLE, Because(Reason.SERVER)),
        ("truncated", True, UNREACHABLE, Because(Reason.SERVER)),
        ("captive-html", True, INTERCEPTED, Because(Reason.HTML)),
        ("proxy-error-html", 403, INTERCEPTED, Because(Reason.HTML)),
        ("other-json", True, INTERCEPTED, Because(Reason.OTHER_JSON)),
        ("not-json", True, INTERCEPTED, Because(Reason.OTHER_JSON)),
        ("redirect-other-host", True, INTERCEPTED, Because(Reason.REDIRECT)),
        ("huge-body", 1, INTERCEPTED, Because(Reason.TOO_LARGE)),
    ],
)
async def test_what_goes_wrong_is_told_and_not_tried_again(
    practice: PracticeOpenRouter, code: Code, fault: str, value: object, id: FindingId, detail: Detail
) -> None:
    practice.faults.set(fault, value)
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        finding = await finding_of(openrouter, code)
    assert (finding.id, finding.detail) == (id, detail)
    assert practice.counts[PATH] == 1
    assert not pauses
    assert not any("portal" in request.path for request in practice.requests)


@pytest.mark.parametrize("told", [CODE.reveal(), VERIFIER.reveal(), KEY])
async def test_where_a_redirect_leads_is_never_told(told: str) -> None:
    """It may repeat what was sent, or what was to be answered."""
    talk = answer(302, b"", f"Location: https://{told}.invalid/")
    async with serving(talk) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter)
    assert (finding.id, finding.detail) == (INTERCEPTED, Because(Reason.REDIRECT))
    assert len(server.requests) == 1


async def test_nobody_there_is_tried_again_as_nothing_was_sent(practice: PracticeOpenRouter, code: Code) -> None:
    practice.stop()

    class Back(Pauses):
        async def wait(self, seconds: float) -> None:
            await super().wait(seconds)
            if len(self) == 2:
                practice.start()

    pauses = Back()
    async with gateway(practice.origin, pauses) as openrouter:
        await openrouter.exchange(code, VERIFIER)
    assert pauses == [0.5, 1.0]


async def test_nobody_there_at_all(practice: PracticeOpenRouter) -> None:
    practice.stop()
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        finding = await finding_of(openrouter)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.REFUSED, "ECONNREFUSED"))
    assert len(pauses) == 2


async def test_silence_ends_and_is_not_tried_again(practice: PracticeOpenRouter) -> None:
    practice.faults.set("hang", True)
    async with gateway(practice.origin, patience=Patience(read=0.1)) as openrouter:
        finding = await finding_of(openrouter)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TIMEOUT))
    async with gateway(practice.origin, patience=Patience(read=3600, total=0.1)) as openrouter:
        finding = await finding_of(openrouter)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TIMEOUT))
    assert practice.counts[PATH] == 2


REPEATED = f"{CODE.reveal()} {VERIFIER.reveal()} {KEY}"


@pytest.mark.parametrize(
    "status, document, id",
    [
        (400, {"error": {"code": 400, "message": f"Invalid code_challenge_method {REPEATED}"}}, "sign-in-refused"),
        (401, {"error": {"code": 401, "message": REPEATED}}, "sign-in-refused"),
        (402, {"error": {"code": 402, "message": f"requires more credits {REPEATED}"}}, "sign-in-refused"),
        (403, {"error": {"code": 403, "message": f"Authorization code expired {REPEATED}"}}, "sign-in-expired"),
        (403, {"error": {"code": 403, "message": f"not in your region {REPEATED}"}}, "sign-in-refused"),
        (404, {"error": {"code": 404, "message": REPEATED}}, "sign-in-refused"),
        (405, {"error": {"code": 405, "message": REPEATED}}, "sign-in-refused"),
        (429, {"error": {"code": 429, "message": REPEATED}}, "rate-limited"),
        (500, {"error": {"code": 500, "message": REPEATED}}, "gateway-unreachable"),
        (404, {"detail": REPEATED}, "gateway-intercepted"),
        (200, {"error": {"code": 403, "message": REPEATED}, "key": KEY}, "sign-in-refused"),
        (200, {"error": {"message": REPEATED}, "key": KEY}, "gateway-unreachable"),
        (200, {"data": {"key": KEY}}, "gateway-intercepted"),
        (200, {"key": None}, "gateway-intercepted"),
        (200, {"key": {"secret": KEY}}, "gateway-intercepted"),
        (200, {"key": f"{KEY}\n{KEY}"}, "gateway-intercepted"),
        (200, {"key": "short"}, "gateway-intercepted"),
        (200, [KEY], "gateway-intercepted"),
    ],
)
async def test_an_odd_answer_is_never_repeated(status: int, document: object, id: str) -> None:
    async with serving(answer(status, json.dumps(document).encode())) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter)
    assert finding.id.value == id
    assert len(server.requests) == 1
