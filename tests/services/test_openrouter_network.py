"""The client against a network in between: cut lines, unknown names and certificates, proxies."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.findings import Because, FindingId, Reason
from app.domain.model import ApiKey
from app.services.openrouter_transport import Patience
from tests.services.asking import Pauses, finding_of, gateway
from tests.services.loopback_server import TLS_HANDSHAKE, Talk, answer, serving

pytestmark = pytest.mark.anyio

KEY = ApiKey("sk-or-v1-" + "0123456789abcdef" * 4)
UNREACHABLE = FindingId.GATEWAY_UNREACHABLE
ELSEWHERE = "https://gateway.invalid"
SLOW_RESOLVER = Patience(connect=60, total=60)


def saying(text: bytes) -> Talk:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        writer.write(text)
        await writer.drain()

    return talk


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"220 mail.invalid ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\nX",
        b"\0" * 99,
    ],
)
async def test_what_is_not_whole_http_is_the_servers_trouble(text: bytes) -> None:
    async with serving(saying(text)) as server, gateway(server.origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.SERVER))
    assert len(server.requests) == 3


async def test_every_address_of_a_host_refused() -> None:
    async with serving(answer(200)) as server:
        pass
    async with gateway(f"http://localhost:{server.port}") as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.REFUSED, "ECONNREFUSED"))


async def test_an_unknown_host_is_asked_for_once() -> None:
    pauses = Pauses()
    async with gateway(ELSEWHERE, pauses, patience=SLOW_RESOLVER) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.DNS))
    assert not pauses


@pytest.mark.parametrize("host", ["a" * 64 + ".invalid", "gate way.invalid", "gateway..invalid", "xn--a.invalid"])
async def test_a_host_that_cannot_be(host: str) -> None:
    async with gateway(f"https://{host}", patience=SLOW_RESOLVER) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.DNS))


async def test_a_certificate_that_nobody_knows_is_refused_once() -> None:
    pauses = Pauses()
    async with serving(answer(200), tls=True) as server, gateway(server.secure_origin, pauses) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert finding.id is UNREACHABLE
    assert isinstance(finding.detail, Because)
    assert finding.detail.reason is Reason.TLS
    assert finding.detail.text
    assert not server.requests
    assert not pauses


async def test_a_server_without_tls_gets_no_key() -> None:
    talk = saying(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    async with serving(talk) as server, gateway(server.secure_origin) as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.TLS, "WRONG_VERSION_NUMBER"))
    assert server.requests == [TLS_HANDSHAKE]


class TestProxy:
    """The gateway's name cannot be looked up, so whatever comes back came through the proxy."""

    @pytest.mark.parametrize("variable", ["https_proxy", "HTTPS_PROXY", "all_proxy"])
    @pytest.mark.parametrize("prefix", ["", "http://", "http://person:secret@"])
    async def test_it_is_asked_for_a_tunnel_and_never_sees_the_key(
        self, monkeypatch: pytest.MonkeyPatch, variable: str, prefix: str
    ) -> None:
        async with serving(answer(407)) as proxy:
            monkeypatch.setenv(variable, f"{prefix}127.0.0.1:{proxy.port}")
            async with gateway(ELSEWHERE) as openrouter:
                finding = await finding_of(openrouter.key(KEY), KEY)
        assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.PROXY, "407"))
        (request,) = proxy.requests
        assert request.startswith(b"CONNECT gateway.invalid:443 ")
        assert (b"Proxy-Authorization: Basic" in request) == ("@" in prefix)
        assert KEY.reveal().encode() not in request

    async def test_one_that_is_gone_is_named_as_the_cause(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with serving(answer(200)) as proxy:
            pass
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
        async with gateway(ELSEWHERE) as openrouter:
            finding = await finding_of(openrouter.key(KEY), KEY)
        assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.PROXY))

    @pytest.mark.parametrize(
        "proxy", ["socks5://127.0.0.1:9", "socks4://127.0.0.1:9", "ftp://127.0.0.1", "http://127.0.0.1:many"]
    )
    async def test_one_of_an_unusable_kind_is_a_finding(self, monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
        monkeypatch.setenv("all_proxy", proxy)
        async with gateway(ELSEWHERE) as openrouter:
            finding = await finding_of(openrouter.key(KEY), KEY)
        assert (finding.id, finding.detail) == (UNREACHABLE, Because(Reason.PROXY))

    @pytest.mark.parametrize("exceptions", ["*", "gateway.invalid", "other.invalid,.invalid"])
    async def test_it_is_left_out_where_the_system_says_so(
        self, monkeypatch: pytest.MonkeyPatch, exceptions: str
    ) -> None:
        async with serving(answer(200)) as proxy:
            monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("no_proxy", exceptions)
            async with gateway(ELSEWHERE, patience=SLOW_RESOLVER) as openrouter:
                finding = await finding_of(openrouter.key(KEY), KEY)
        assert finding.detail == Because(Reason.DNS)
        assert not proxy.requests

    async def test_loopback_needs_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with serving(answer(407)) as proxy, serving(answer(200, b'{"data": []}')) as server:
            monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
            monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{proxy.port}")
            async with gateway(server.origin) as openrouter:
                assert await openrouter.models(KEY) == ()
        assert not proxy.requests
