"""The client against the practice OpenRouter with every fault of its catalogue: findings, retries, pauses, ends."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from app.domain.findings import Because, Detail, FindingId, NoDetail, Reason, Waits
from app.domain.model import ApiKey, KeyKind
from app.practice.openrouter import PracticeOpenRouter
from app.services.openrouter_transport import Patience
from tests.services.asking import Pauses, finding_of, gateway

pytestmark = pytest.mark.anyio

KEY_PATH = "GET /api/v1/key"
UNREACHABLE, INTERCEPTED = FindingId.GATEWAY_UNREACHABLE, FindingId.GATEWAY_INTERCEPTED


@pytest.fixture
def practice() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


@pytest.fixture
def key(practice: PracticeOpenRouter) -> ApiKey:
    return ApiKey(practice.keys["ordinary"])


@pytest.mark.parametrize(
    "fault, value, id, detail",
    [
        ("key-rejected", True, FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found.")),
        ("key-expired", True, FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, "API key has expired.")),
        (
            "unauthorized-missing",
            True,
            FindingId.KEY_REJECTED,
            Because(Reason.AUTH_FAILED, "Missing Authentication header"),
        ),
        ("rate-limit", True, FindingId.RATE_LIMITED, Waits(1)),
        ("rate-limit", {"retry_after": None}, FindingId.RATE_LIMITED, NoDetail()),
        ("server-error", 408, UNREACHABLE, Because(Reason.SERVER, "408")),
        ("server-error", 500, UNREACHABLE, Because(Reason.SERVER, "500")),
        ("server-error", 503, UNREACHABLE, Because(Reason.SERVER, "503")),
        ("server-error", 524, UNREACHABLE, Because(Reason.SERVER, "524")),
        ("server-error", 529, UNREACHABLE, Because(Reason.SERVER, "529")),
        ("error-in-200", True, UNREACHABLE, Because(Reason.SERVER, "502")),
        ("closed-connection", True, UNREACHABLE, Because(Reason.SERVER)),
        ("truncated", True, UNREACHABLE, Because(Reason.SERVER)),
        ("captive-html", True, INTERCEPTED, Because(Reason.HTML)),
        ("proxy-error-html", 502, INTERCEPTED, Because(Reason.HTML)),
        ("proxy-error-html", 403, INTERCEPTED, Because(Reason.HTML)),
        ("other-json", True, INTERCEPTED, Because(Reason.OTHER_JSON)),
        ("not-json", True, INTERCEPTED, Because(Reason.OTHER_JSON)),
        ("redirect-other-host", True, INTERCEPTED, Because(Reason.REDIRECT, "localhost")),
        ("huge-body", 17, INTERCEPTED, Because(Reason.TOO_LARGE)),
    ],
)
async def test_each_fault_has_its_finding(
    practice: PracticeOpenRouter, key: ApiKey, fault: str, value: object, id: FindingId, detail: Detail
) -> None:
    practice.faults.set(fault, value)
    async with gateway(practice.origin) as openrouter:
        for question in (openrouter.key(key), openrouter.balance(key), openrouter.models(key)):
            finding = await finding_of(question, key)
            assert (finding.id, finding.detail) == (id, detail)


async def test_an_error_without_a_length_is_understood(practice: PracticeOpenRouter, key: ApiKey) -> None:
    practice.faults.set("key-rejected", True)
    practice.faults.set("chunked-errors", True)
    async with gateway(practice.origin) as openrouter:
        finding = await finding_of(openrouter.key(key), key)
    assert finding.id is FindingId.KEY_REJECTED


async def test_nobody_there_is_refused(practice: PracticeOpenRouter, key: ApiKey) -> None:
    practice.stop()
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        finding = await finding_of(openrouter.key(key), key)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.REFUSED, "ECONNREFUSED"))
    assert len(pauses) == 2


@pytest.mark.parametrize(
    "fault, value",
    [
        ("server-error", 500),
        ("server-error", 408),
        ("server-error", 529),
        ("rate-limit", {"retry_after": None}),
        ("error-in-200", True),
        ("closed-connection", True),
        ("truncated", True),
        ("proxy-error-html", 502),
    ],
)
async def test_what_may_pass_is_asked_again_after_growing_pauses(
    practice: PracticeOpenRouter, key: ApiKey, fault: str, value: object
) -> None:
    practice.faults.set(fault, value)
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        await finding_of(openrouter.key(key), key)
        assert practice.counts[KEY_PATH] == 3
        assert pauses == [0.5, 1.0]
    async with gateway(practice.origin, pauses, jitter=1) as openrouter:
        await finding_of(openrouter.key(key), key)
    assert pauses[2:] == [1.0, 2.0]


@pytest.mark.parametrize("times", [1, 2])
async def test_a_passing_trouble_is_never_seen(practice: PracticeOpenRouter, key: ApiKey, times: int) -> None:
    practice.faults.set("server-error", {"status": 502, "count": times})
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        info, _ = await openrouter.key(key)
    assert info.kind is KeyKind.ORDINARY
    assert len(pauses) == times


@pytest.mark.parametrize(
    "fault, value",
    [
        ("key-rejected", True),
        ("captive-html", True),
        ("proxy-error-html", 403),
        ("other-json", True),
        ("not-json", True),
        ("redirect-other-host", True),
        ("huge-body", 17),
    ],
)
async def test_what_will_not_pass_is_asked_once(
    practice: PracticeOpenRouter, key: ApiKey, fault: str, value: object
) -> None:
    practice.faults.set(fault, value)
    async with gateway(practice.origin) as openrouter:
        await finding_of(openrouter.key(key), key)
    assert practice.counts[KEY_PATH] == 1


@pytest.mark.parametrize("fault, status", [("rate-limit", 429), ("server-error", 503)])
async def test_a_short_retry_after_is_kept_to_the_second(
    practice: PracticeOpenRouter, key: ApiKey, fault: str, status: int
) -> None:
    parameters = {"retry_after": 5, "count": 2} | ({"status": status} if fault == "server-error" else {})
    practice.faults.set(fault, parameters)
    pauses = Pauses()
    async with gateway(practice.origin, pauses, jitter=1) as openrouter:
        await openrouter.key(key)
    assert pauses == [5, 5]


@pytest.mark.parametrize(
    "fault, id, detail",
    [
        ("rate-limit", FindingId.RATE_LIMITED, Waits(6)),
        ("server-error", UNREACHABLE, Because(Reason.SERVER, "503")),
    ],
)
async def test_a_long_retry_after_is_told_instead_of_waited_for(
    practice: PracticeOpenRouter, key: ApiKey, fault: str, id: FindingId, detail: Detail
) -> None:
    practice.faults.set(fault, {"retry_after": 6})
    pauses = Pauses()
    async with gateway(practice.origin, pauses) as openrouter:
        finding = await finding_of(openrouter.key(key), key)
    assert (finding.id, finding.detail) == (id, detail)
    assert practice.counts[KEY_PATH] == 1
    assert not pauses


async def test_silence_is_asked_again_and_ends_as_a_timeout(practice: PracticeOpenRouter, key: ApiKey) -> None:
    practice.faults.set("hang", True)
    pauses = Pauses()
    async with gateway(practice.origin, pauses, patience=Patience(read=0.1)) as openrouter:
        finding = await finding_of(openrouter.key(key), key)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TIMEOUT))
    assert pauses == [0.5, 1.0]


async def test_every_question_ends(practice: PracticeOpenRouter, key: ApiKey) -> None:
    practice.faults.set("hang", True)
    patience = Patience(read=3600, total=0.1)
    async with gateway(practice.origin, patience=patience) as openrouter, asyncio.timeout(60):
        for question in (openrouter.key(key), openrouter.balance(key), openrouter.models(key), openrouter.reach()):
            finding = await finding_of(question, key)
            assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TIMEOUT))
        assert await openrouter.incidents() is None
