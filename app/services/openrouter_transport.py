"""Carries one request to the gateway and back: proxy, certificates, timeouts, retries, and a limit on what is read."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urljoin, urlsplit

from app.domain.findings import Because, FindingId, Reason, found
from app.domain.gateway_address import is_loopback
from app.domain.model import ApiKey
from app.domain.sign_in import METHOD, Code, Verifier
from app.services.forgetting import forgetting
from app.services.openrouter_errors import Failed, code_refused, refused, unnamed, unreachable

if TYPE_CHECKING:
    import ssl

    import httpx

T = TypeVar("T")
LARGEST_ANSWER = 16 * 1024 * 1024
_LARGEST_KEY = 64 * 1024
_BULKY = 64 * 1024
"""Bytes that take longer to read than a person's next frame may wait."""
_HEADERS = {"Accept": "application/json", "X-OpenRouter-Title": "Gateway Companion"}
_FIRST_PAUSE = 0.5
_LONGEST_WAIT = 5.0
_SENDABLE = re.compile(r"[!-~]+")
_HOST = re.compile(r"[a-z0-9.:-]{1,100}")
_SECONDS = re.compile(r"\d{1,6}(\.\d{1,6})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait: to connect, for the next bytes, for everything. And how often to try again."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0
    retries: int = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A body that carries no error. `latency` in seconds, of the one request that brought it."""

    body: bytes = field(repr=False)
    latency: float


@dataclass(frozen=True, slots=True)
class _Came:
    """A whole answer, before anybody has looked whether it says yes; its body may hold a secret."""

    body: bytes = field(repr=False)
    status: int
    latency: float
    retry_after: float | None


class Transport:
    """One connection pool, made by the first request, so inside the running loop."""

    def __init__(
        self,
        base_url: str,
        patience: Patience,
        sleep: Callable[[float], Awaitable[None]],
        jitter: Callable[[], float],
    ) -> None:
        self._base_url = base_url
        self._patience = patience
        self._sleep = sleep
        self._jitter = jitter
        self._proxied = False
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()

    async def get(self, url: str, key: ApiKey | None, room: int = LARGEST_ANSWER) -> Answer | Failed:
        """Asks, and asks again where that may help, unless told to wait for long. `room`: the most bytes to read."""
        for attempt in range(self._patience.retries):
            outcome = await self.get_once(url, key, room)
            if isinstance(outcome, Answer) or not outcome.again or (outcome.wait or 0) > _LONGEST_WAIT:
                return outcome
            pause = _FIRST_PAUSE * 2**attempt * (1 + self._jitter())
            await self._sleep(pause if outcome.wait is None else outcome.wait)
        return await self.get_once(url, key, room)

    @forgetting
    async def get_once(self, url: str, key: ApiKey | None, room: int = LARGEST_ANSWER) -> Answer | Failed:
        """One request. Only this frame knows the secret, and no traceback shows it."""
        secret = key.reveal() if key else ""
        if key and not _SENDABLE.fullmatch(secret):
            return Failed(found(FindingId.NOT_A_KEY))
        headers = {"Authorization": f"Bearer {secret}"} if key else {}
        came = await self._carried("GET", url, headers, b"", room)
        if isinstance(came, Failed):
            return unnamed(came) if key and secret.lower() in str(came.finding.detail) else came
        body = came.body
        if key:  # some servers repeat what they refuse
            body = body.replace(secret.encode(), key.hint.encode())
        failed = await off_the_loop(refused, body, came.status, came.retry_after)
        return failed or Answer(body, came.latency)

    async def exchange(self, url: str, code: Code, verifier: Verifier) -> Answer | Failed:
        """Posts a code. It is good for one try, so another one follows only where nobody was reached."""
        for attempt in range(self._patience.retries):
            outcome = await self._exchange_once(url, code, verifier)
            if isinstance(outcome, Answer) or not outcome.unsent:
                return outcome
            await self._sleep(_FIRST_PAUSE * 2**attempt * (1 + self._jitter()))
        return await self._exchange_once(url, code, verifier)

    @forgetting
    async def _exchange_once(self, url: str, code: Code, verifier: Verifier) -> Answer | Failed:
        """Like `get_once`, its frame knows secrets."""
        asked = {"code": code.reveal(), "code_verifier": verifier.reveal(), "code_challenge_method": METHOD}
        headers = {"Content-Type": "application/json"}
        came = await self._carried("POST", url, headers, json.dumps(asked).encode(), _LARGEST_KEY)
        if isinstance(came, Failed):
            return unnamed(came)
        return code_refused(came.body, came.status, came.retry_after) or Answer(came.body, came.latency)

    async def _carried(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes, room: int
    ) -> _Came | Failed:
        import httpx

        client = self._connected()
        if isinstance(client, Failed):
            return client
        started = perf_counter()
        try:
            async with client.stream(method, url, headers=headers, content=content) as response:
                body = await _read(response, room)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
            return unreachable(error, proxied=self._proxied)
        latency = perf_counter() - started
        if response.is_redirect:
            host = host_of(joined(url, response.headers.get("Location", "")))
            return Failed(found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.REDIRECT, host)))
        if body is None:
            return Failed(found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.TOO_LARGE)))
        return _Came(body, response.status_code, latency, _retry_after(response))

    def _connected(self) -> httpx.AsyncClient | Failed:
        if self._client is None:
            import ssl

            import httpx
            import truststore

            tls = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            try:
                proxy = _proxy_for(self._base_url, tls)
                self._client = httpx.AsyncClient(
                    verify=tls,
                    proxy=proxy,
                    trust_env=False,
                    headers=_HEADERS,
                    timeout=httpx.Timeout(self._patience.read, connect=self._patience.connect),
                )
            except (ImportError, ValueError, httpx.InvalidURL):  # a proxy of a kind that httpx cannot use
                return Failed(found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.PROXY)))
            self._proxied = proxy is not None
        return self._client


def _proxy_for(url: str, tls: ssl.SSLContext) -> httpx.Proxy | None:
    """The system's proxy for this address. httpx would overlook the exceptions that macOS and Windows keep."""
    from urllib.request import getproxies, proxy_bypass

    import httpx

    parts = urlsplit(url)
    if is_loopback(url) or proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    address = proxy if "://" in proxy else f"http://{proxy}"
    return httpx.Proxy(address, ssl_context=tls if address.startswith("https:") else None)


async def _read(response: httpx.Response, room: int) -> bytes | None:
    """The body, or None where it is larger than that. Not to trust: Content-Length, and what is compressed."""
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > room:
            return None
    return bytes(body)


def _retry_after(response: httpx.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return float(text) if _SECONDS.fullmatch(text) else None


async def off_the_loop(read: Callable[..., T], body: bytes, *arguments: object) -> T:
    """`read(body, *arguments)`, in a thread where the body is large: others live on this loop too."""
    if len(body) < _BULKY:
        return read(body, *arguments)
    import asyncio

    return await asyncio.to_thread(read, body, *arguments)


def load() -> None:
    """Imports ahead what the first request needs; to be called in a thread."""
    from importlib import import_module

    for name in ("httpx", "truststore"):
        import_module(name)


def host_of(url: str) -> str | None:
    """The host as it may be shown: somebody else has written it."""
    host = urlsplit(url).hostname or ""
    return host if _HOST.fullmatch(host) else None


def joined(url: str, link: str) -> str:
    """Where a link on that page leads; empty where it is no address."""
    try:
        return urljoin(url, link)
    except ValueError:
        return ""
