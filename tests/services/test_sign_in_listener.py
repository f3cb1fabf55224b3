"""The address that waits for the browser's answer: one right request counts, and nothing else changes anything."""

from __future__ import annotations

import asyncio
import re
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from urllib.parse import SplitResult, urlsplit

import pytest

from app.domain.errors import AppError
from app.domain.findings import FindingId
from app.services.sign_in_listener import Limits, Listener
from app.services.sign_in_request import Meaning, meaning
from app.words.sign_in import browser_words
from app.words.speech import Speech

pytestmark = pytest.mark.anyio
WORDS = browser_words(Speech())
QUICK = Limits(lifetime=30, connection=0.2, last_page=1)


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    async with Listener(WORDS, QUICK) as waiting:
        yield waiting


def address_of(listener: Listener) -> SplitResult:
    assert listener.callback_url
    return urlsplit(listener.callback_url)


def port_of(listener: Listener) -> int:
    port = address_of(listener).port
    assert port
    return port


def path_of(listener: Listener) -> str:
    return address_of(listener).path


def request(listener: Listener, target: str | None = None, *headers: str, method: str = "GET", host: str = "") -> bytes:
    told = f"Host: {host or address_of(listener).netloc}"
    path = f"{path_of(listener)}?code=good" if target is None else target
    return "\r\n".join([f"{method} {path} HTTP/1.1", told, *headers, "", ""]).encode("latin-1")


