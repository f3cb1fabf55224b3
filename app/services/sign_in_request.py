"""Reads what a browser sends to the sign-in's own address: one GET, judged before anything is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from secrets import compare_digest
from urllib.parse import parse_qsl

from app.domain.sign_in import Code
from app.domain.sign_in import code as read_code

# Read before anybody is known, on the window's own loop: no two repeats in a row that could share what they match.
_REQUEST_LINE = re.compile(r"([A-Z]{1,20}) (/[!\"$-~]{0,4096}) HTTP/1\.[01]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~\x80-\xff]*")
_MOST_FIELDS = 20
_DENIED = "access_denied"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing changes; the browser, or whoever it was, is told so much."""

    status: HTTPStatus


@dataclass(frozen=True, slots=True)
class Denied:
    """The person said no; or else OpenRouter could not go on."""

    by_person: bool


Meaning = Code | Denied | Refused


def meaning(head: bytes, address: str, path: str) -> Meaning:
    """What a request's head means. `address`: the only host and port it may be for; `path`: the only path."""
    lines = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    asked, fields = _REQUEST_LINE.fullmatch(lines[0]), [_field(line) for line in lines[1:]]
    if asked is None or None in fields:
        return Refused(HTTPStatus.BAD_REQUEST)
    if refused := _refused([field for field in fields if field], address):
        return refused
    target, _, query = asked[2].partition("?")
    if not compare_digest(target.encode(), path.encode()):
        return Refused(HTTPStatus.NOT_FOUND)
    if asked[1] != "GET":
        return Refused(HTTPStatus.METHOD_NOT_ALLOWED)
    return _told(query)


def _field(line: str) -> tuple[str, str] | None:
    """Name and value of a header; None for what is none."""
    name, colon, value = line.partition(":")
    if not colon or not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
        return None
    return name.lower(), value.strip(" \t")


def _refused(fields: list[tuple[str, str]], address: str) -> Refused | None:
    """A page of another site may send a browser here, or give this address a name of its own."""
    if [value for name, value in fields if name == "host"] != [address]:
        return Refused(HTTPStatus.BAD_REQUEST)
    if any(name == "origin" and value != f"http://{address}" for name, value in fields):
        return Refused(HTTPStatus.FORBIDDEN)
    bodies = any(name == "transfer-encoding" or (name == "content-length" and value != "0") for name, value in fields)
    ahead = any(name in ("purpose", "sec-purpose", "x-moz") and "prefetch" in value for name, value in fields)
    if ahead:  # nobody has looked yet, and the one answer would be used up
        return Refused(HTTPStatus.SERVICE_UNAVAILABLE)
    return Refused(HTTPStatus.BAD_REQUEST) if bodies else None


def _told(query: str) -> Meaning:
    try:
        # no code has a space, but one in base64 has a plus
        fields = parse_qsl(query.replace("+", "%2B"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        return Refused(HTTPStatus.BAD_REQUEST)
    codes = [value for name, value in fields if name == "code"]
    errors = [value for name, value in fields if name == "error"]
    match codes, errors:
        case [text], []:
            return read_code(text) or Refused(HTTPStatus.BAD_REQUEST)
        case [], [text] if text:
            return Denied(text == _DENIED)
        case _:
            return Refused(HTTPStatus.BAD_REQUEST)
