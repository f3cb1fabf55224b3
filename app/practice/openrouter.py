"""The practice OpenRouter: one server for the API, the pages, the status feed and the switches for faults."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from app.practice.control import Control
from app.practice.damages import Damages
from app.practice.faults import Fault, Faults
from app.practice.http_service import (
    Answer,
    CutShort,
    Delivery,
    Flood,
    HttpService,
    Request,
    Silence,
    html_answer,
    json_answer,
)
from app.practice.openrouter_api import Api, bearer
from app.practice.openrouter_errors import refusal
from app.practice.openrouter_keys import KeyKind, KeyRing
from app.practice.openrouter_messages import PATH as MESSAGES
from app.practice.openrouter_pages import Pages
from app.practice.openrouter_sign_in import SignIn
from app.practice.reshape import with_new_fields, with_new_words, without_optional

_RESHAPES: Mapping[str, Callable[[object], object]] = {
    "missing-optional": without_optional,
    "unknown-enums": with_new_words,
    "extra-fields": with_new_fields,
}
_REMEMBERED = 2000


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request. `key`: the kind of the key it carried, "unknown", or None; never the key."""

    method: str
    path: str
    host: str
    authorization: bool
    key: str | None


class PracticeOpenRouter:
    """Serves on a free port of 127.0.0.1 from `start()` to `stop()`, or as a context manager.

    For the control page: `behaviour`, the file that tells the practice Claude Desktop how to behave, and `damages`, with
    which the practice computer can be broken.
    """

    def __init__(
        self,
        behaviour: Path | None = None,
        clock: Callable[[], float] = time.time,
        damages: Damages | None = None,
    ) -> None:
        self.faults = Faults()
        self.requests: deque[Recorded] = deque(maxlen=_REMEMBERED)
        self.counts: Counter[str] = Counter()
        self._keys = KeyRing()
        self._sign_in = SignIn(clock)
        self._api = Api(self.faults, self._keys, self._sign_in, clock)
        self._pages = Pages(self.faults, self._keys, self._sign_in, clock)
        self._control = Control(self.faults, self._seen, lambda: self.keys, behaviour, damages)
        self._service = HttpService(self._answer)

    @property
    def keys(self) -> dict[str, str]:
        """One key of each kind, by the kind's name."""
        return {kind.value: text for kind, text in self._keys.texts.items()}

    @property
    def signed_in(self) -> dict[str, str]:
        """The name of each key that a sign-in has made, by the key's SHA-256."""
        return dict(self._sign_in.issued)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._service.port}"

    def start(self) -> None:
        self.faults.open()
        self._service.start()

    def stop(self) -> None:
        """Closes the port, so that connections are refused. `start()` opens the same one again."""
        self.faults.close()
        self._service.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _seen(self) -> dict[str, object]:
        fields = Recorded.__slots__
        recorded = [{name: getattr(request, name) for name in fields} for request in tuple(self.requests)]
        return {"counts": dict(self.counts), "recorded": recorded, "signed_in": self.signed_in}

    def _answer(self, request: Request) -> Delivery:
        if request.path == "/practice/control":
            return self._control.answer(request)
        path = request.path.removeprefix("/api") if request.path.startswith("/api/") else request.path
        self._record(request)
        if request.path == "/practice/portal":
            return html_answer(200, "<h1>Please log in to this network</h1>")
        if seldom := self._instead(request, path):
            return seldom
        answer = self._reshaped(self._routed(request, path), path)
        if answer.status >= 400 and self.faults.take("chunked-errors", path):
            answer = replace(answer, chunked=True)
        return CutShort(answer) if self.faults.take("truncated", path) else answer

    def _record(self, request: Request) -> None:
        text = bearer(request) or request.headers.get("x-api-key")
        kind: KeyKind | None = self._keys.kind(text) if text else None
        key = kind.value if kind else "unknown" if text else None
        host, has_header = request.headers.get("host", ""), "authorization" in request.headers
        self.requests.append(Recorded(request.method, request.path, host, has_header, key))
        self.counts[f"{request.method} {request.path}"] += 1

    def _instead(self, request: Request, path: str) -> Delivery | None:
        """What a fault of the network or of the whole server puts in the answer's place."""
        if slow := self.faults.take("slow", path):
            self.faults.wait(slow.number("seconds"))
        if self.faults.take("hang", path):
            self.faults.wait_while("hang", path)
            return Silence()
        for name, made in _INSTEAD.items():
            if fault := self.faults.take(name, path):
                return made(fault, request)
        return None

    def _routed(self, request: Request, path: str) -> Answer:
        is_api = request.path.startswith("/api/") and path.startswith("/v1")
        return self._api.answer(request, path) if is_api else self._pages.answer(request)

    def _reshaped(self, answer: Answer, path: str) -> Answer:
        for name, reshape in _RESHAPES.items():
            if answer.content_type == "application/json" and self.faults.take(name, path):
                answer = replace(answer, body=json.dumps(reshape(json.loads(answer.body))).encode())
        return answer


def _redirect(_: Fault, request: Request) -> Answer:
    """To another host name that is this same server, so that a key sent after it would be seen."""
    port = request.headers.get("host", "").rpartition(":")[2]
    return html_answer(302, "", (("Location", f"http://localhost:{port}/practice/portal"),))


def _rate_limit(fault: Fault, request: Request) -> Answer:
    limits = (("X-RateLimit-Limit", "20"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1795392000000"))
    return refusal(
        429, "Rate limit exceeded", anthropic=request.path.endswith(MESSAGES), headers=(*_retry_after(fault), *limits)
    )


def _server_error(fault: Fault, request: Request) -> Answer:
    status = int(fault.number("status"))
    return refusal(
        status, "Internal Server Error", anthropic=request.path.endswith(MESSAGES), headers=_retry_after(fault)
    )


def _retry_after(fault: Fault) -> tuple[tuple[str, str], ...]:
    seconds = fault.parameters["retry_after"]
    return () if seconds is None else (("Retry-After", str(seconds)),)


_INSTEAD: Mapping[str, Callable[[Fault, Request], Delivery]] = {
    "closed-connection": lambda *_: Silence(),
    "captive-html": lambda *_: html_answer(200, "<h1>Welcome to the hotel</h1><form>Room number <input></form>"),
    "redirect-other-host": _redirect,
    "proxy-error-html": lambda fault, *_: html_answer(int(fault.number("status")), "<h1>Proxy error</h1>"),
    "rate-limit": _rate_limit,
    "server-error": _server_error,
    "error-in-200": lambda *_: json_answer(200, {"error": {"code": 502, "message": "Provider returned error"}}),
    "other-json": lambda *_: json_answer(200, {"service": "intranet", "ok": True}),
    "not-json": lambda *_: Answer(200, b"upstream connect error or disconnect"),
    "huge-body": lambda fault, *_: Flood(int(fault.number("megabytes"))),
}