async def say(listener: Listener, text: bytes) -> str:
    """The whole answer to these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(listener))
    try:
        writer.write(text)
        await writer.drain()
        return (await reader.read()).decode()
    finally:
        writer.close()


async def hears(reader: asyncio.StreamReader) -> str:
    """What still came, or what went wrong."""
    try:
        return (await reader.read()).decode()
    except ConnectionError as error:
        return type(error).__name__


async def talk_on(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"x" * 65536)
        await writer.drain()


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


async def code_of(listener: Listener) -> str:
    return (await listener.code()).reveal()


async def still_works(listener: Listener) -> None:
    """The right answer, afterwards."""
    assert status(await say(listener, request(listener))) == 200
    assert await code_of(listener) == "good"


async def is_closed(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError:
        return True
    writer.close()
    return False


async def test_the_right_answer_brings_the_code_and_closes_the_port(listener: Listener) -> None:
    answer = await say(listener, request(listener))
    assert status(answer) == 200
    assert await code_of(listener) == "good"
    assert await is_closed(port_of(listener))


async def test_only_loopback_and_a_path_nobody_can_guess(listener: Listener) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/signed-in/[A-Za-z0-9_-]{43}", address_of(listener).geturl())
    async with Listener(WORDS, QUICK) as other:
        assert path_of(other) != path_of(listener)
        assert port_of(other) != port_of(listener)


@pytest.mark.parametrize(
    "query,code",
    [
        ("code=a%2Fb%2Bc%3D", "a/b+c="),
        ("code=a+b/c=", "a+b/c="),
        ("state=&code=good&user_id=1", "good"),
        ("code=" + "x" * 1024, "x" * 1024),
    ],
)
async def test_codes_as_they_may_come(listener: Listener, query: str, code: str) -> None:
    assert status(await say(listener, request(listener, f"{path_of(listener)}?{query}"))) == 200
    assert await code_of(listener) == code


@pytest.mark.parametrize(
    "error,id",
    [("access_denied", FindingId.SIGN_IN_DENIED), ("server_error", FindingId.SIGN_IN_REFUSED)],
)
async def test_a_no_is_told_and_closes_the_port_too(listener: Listener, error: str, id: FindingId) -> None:
    answer = await say(listener, request(listener, f"{path_of(listener)}?error={error}"))
    assert status(answer) == 200
    assert "You can close this tab" in answer
    assert ("You said no" in answer) is (id is FindingId.SIGN_IN_DENIED)
    with pytest.raises(AppError) as caught:
        await listener.code()
    assert caught.value.finding.id is id
    assert caught.value.__context__ is None
    assert await is_closed(port_of(listener))


WRONG_TARGETS = [
    ("/", 404),
    ("/favicon.ico", 404),
    ("/signed-in/?code=good", 404),
    ("{path}x?code=good", 404),
    ("{path}/?code=good", 404),
    ("{path}/../x?code=good", 404),
    ("//127.0.0.1{path}?code=good", 404),
    ("/{path}?code=good", 404),
    ("//[", 404),
    ("//]?code=good", 404),
    ("//[x]y{path}?code=good", 404),
    ("{path};x?code=good", 404),
    ("{path}#?code=good", 400),
    ("{path}?code=good#x", 400),
    ("{path}", 400),
    ("{path}?code=", 400),
    ("{path}?code=good&code=other", 400),
    ("{path}?code=good&error=access_denied", 400),
    ("{path}?error=", 400),
    ("{path}?code=%00%01", 400),
    ("{path}?code=%C3%A9", 400),
    ("{path}?code=a%20b", 400),
    ("{path}?code=" + "x" * 1025, 400),
    ("{path}?" + "a=1&" * 30 + "code=good", 400),
    ("http://127.0.0.1{path}?code=good", 400),
    ("*", 400),
    ("{path}?code=good HTTP/1.1\r\nX: y\r\n\r\n", 400),
]


@pytest.mark.parametrize("target,expected", WRONG_TARGETS)
async def test_a_wrong_path_or_question_is_refused_and_changes_nothing(
    listener: Listener, target: str, expected: int
) -> None:
    answer = await say(listener, request(listener, target.replace("{path}", path_of(listener))))
    assert status(answer) == expected
    assert len(answer.partition("\r\n\r\n")[2]) < 40
    await still_works(listener)


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
async def test_a_wrong_method_is_refused(listener: Listener, method: str) -> None:
    answer = await say(listener, request(listener, method=method))
    assert status(answer) == 405
    assert "\r\nAllow: GET\r\n" in answer
    await still_works(listener)


@pytest.mark.parametrize(
    "headers,expected",
    [
        (["Origin: https://evil.example"], 403),
        (["Origin: null"], 403),
        (["Origin: http://localhost:1"], 403),
        (["Content-Length: 3"], 400),
        (["Content-Length: 0", "Transfer-Encoding: chunked"], 400),
        (["Sec-Purpose: prefetch;prerender"], 503),
        (["Purpose: prefetch"], 503),
        (["Host: 127.0.0.1"], 400),
        ([" folded"], 400),
        (["no colon"], 400),
        (["Bad\0Name: x"], 400),
    ],
)
async def test_headers_of_a_foreign_page_or_of_no_browser(
    listener: Listener, headers: Sequence[str], expected: int
) -> None:
    assert status(await say(listener, request(listener, None, *headers))) == expected
    await still_works(listener)


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}"])
async def test_a_foreign_host_is_refused(listener: Listener, host: str) -> None:
    foreign = host.replace("{port}", str(port_of(listener)))
    assert status(await say(listener, request(listener, host=foreign))) == 400
    await still_works(listener)


async def test_our_own_origin_and_odd_cookies_are_no_reason_to_refuse(listener: Listener) -> None:
    own = f"Origin: http://{address_of(listener).netloc}"
    cookies = f"Cookie: other={'x' * 9000}; n=\xe9"
    assert status(await say(listener, request(listener, None, own, cookies))) == 200
    assert await code_of(listener) == "good"


@pytest.mark.parametrize("text", [b"\r\n\r\n", b"hello\r\n\r\n", b"GET / HTTP/2\r\n\r\n", b"\x16\x03\x01\r\n\r\n"])
async def test_what_is_no_request_is_refused(listener: Listener, text: bytes) -> None:
    assert status(await say(listener, text)) == 400
    await still_works(listener)


@pytest.mark.parametrize("size", [40_000, 500_000])
async def test_a_giant_head_is_refused(listener: Listener, size: int) -> None:
    assert status(await say(listener, request(listener, None, f"X: {'x' * size}"))) == 431
    await still_works(listener)


async def test_a_giant_may_finish_before_it_hears_the_refusal(listener: Listener) -> None:
    loop = asyncio.get_running_loop()
    with socket.create_connection(("127.0.0.1", port_of(listener))) as giant:
        giant.setblocking(False)
        giant.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        await loop.sock_sendall(giant, request(listener, None, f"X: {'x' * 700_000}"))
        assert status((await loop.sock_recv(giant, 100)).decode()) == 431


async def test_a_giant_that_never_stops_is_cut_off(listener: Listener) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port_of(listener))
    with pytest.raises(ConnectionError):
        await talk_on(writer)
    writer.close()
    await still_works(listener)


@pytest.mark.parametrize("begun", [b"", b"GET /", b"GET / HTTP/1.1\r\nHost: x\r\n"])
async def test_a_slow_one_is_told_so(listener: Listener, begun: bytes) -> None:
    assert status(await say(listener, begun)) == 408
    await still_works(listener)


async def test_byte_by_byte_is_slow_too(listener: Listener) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(listener))
    answered = asyncio.ensure_future(reader.read())
    for byte in request(listener) * 100:
        if answered.done():
            break
        writer.write(bytes([byte]))
        await asyncio.sleep(0.01)
    assert status((await answered).decode()) == 408
    writer.close()
    await still_works(listener)


async def test_one_that_leaves_in_the_middle_is_forgotten(listener: Listener) -> None:
    _, writer = await asyncio.open_connection("127.0.0.1", port_of(listener))
    writer.write(b"GET / HT")
    writer.transport.abort()
    await still_works(listener)


async def test_a_request_that_breaks_its_reader_is_refused_and_told_to_nobody() -> None:
    """Else asyncio would log it, and a request line carries the code."""

    def broken(head: bytes, address: str, path: str) -> Meaning:
        if b"broken" in head:
            raise ValueError(head.decode())
        return meaning(head, address, path)

    async with Listener(WORDS, QUICK, broken) as listener:
        assert status(await say(listener, request(listener, f"{path_of(listener)}?code=broken"))) == 400
        await still_works(listener)


LEAVES_EARLY = """
import socket, sys
for _ in range(100):
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as leaving:
        leaving.sendall(b"GET / HTTP/1.1\\r\\n\\r\\n")
        leaving.recv(1)
