"""What it means for a person when the gateway refuses, when somebody else answers, or when nobody does."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.findings import Because, Finding, FindingId, NoDetail, Reason, Until, Waits, found
from app.services.openrouter_wire import gateway_error

_INSUFFICIENT = re.compile(r"requires more credits|fewer max_tokens", re.IGNORECASE)
_LIMIT = re.compile(r"\b(limits?|budgets?|quota)\b", re.IGNORECASE)
_EXPIRED = re.compile(r"\bexpired\b", re.IGNORECASE)
_PRIVACY = re.compile(r"privacy|data policy|guardrail|allowed providers|region", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that failed. `again`: the same request may well work; `wait`: after so many seconds, as it was told.

    `unsent`: it certainly never left, so even what may be asked only once can be asked again.
    """

    finding: Finding
    again: bool = False
    wait: float | None = None
    status: int | None = None
    unsent: bool = False


def intercepted(body: bytes) -> Finding:
    """Somebody else than OpenRouter has answered."""
    html = body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    return found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.HTML if html else Reason.OTHER_JSON))


def refused(body: bytes, status: int, wait: float | None) -> Failed | None:
    """What an answer's status, or the error in it, says is wrong, if anything. `wait`: Retry-After in seconds."""
    error = gateway_error(body)
    if status < 300:
        if error is None:
            return None
        status = error.status or 500
    foreign = intercepted(body)
    # From 520 on it is OpenRouter's own edge, which writes HTML too.
    if status < 520 and status != 429 and foreign.detail == Because(Reason.HTML):
        finding = foreign
    elif status == 511:  # a network that wants a sign-in
        finding = found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.AUTH_FAILED))
    elif error is None and status < 500 and status not in (407, 408, 429):
        finding = foreign
    else:
        finding = _meaning(status, error.message if error else "", wait)
    return Failed(finding, status in (408, 429) or (status >= 500 and status != 511), wait, status)


def unnamed(failed: Failed) -> Failed:
    """The same without the host that a request was sent on to: it may repeat what is secret."""
    match failed.finding.detail:
        case Because(Reason.REDIRECT):
            return replace(failed, finding=found(failed.finding.id, Because(Reason.REDIRECT)))
        case _:
            return failed


def code_refused(body: bytes, status: int, wait: float | None) -> Failed | None:
    """The same of a code that was to be exchanged. What the gateway wrote beside it may repeat secrets: it is dropped."""
    failed, error = refused(body, status, wait), gateway_error(body)
    if failed is None or failed.status is None or error is None or failed.status >= 500:
        return failed
    if failed.status in (407, 408, 429):
        return failed
    expired = _EXPIRED.search(error.message) is not None
    return Failed(found(FindingId.SIGN_IN_EXPIRED if expired else FindingId.SIGN_IN_REFUSED), status=failed.status)


def _meaning(status: int, message: str, wait: float | None) -> Finding:
    match status:
        case 401:
            return found(FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED, message))
        case 402 if _INSUFFICIENT.search(message):
            return found(FindingId.NO_CREDIT, Because(Reason.INSUFFICIENT, message))
        case 402:
            return found(FindingId.NO_CREDIT)
        case 403 if _LIMIT.search(message):
            return found(FindingId.LIMIT_REACHED, Until(None))
        case 403 | 404 if _PRIVACY.search(message):
            return found(FindingId.PRIVACY_BLOCKS_MODELS, Because(Reason.DENIED, message))
        case 403:
            return found(FindingId.KEY_REJECTED, Because(Reason.DENIED, message))
        case 404:
            return found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.OTHER_JSON, message))
        case 407:
            return found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.PROXY, str(status)))
        case 429:
            return found(FindingId.RATE_LIMITED, NoDetail() if wait is None else Waits(wait))
        case _:
            return found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.SERVER, str(status)))


def unreachable(error: Exception, *, proxied: bool) -> Failed:
    """What an exception of httpx, or of what lies below it, says. Its own text could hold a secret: it is dropped."""
    import socket
    import ssl

    import httpx

    causes = list(_causes(error))
    tls = next((c for c in causes if isinstance(c, ssl.SSLError)), None)
    if isinstance(error, httpx.DecodingError):
        return Failed(found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.OTHER_JSON)))
    if tls is not None:
        return _unreachable(Reason.TLS, getattr(tls, "verify_message", None) or tls.reason)
    connecting = isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout))
    if isinstance(error, httpx.ProxyError) or (proxied and connecting):
        number = str(error)[:3]
        return _unreachable(Reason.PROXY, number if number.isdecimal() else None)
    if isinstance(error, httpx.TimeoutException):
        return _unreachable(Reason.TIMEOUT, again=True, unsent=connecting)
    if any(isinstance(c, (socket.gaierror, UnicodeError, httpx.InvalidURL)) for c in causes):
        return _unreachable(Reason.DNS)
    if connecting:
        code = next((c.errno for c in causes if isinstance(c, OSError) and c.errno), 0)
        return _unreachable(Reason.REFUSED, errno.errorcode.get(code), again=True, unsent=True)
    return _unreachable(Reason.SERVER, again=True)


def _unreachable(reason: Reason, text: str | None = None, *, again: bool = False, unsent: bool = False) -> Failed:
    return Failed(found(FindingId.GATEWAY_UNREACHABLE, Because(reason, text)), again, unsent=unsent)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for part in error.exceptions:
                yield from _causes(part)
        error = error.__cause__ or error.__context__
