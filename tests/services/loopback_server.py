"""A small server on 127.0.0.1 for what no well-behaved one does: answers byte by byte, any status, any certificate."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

CERTIFICATE = Path(__file__).with_name("unknown_certificate.pem")
"""For gateway.invalid and 127.0.0.1, with its private key, by an authority that no computer knows."""

TLS_HANDSHAKE = b"\x16"

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


@dataclass
class LoopbackServer:
    """`requests`: the head of each one. `deserted`: a client left in the middle of its answer."""

    port: int
    requests: list[bytes] = field(default_factory=list)
    deserted: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def secure_origin(self) -> str:
        return f"https://127.0.0.1:{self.port}"


@asynccontextmanager
async def serving(talk: Talk, *, tls: bool = False) -> AsyncIterator[LoopbackServer]:
    """Reads the head of a request (of a TLS client one byte); then `talk` has the connection until it returns."""

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        conversations.add(task)
        try:
            head = await reader.readexactly(1)
            if head != TLS_HANDSHAKE:
                head += await reader.readuntil(b"\r\n\r\n")
            server.requests.append(head)
            await talk(reader, writer, head)
        except asyncio.IncompleteReadError:
            pass  # came and said nothing that ends like a head
        except ConnectionError:
            server.deserted.set()
        except asyncio.CancelledError:
            pass  # asyncio would log it
        finally:
            writer.close()

    conversations: set[asyncio.Task[None]] = set()
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    listening = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=context)
    server = LoopbackServer(listening.sockets[0].getsockname()[1])
    async with listening:
        try:
            yield server
        finally:
            for conversation in conversations:
                conversation.cancel()
            await asyncio.gather(*conversations)


def answer(status: int, body: bytes = b"", *headers: str) -> Talk:
    """One whole answer, then the connection ends."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()

    return talk


def endless(part: bytes, pause: float = 0) -> Talk:
    """Chunks without end, until the client has enough of it."""

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            writer.write(b"%x\r\n%b\r\n" % (len(part), part))
            await writer.drain()
            await asyncio.sleep(pause)

    return talk
