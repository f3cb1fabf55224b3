"""Sign-in with PKCE: the consent page's codes, each for one challenge, one use and ten minutes."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

LIFETIME = 600
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


@dataclass(frozen=True, slots=True)
class _Pending:
    challenge: str
    made_at: float
    label: str


@dataclass(frozen=True, slots=True)
class Granted:
    """The code was good: a key by that name may be made."""

    label: str


@dataclass(frozen=True, slots=True)
class Refused:
    status: int
    message: str


class SignIn:
    """The codes that were given out. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.issued: dict[str, str] = {}
        """The name of each key that was made, by the key's SHA-256."""
        self._codes: dict[str, _Pending] = {}
        self._lock = threading.Lock()

    def new_code(self, challenge: str, label: str = "") -> str:
        code = secrets.token_urlsafe(24)
        with self._lock:
            self._codes[code] = _Pending(challenge, self._clock(), label)
        return code

    def redeem(self, code: object, verifier: object, method: object, *, expired: bool = False) -> Refused | Granted:
        """Whatever comes of it, a code is used up by the first try."""
        if method != "S256":
            return Refused(400, "Invalid code_challenge_method")
        with self._lock:
            pending = self._codes.pop(code, None) if isinstance(code, str) else None
        if pending is None or not isinstance(verifier, str) or challenge_of(verifier) != pending.challenge:
            return Refused(403, "Invalid code or code_verifier")
        if expired or self._clock() - pending.made_at > LIFETIME:
            return Refused(403, "Authorization code expired")
        return Granted(pending.label)


def challenge_of(verifier: str) -> str | None:
    """base64url of the verifier's SHA-256 without padding, or None for a verifier that RFC 7636 forbids."""
    if not _VERIFIER.fullmatch(verifier):
        return None
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def what_is_wrong(challenge: str, method: str, callback: str) -> str | None:
    """Why the consent page refuses these parameters, or None."""
    if method != "S256" or not _CHALLENGE.fullmatch(challenge):
        return "code_challenge must be 43 characters of base64url, code_challenge_method S256"
    parts = urlsplit(callback)
    on_loopback = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
    if callback and not (on_loopback or (parts.scheme == "https" and parts.hostname)):
        return "callback_url must be https, or http on localhost or 127.0.0.1"
    return None


def with_answer(callback: str, name: str, value: str) -> str:
    """The callback's address with the answer added to its query."""
    parts = urlsplit(callback)
    query = [*parse_qsl(parts.query, keep_blank_values=True), (name, value)]
    return urlunsplit(parts._replace(query=urlencode(query)))
