"""A proxy on this computer that plays the internet: it leads OpenRouter's real names to the practice OpenRouter."""

from __future__ import annotations

import asyncio
import re
import ssl
import threading
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

CERTIFICATE = Path(__file__).with_name("openrouter_certificate.pem")
"""For the two names, with its private key, by an authority that no computer knows."""
GATEWAY, STATUS = "openrouter.ai", "status.openrouter.ai"
_REQUEST = re.compile(rb"^([A-Z]+ \S+) HTTP/1\.1\r\n", re.MULTILINE)


class RecordingProxy:
    """Serves from a thread of its own. `asked`: the head of each request to the proxy itself.

    `said`: all that a client said to each host, once the tunnel's encryption was taken off. `redirect`: an address to
    which the gateway sends everybody on.
    """

    def __init__(self, origin: str) -> None:
        self.asked: list[bytes] = []
        self.said = defaultdict[str, bytearray](bytearray)
        self.redirect = ""
        self.port = self._secure_port = 0
        self._upstream = int(origin.rpartition(":")[2])
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def hosts(self) -> set[str]:
        """Every place that somebody wanted to be led to."""
        return {head.split(b" ", 2)[1].decode() for head in self.asked}

    def requests(self, host: str) -> set[str]:
        """Method and path of what that host was asked."""
        return {request.decode() for request in _REQUEST.findall(bytes(self.said[host]))}

    def forget(self) -> None:
        self.asked.clear()
        self.said.clear()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(CERTIFICATE)
        tls.sni_callback = _remember_name
        secure = await asyncio.start_server(self._answer, "127.0.0.1", 0, ssl=tls)
        plain = await asyncio.start_server(self._lead, "127.0.0.1", 0)
        self._secure_port, self.port = (server.sockets[0].getsockname()[1] for server in (secure, plain))
        async with secure, plain:
            self._ready.set()
            await self._stop.wait()

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A tunnel to the two hosts, and to no other; nothing is ever asked for in the open."""
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            self.asked.append(head)
            if head.split(b" ", 2)[:2] not in ([b"CONNECT", f"{host}:443".encode()] for host in (GATEWAY, STATUS)):
                writer.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
            else:
                there, back = await asyncio.open_connection("127.0.0.1", self._secure_port)
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await asyncio.gather(_carry(reader, back), _carry(there, writer))
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """As the host itself, in clear by now."""
        host = _name_of(writer)
        with suppress(ConnectionError):
            there, back = await asyncio.open_connection("127.0.0.1", self._upstream)
            await asyncio.gather(self._forward(host, reader, back, writer), _carry(there, writer))
        writer.close()

    async def _forward(
        self, host: str, reader: asyncio.StreamReader, back: asyncio.StreamWriter, writer: asyncio.StreamWriter
    ) -> None:
        while part := await reader.read(65536):
            self.said[host] += part
            if self.redirect and host == GATEWAY:
                writer.write(f"HTTP/1.1 302 Found\r\nLocation: {self.redirect}\r\nContent-Length: 0\r\n\r\n".encode())
            else:
                back.write(part.replace(b"GET /config.json", b"GET /status/config.json"))
        back.close()


def _remember_name(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
    connection.asked_for = name  # type: ignore[attr-defined]


def _name_of(writer: asyncio.StreamWriter) -> str:
    return str(writer.get_extra_info("ssl_object").asked_for)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()
    target.close()
