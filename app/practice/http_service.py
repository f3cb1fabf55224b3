"""A small HTTP/1.1 server on loopback that can also misbehave: cut an answer short, say nothing, never end."""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Header names are in lower case; `path` is decoded and has no query."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`chunked`: sent without Content-Length."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False


@dataclass(frozen=True, slots=True)
class CutShort:
    """The head promises the whole answer, then the connection closes half way."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Silence:
    """The connection closes without one byte."""


@dataclass(frozen=True, slots=True)
class Flood:
    """A chunked JSON answer of that size, whose length no header tells."""

    megabytes: int


_Connection = socket.socket | tuple[bytes, socket.socket]
Delivery = Answer | CutShort | Silence | Flood


def json_answer(status: int, document: object, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    return Answer(status, json.dumps(document, ensure_ascii=False).encode(), headers=headers)


def html_answer(status: int, body: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    page = f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>"
    return Answer(status, page.encode(), "text/html; charset=utf-8", headers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def _handle(self) -> None:
        target = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            method=self.command,
            path=unquote(target.path),
            query=dict(parse_qsl(target.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        self._deliver(self.server.answer(request))

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _handle  # noqa: N815 - the names that http.server calls

    def _deliver(self, delivery: Delivery) -> None:
        match delivery:
            case Answer(chunked=False):
                self._send(delivery, delivery.body)
            case Answer():
                self._send(delivery, _chunk(delivery.body) + _chunk(b""))
            case CutShort(answer):
                self.close_connection = True
                self._send(answer, answer.body[: len(answer.body) // 2])
            case Silence():
                self.close_connection = True
            case Flood(megabytes):
                self._send(Answer(200, b"", chunked=True), _chunk(b'{"data": ['))
                for _ in range(megabytes):
                    self.wfile.write(_chunk(b" " * (1 << 20)))
                self.wfile.write(_chunk(b"]}") + _chunk(b""))

    def _send(self, answer: Answer, payload: bytes) -> None:
        """Head and payload in one write, so that a client sees one packet."""
        lines = [f"HTTP/1.1 {answer.status} {self.responses.get(answer.status, ('Unknown', ''))[0]}"]
        lines.append(f"Content-Type: {answer.content_type}")
        lines.append("Transfer-Encoding: chunked" if answer.chunked else f"Content-Length: {len(answer.body)}")
        lines += [f"{name}: {value}" for name, value in answer.headers]
        self.wfile.write("\r\n".join([*lines, "", ""]).encode("latin-1") + payload)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged: a request line can carry a sign-in code."""


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port: int, answer: Callable[[Request], Delivery]) -> None:
        self.answer = answer
        self.open_connections: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        """Without the name look-up of HTTPServer, which can take seconds."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: _Connection, client_address: object) -> None:
        if isinstance(request, socket.socket):
            self.open_connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Connection) -> None:
        if isinstance(request, socket.socket):
            self.open_connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: _Connection, client_address: object) -> None:
        """A client that went away is no news; anything else is a defect and is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class HttpService:
    """Serves `answer` on 127.0.0.1 from `start()` to `stop()`. Started again, it takes the same port."""

    def __init__(self, answer: Callable[[Request], Delivery]) -> None:
        self._answer = answer
        self._server: _Server | None = None
        self.port = 0

    def start(self) -> None:
        self._server = _Server(self.port, self._answer)
        self.port = self._server.server_port
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._server,), daemon=True)
        self._thread.start()

    def _run(self, server: _Server) -> None:
        while not self._stopping.is_set():
            server.handle_request()

    def stop(self) -> None:
        """Closes the port and every open connection."""
        if self._server is None:
            return
        self._stopping.set()
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes the accepting thread
        self._thread.join()
        self._server.server_close()
        for connection in tuple(self._server.open_connections):
            _hang_up(connection)
        self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the client was faster
        connection.shutdown(socket.SHUT_RDWR)
