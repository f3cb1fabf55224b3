"""The system's certificates count, so that a company's own one does too: directly and through its proxy."""

from __future__ import annotations

import asyncio

import pytest

from app.domain.findings import Because, Reason
from app.domain.model import ApiKey
from tests.services.asking import finding_of, gateway
from tests.services.loopback_server import CERTIFICATE, answer, serving

pytestmark = pytest.mark.anyio

KEY = ApiKey("sk-or-v1-" + "0123456789abcdef" * 4)
ANSWER = answer(200, b'{"data": {"usage": 1.5}}')


@pytest.fixture(autouse=True)
def known_to_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


async def test_a_certificate_that_the_system_knows_is_good() -> None:
    async with serving(ANSWER, tls=True) as server, gateway(server.secure_origin) as openrouter:
        await openrouter.key(KEY)
    assert f"Authorization: Bearer {KEY.reveal()}".encode() in server.requests[0]


async def test_it_is_good_for_its_own_name_only() -> None:
    async with serving(ANSWER, tls=True) as server, gateway(f"https://localhost:{server.port}") as openrouter:
        finding = await finding_of(openrouter.key(KEY), KEY)
    assert isinstance(finding.detail, Because)
    assert finding.detail.reason is Reason.TLS
    assert "localhost" in (finding.detail.text or "")
    assert not server.requests


@pytest.mark.parametrize("tls", [False, True])
async def test_a_proxys_tunnel_leads_to_the_gateway(monkeypatch: pytest.MonkeyPatch, *, tls: bool) -> None:
    async with serving(ANSWER, tls=True) as server:

        async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
            assert head.startswith(b"CONNECT gateway.invalid:443 ")
            there, back = await asyncio.open_connection("127.0.0.1", server.port)
            try:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await asyncio.gather(_carry(reader, back), _carry(there, writer))
            finally:
                back.close()

        async with serving(tunnel, tls=tls) as proxy:
            monkeypatch.setenv("https_proxy", f"{'https' if tls else 'http'}://127.0.0.1:{proxy.port}")
            async with gateway("https://gateway.invalid") as openrouter:
                info, _ = await openrouter.key(KEY)
    assert str(info.usage) == "1.5"
    assert KEY.reveal().encode() in server.requests[0]
    assert KEY.reveal().encode() not in b"".join(proxy.requests)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while part := await source.read(65536):
        target.write(part)
        await target.drain()
    target.close()
