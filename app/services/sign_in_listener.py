"""Waits on this computer for the one answer that the browser brings back from OpenRouter, and for nothing else."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self

from app.domain.errors import failure
from app.domain.findings import FindingId
from app.domain.sign_in import Code
from app.services.sign_in_page import HEADERS, page
from app.services.sign_in_request import Denied, Meaning, Refused, meaning
from app.words.sign_in import BrowserWords

_HOST = "127.0.0.1"
_LARGEST_HEAD = 32 * 1024
"""Bytes; a browser sends along what any other program on this computer has left in it as cookies."""
_MOST_AT_ONCE = 128
"""Connections. Several thousand a second can come from this computer itself: each then lives for some 20 ms, which is
more than a browser needs to ask once it is connected. Many more would use up the files that macOS lets a program open.
"""
_AT_A_TIME = 16
"""How many are taken in before the first of them is heard; so few that none is ended in between."""
_IN_LINE = 256
"""How many the system keeps until then."""
_MOST_UNREAD = 1024 * 1024
"""Bytes that a refused request may go on sending, so that it hears the refusal and no broken connection."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds: for the person to decide, for one connection, and for the last page once the answer is there."""

    lifetime: float = 300.0
    connection: float = 5.0
    last_page: float = 2.0


class Listener:
    """An asynchronous context manager; on leaving it the port is closed, whatever is still connected."""

    def __init__(
        self,
        words: BrowserWords,
        limits: Limits = Limits(),
        read: Callable[[bytes, str, str], Meaning] = meaning,
    ) -> None:
        self._words = words
        self._limits = limits
        self._read = read
        self._path = f"/signed-in/{secrets.token_urlsafe(32)}"
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._answering: asyncio.Task[None] | None = None
        self._server: asyncio.Server | None = None
        self._address = ""

    async def __aenter__(self) -> Self:
        """Where this computer lets nobody listen there is no `callback_url`, and nothing comes."""
        loop = asyncio.get_running_loop()
        self._answer: asyncio.Future[Code | Denied] = loop.create_future()
        self._closes_at = loop.time() + self._limits.lifetime
        try:
            port = socket.create_server((_HOST, 0))
            self._server = await asyncio.start_server(
                self._connected, sock=port, limit=_LARGEST_HEAD, backlog=_AT_A_TIME
            )
            port.listen(_IN_LINE)  # asyncio has one number for both
        except OSError:
            return self
        self._address = f"{_HOST}:{port.getsockname()[1]}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close_port()
        try:
            if self._answering and not self._answering.done():
                await asyncio.wait([self._answering], timeout=self._limits.last_page)
        finally:
            await self._hang_up()

    async def _hang_up(self) -> None:
        left = dict(self._open)
        for task, writer in left.items():
            writer.transport.abort()
            task.cancel()
        if left:
            await asyncio.wait(left)

    @property
    def callback_url(self) -> str | None:
        return f"http://{self._address}{self._path}" if self._address else None

    def _close_port(self) -> None:
        if self._server:
            self._server.close()

    async def code(self) -> Code:
        """The code, once the person agreed. Raises `AppError`: sign-in-denied, sign-in-refused, sign-in-unfinished."""
        try:
            async with asyncio.timeout_at(self._closes_at):
                answer = await asyncio.shield(self._answer)
        except TimeoutError:
            answer = None
        match answer:
            case Code():
                return answer
            case Denied(by_person):
                raise failure(FindingId.SIGN_IN_DENIED if by_person else FindingId.SIGN_IN_REFUSED)
            case None:
                raise failure(FindingId.SIGN_IN_UNFINISHED)

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A full house makes room for the newest: those that said nothing for longest are no browser."""
        if len(self._open) >= _MOST_AT_ONCE:
            oldest = next(task for task in self._open if task is not self._answering)
            self._open.pop(oldest).transport.abort()
            oldest.cancel()
        task = asyncio.get_running_loop().create_task(self._converse(reader, writer))
        self._open[task] = writer
        task.add_done_callback(self._gone)

    def _gone(self, task: asyncio.Task[None]) -> None:
        self._open.pop(task, None)

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, one answer. Nothing of it is logged, whatever happens: a request line carries the code."""
        try:
            head = await self._head(reader)
            told = head if isinstance(head, Refused) else self._judged(head)
            async with asyncio.timeout(self._limits.connection):
                await self._say(told, reader, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # it has gone, or does not listen
        finally:
            writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> bytes | Refused:
        try:
            async with asyncio.timeout(self._limits.connection):
                return await reader.readuntil(b"\r\n\r\n")
        except TimeoutError:
            return Refused(HTTPStatus.REQUEST_TIMEOUT)
        except asyncio.LimitOverrunError:
            return Refused(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _judged(self, head: bytes) -> Meaning:
        try:
            told = self._read(head, self._address, self._path)
        except Exception:  # noqa: BLE001 - asyncio would log a defect, and with it what was asked
            return Refused(HTTPStatus.BAD_REQUEST)
        if isinstance(told, Refused):
            return told
        if self._answer.done():
            return Refused(HTTPStatus.GONE)
        self._close_port()
        self._answering = asyncio.current_task()
        self._answer.set_result(told)
        return told

    async def _say(self, told: Meaning, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(_written(told, self._words))
        await writer.drain()
        writer.write_eof()
        unread = _MOST_UNREAD
        while unread > 0 and (more := await reader.read(unread)):
            unread -= len(more)


def _written(told: Meaning, words: BrowserWords) -> bytes:
    status, kind, shown = _shown(told, words)
    lines = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        f"Content-Type: {kind}; charset=utf-8",
        f"Content-Length: {len(shown)}",
        "Connection: close",
        *(("Allow: GET",) if status is HTTPStatus.METHOD_NOT_ALLOWED else ()),
        *HEADERS,
    )
    return "\r\n".join([*lines, "", ""]).encode() + shown


def _shown(told: Meaning, words: BrowserWords) -> tuple[HTTPStatus, str, bytes]:
    match told:
        case Refused(status):
            return status, "text/plain", f"{status.phrase}\n".encode()
        case Denied(by_person):
            return HTTPStatus.OK, "text/html", page(words.denied if by_person else words.refused, words.language)
        case Code():
            return HTTPStatus.OK, "text/html", page(words.arrived, words.language)
