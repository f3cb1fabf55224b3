"""Finds where each part of a JSON text lies, and refuses what JavaScript's JSON.parse would refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, NoReturn

MAX_DEPTH = 200
"""A document with more containers inside each other is refused, so that walking one never exhausts the stack."""

_SPACE = re.compile(r"[ \t\r\n]*")
_COLON = re.compile(r"[ \t\r\n]*:[ \t\r\n]*")
_COMMA = re.compile(r"[ \t\r\n]*,?[ \t\r\n]*")
_BRACKETS = re.compile(r"[\[\]{}]")
_STEPS = {"[": 1, "{": 1, "]": -1, "}": -1}


class JsonTextError(ValueError):
    """Text that JSON.parse would refuse. `line` and `column` are 1-based; `reason` never quotes the document."""

    def __init__(self, reason: str, line: int, column: int) -> None:
        super().__init__(f"{reason}: line {line} column {column}")
        self.reason = reason
        self.line = line
        self.column = column


def error_at(reason: str, text: str, position: int) -> JsonTextError:
    return JsonTextError(reason, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


class Entry(NamedTuple):
    """A member or an item, by offsets: from `start`, or for its value alone from `value`, up to `end`."""

    key: str | None
    start: int
    key_end: int
    value: int
    end: int


def after_space(text: str, place: int, space: re.Pattern[str] = _SPACE) -> int:
    found = space.match(text, place)
    return found.end() if found else place


@dataclass(frozen=True, slots=True)
class Container:
    """An object or an array: the offsets of its brackets, and what is between them."""

    start: int
    entries: tuple[Entry, ...]
    close: int

    def find(self, step: str | int) -> Entry | None:
        """The last member of that name, or the item at that index."""
        if isinstance(step, str):
            return next((entry for entry in reversed(self.entries) if entry.key == step), None)
        entry = self.entries[step] if 0 <= step < len(self.entries) else None
        return entry if entry and entry.key is None else None


def container_at(text: str, start: int) -> Container:
    """Walks one container of a valid text and skips over what it holds. A scalar is one that holds nothing."""
    if text[start] not in "{[":
        return Container(start, (), start)
    entries: list[Entry] = []
    place = after_space(text, start + 1)
    while text[place] not in "}]":
        key, key_end, value = None, place, place
        if text[start] == "{":
            key, key_end = _SCANNER.raw_decode(text, place)
            value = after_space(text, key_end, _COLON)
        end = value_end(text, value)
        entries.append(Entry(key, place, key_end, value, end))
        place = after_space(text, end, _COMMA)
    return Container(start, tuple(entries), place)


def value_end(text: str, start: int) -> int:
    """Where the value ends that starts there. But for constants, the standard scanner has JSON.parse's grammar."""
    return _SCANNER.raw_decode(text, start)[1]


def check(text: str) -> None:
    """Raises JsonTextError unless the text is one JSON value."""
    deep = _too_deep_at(text)
    if deep is not None:
        raise error_at("nested too deeply", text, deep)
    try:
        end = after_space(text, value_end(text, after_space(text, 0)))
    except json.JSONDecodeError as error:
        raise error_at(error.msg, text, error.pos) from None
    except _ConstantError as error:
        raise error_at(f"{error} is not JSON", text, next(_bare(text, "NaN|-?Infinity")).start()) from None
    if end < len(text):
        raise error_at("text after the end", text, end)


class _ConstantError(Exception):
    """NaN or an infinity, which the standard scanner reads in addition to JSON."""


def _refuse(constant: str) -> NoReturn:
    raise _ConstantError(constant)


def _too_deep_at(text: str) -> int | None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return None
    outside = "".join(_without_escapes(text).split('"')[::2])
    if max(accumulate(map(_STEPS.__getitem__, _BRACKETS.findall(outside))), default=0) <= MAX_DEPTH:
        return None
    depth = 0
    for bracket in _bare(text, _BRACKETS.pattern):
        depth += _STEPS[bracket[0]]
        if depth > MAX_DEPTH:
            return bracket.start()
    return None


def _bare(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """What matches outside of strings."""
    for found in re.finditer(f'"[^"]*"?|{pattern}', _without_escapes(text)):
        if not found[0].startswith('"'):
            yield found


def _without_escapes(text: str) -> str:
    """Of the same length, but a quotation mark is always the start or the end of a string."""
    return text.replace("\\\\", "__").replace('\\"', "__")


_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)
