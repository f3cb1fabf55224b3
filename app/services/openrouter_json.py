"""Reads JSON that somebody else wrote, member by member, so that an odd one spoils no other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar

import msgspec
from msgspec import Raw

T = TypeVar("T")
NULL = Raw(b"null")
_MOST_DIGITS = 15
_LEAST_DIGITS = 30
_ESCAPE = re.compile(rb"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(?P<lone>\\u[dD][89a-fA-F]\w\w)|\\.", re.DOTALL)


def decoded(json: bytes | Raw, shape: type[T]) -> T | None:
    """The value, or None where it is of another shape."""
    try:
        return msgspec.json.decode(json, type=shape)
    except (ValueError, RecursionError):
        return None


class Members:
    """A JSON object; anything else has no members. Each is decoded by itself, so that an odd one spoils no other."""

    def __init__(self, json: bytes | Raw) -> None:
        self._raw = decoded(json, dict[str, Raw]) or {}

    def raw(self, name: str) -> Raw:
        return self._raw.get(name, NULL)

    def object(self, name: str) -> Members:
        return Members(self.raw(name))

    def text(self, name: str) -> str | None:
        return decoded(self.raw(name), str) or None

    def integer(self, name: str) -> int | None:
        return decoded(self.raw(name), int)

    def flag(self, name: str) -> bool:
        return decoded(self.raw(name), bool) or False

    def money(self, name: str) -> Decimal | None:
        """The exact amount, spelled as a number or as a string; None where it can be no amount."""
        value = decoded(self.raw(name), Decimal)
        if value is None or not value.is_finite():
            return None
        if not value or value.adjusted() < -_LEAST_DIGITS:
            return Decimal(0)
        return value if value.adjusted() < _MOST_DIGITS else None


def document(body: bytes) -> Members:
    """The outermost object. Half a surrogate pair, left where a server cut a text, is JSON but no text: replaced."""
    return Members(_ESCAPE.sub(lambda e: rb"\ufffd" if e["lone"] else e[0], body))


def answered(body: bytes) -> Members:
    """The document, or nothing where it carries an error."""
    whole = document(body)
    return whole if whole.raw("error") == NULL else Members(NULL)