"""


async def test_one_that_leaves_while_it_is_answered_is_forgotten(listener: Listener) -> None:
    """From a process of its own, so that it goes at every moment; what is unread then breaks the connection."""
    port = str(port_of(listener))
    leaving = await asyncio.create_subprocess_exec(sys.executable, "-c", LEAVES_EARLY, port)
    assert await leaving.wait() == 0
    await still_works(listener)


async def test_a_hundred_that_come_before_it_has_asked_keep_nobody_out(listener: Listener) -> None:
    """A browser may take a while between connecting and asking, and others may be quick."""
    port = port_of(listener)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    crowd = [await asyncio.open_connection("127.0.0.1", port) for _ in range(100)]
    writer.write(request(listener))
    assert status((await hears(reader)) or "nothing 0") == 200
    assert await code_of(listener) == "good"
    for _, other in [*crowd, (reader, writer)]:
        other.close()


async def test_a_flood_keeps_nobody_out() -> None:
    under_way = asyncio.Event()

    async def flood(port: int) -> None:
        held: list[asyncio.StreamWriter] = []
        try:
            while True:
                held.append((await asyncio.open_connection("127.0.0.1", port))[1])
                if len(held) > 50:
                    held.pop(0).close()
                    under_way.set()
        finally:
            for writer in held:
                writer.transport.abort()

    async with Listener(WORDS, Limits(connection=60)) as listener:
        floods = [asyncio.ensure_future(flood(port_of(listener))) for _ in range(8)]
        await under_way.wait()
        for _ in range(20):
            assert status(await say(listener, request(listener, "/elsewhere"))) == 404
        for each in floods:
            each.cancel()
        await asyncio.wait(floods)
        await still_works(listener)


async def test_two_hundred_that_say_nothing_keep_nobody_out() -> None:
    async with Listener(WORDS, Limits(connection=60)) as listener:
        port = port_of(listener)
        crowd = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port) for _ in range(200)))
        assert len(listener._open) <= 128
        await still_works(listener)
    for reader, writer in crowd:
        assert await hears(reader) in ("", "ConnectionResetError"), "all have been hung up on"
        writer.close()


async def test_two_hundred_at_once_are_all_refused_shortly(listener: Listener) -> None:
    wrong = request(listener, "/elsewhere?code=bad")
    answers = await asyncio.gather(*(say(listener, wrong) for _ in range(200)), return_exceptions=True)
    told = [answer for answer in answers if isinstance(answer, str) and answer]
    assert told
    assert {status(answer) for answer in told} == {404}
    await still_works(listener)


async def test_a_second_tab_and_a_replay_change_nothing() -> None:
    async with Listener(WORDS, Limits(connection=60)) as listener:
        second = await asyncio.open_connection("127.0.0.1", port_of(listener))
        await still_works(listener)
        second[1].write(request(listener, f"{path_of(listener)}?code=other"))
        assert status((await second[0].read()).decode()) == 410
        second[1].close()
        assert await code_of(listener) == "good"
        assert await is_closed(port_of(listener))


async def test_leaving_closes_the_port_and_every_connection() -> None:
    async with Listener(WORDS, Limits(connection=60)) as listener:
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(listener))
    assert await is_closed(port_of(listener))
    assert await hears(reader) in ("", "ConnectionResetError")
    writer.close()


async def test_a_cancelled_wait_closes_the_port() -> None:
    opened: asyncio.Future[Listener] = asyncio.get_running_loop().create_future()

    async def wait() -> None:
        async with Listener(WORDS) as listener:
            opened.set_result(listener)
            await listener.code()

    waiting = asyncio.ensure_future(wait())
    listener = await opened
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await is_closed(port_of(listener))


async def test_nobody_comes() -> None:
    async with Listener(WORDS, Limits(lifetime=0.05)) as listener:
        with pytest.raises(AppError) as caught:
            await listener.code()
    assert caught.value.finding.id is FindingId.SIGN_IN_UNFINISHED
    assert caught.value.__context__ is None
    assert await is_closed(port_of(listener))


def test_five_minutes_are_given() -> None:
    assert Limits().lifetime == 300
    assert Limits().connection == 5


async def test_the_page_loads_nothing_and_keeps_nothing(listener: Listener) -> None:
    head, _, body = (await say(listener, request(listener))).partition("\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.split("\r\n")[1:])
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Connection"] == "close"
    assert headers["Content-Length"] == str(len(body.encode()))
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"<script|<link|<img|<iframe|\bsrc=|\bhref=|url\(|@import|\bstyle=|https?:", body)
    assert "Your answer has arrived" in body
    assert "You can close this tab" in body
    assert "works" not in body
    assert "good" not in body


async def test_the_page_is_written_in_the_words_that_were_given_and_harmless() -> None:
    words = browser_words(Speech())
    strange = type(words)("de", type(words.arrived)("<b>Fertig</b>", '"&'), words.denied, words.refused)
    async with Listener(strange, QUICK) as listener:
        answer = await say(listener, request(listener))
    assert '<html lang="de">' in answer
    assert "<h1>&lt;b&gt;Fertig&lt;/b&gt;</h1><p>&quot;&amp;</p>" in answer
