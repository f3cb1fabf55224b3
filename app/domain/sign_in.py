"""The two secrets of a sign-in: what the browser brings back, and what proves that it was us who asked for it."""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from typing import NoReturn
from urllib.parse import urlencode

METHOD = "S256"
_CODE = re.compile(r"[!-~]{1,1024}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_LONGEST_NAME = 60


class _Secret:
    """Text that no error, log or picture shows; only `reveal()` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret has no state to show")


class Code(_Secret):
    """Handed over for one key, within ten minutes, by whoever has the verifier."""

    __slots__ = ()


class Verifier(_Secret):
    """What the challenge in the link was made from (RFC 7636)."""

    __slots__ = ()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        del text  # a frame that raises shows its variables to whoever asks
        if not _VERIFIER.fullmatch(self._text):
            raise ValueError("a verifier has 43 to 128 characters of a few kinds")

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self._text.encode()).digest()
        return urlsafe_b64encode(digest).rstrip(b"=").decode()


def code(text: str) -> Code | None:
    """What a browser brought, as it stands; None for what can be no code."""
    return Code(text) if _CODE.fullmatch(text) else None


def typed_code(text: str) -> Code | None:
    """The same of what somebody typed or pasted, without the spaces, line breaks and quotes around it."""
    return code("".join(text.split()).strip("\"'\u201c\u201d\u2018\u2019"))


def link(page: str, verifier: Verifier, label: str, callback: str | None) -> str:
    """The consent page's address. Without a `callback` it shows a code to copy."""
    asked = {"callback_url": callback} if callback else {}
    asked |= {"code_challenge": verifier.challenge, "code_challenge_method": METHOD, "key_label": label}
    return f"{page}?{urlencode(asked)}"


def readable_name(computer: str) -> str:
    """A computer's own name as it may stand in a key's name: without its domain, printable, of bearable length."""
    name = "".join(c for c in computer.partition(".")[0] if c.isprintable()).strip()
    return name[:_LONGEST_NAME].strip()
