"""Edits a JSON document as text, so that another program's file keeps every byte that we did not mean to change."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Collection
from dataclasses import dataclass
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Inexact, InvalidOperation, Overflow, Underflow
from sys import int_info
from typing import TypeAlias

from app.domain.json_scan import Container, JsonTextError, after_space, check, container_at, error_at, value_end

__all__ = ["Document", "Json", "JsonTextError", "Path", "canonical", "layout"]

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
Path: TypeAlias = tuple[str | int, ...]

_EXACT = Context(MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation, Inexact, Overflow, Underflow])
_LINE_BREAK = re.compile(r"\r\n?|\n")
_INDENTATION = re.compile(r"(?<=[\r\n])[ \t]+(?=\S)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Document:
    """A valid document. `text` is without the byte order mark. Of duplicate keys the last one counts."""

    text: str
    bom: bool

    @classmethod
    def parse(cls, data: bytes) -> Document:
        """Accepts exactly what JSON.parse accepts of UTF-8 text, after at most one byte order mark."""
        bom, data = data.startswith(BOM_UTF8), data.removeprefix(BOM_UTF8)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            before = data[: error.start].decode()
            raise error_at("invalid UTF-8", before, len(before)) from None
        check(text)
        return cls(text, bom)

    def to_bytes(self) -> bytes:
        return (BOM_UTF8 if self.bom else b"") + self.text.encode()

    @property
    def value(self) -> Json:
        """The decoded root value. Numbers that Python would round or refuse remember their text."""
        value: Json = _DECODER.raw_decode(self.text, after_space(self.text, 0))[0]
        return value

    def raw(self, path: Path) -> str | None:
        """The source text of the value at that path, or None where there is none."""
        span = self._span(path)
        return None if span is None else self.text[slice(*span)]

    def count(self, key: str) -> int:
        """How many members of that name the root object has; JSON allows more than one."""
        return sum(entry.key == key for entry in self._container((), "{").entries)

    def with_member(self, key: str, text: str, at: Path = ()) -> Document:
        """Sets a key of the object at `at` to a JSON text. LookupError where no object is there."""
        check(text)
        parent = self._container(at, "{")
        member = parent.find(key)
        if member:
            return self._spliced(member.value, member.end, text)
        return self._appended(parent, f"{_string(key)}{self._colon(parent)}{text}")

    def without_member(self, key: str, at: Path = ()) -> Document:
        """Removes every member of that name from the object at `at`. LookupError where no object is there."""
        parent = self._container(at, "{")
        return self._without(parent, {i for i, entry in enumerate(parent.entries) if entry.key == key})

    def with_item(self, text: str, at: Path) -> Document:
        """Appends a JSON text to the array at `at`. LookupError where no array is there."""
        check(text)
        return self._appended(self._container(at, "["), text)

    def without_item(self, index: int, at: Path) -> Document:
        """Removes one item of the array at `at`. LookupError where there is no such array or item."""
        parent = self._container(at, "[")
        if not parent.find(index):
            raise LookupError(index)
        return self._without(parent, {index})

    def _span(self, path: Path) -> tuple[int, int] | None:
        start = after_space(self.text, 0)
        end = value_end(self.text, start)
        for step in path:
            entry = container_at(self.text, start).find(step)
            if entry is None:
                return None
            start, end = entry.value, entry.end
        return start, end

    def _container(self, at: Path, bracket: str) -> Container:
        span = self._span(at)
        if span is None or self.text[span[0]] != bracket:
            raise LookupError(at)
        return container_at(self.text, span[0])

    def _spliced(self, start: int, end: int, text: str) -> Document:
        return Document(self.text[:start] + text + self.text[end:], self.bom)

    def _appended(self, parent: Container, text: str) -> Document:
        """Behind the last entry; in an empty container before its white space, which `_without` leaves alone."""
        if parent.entries:
            end = parent.entries[-1].end
            return self._spliced(end, end, self._separator(parent) + text)
        lead = self.text[parent.start + 1 : parent.close]
        newline, indentation = _style(self.text)
        if newline and newline in lead:
            lead = newline + lead.rpartition(newline)[2] + indentation
        return self._spliced(parent.start + 1, parent.start + 1, lead + text)

    def _without(self, parent: Container, indices: Collection[int]) -> Document:
        """Takes an entry away together with what separates it from the one before it."""
        if not indices:
            return self
        entries = parent.entries
        kept = [index for index in range(len(entries)) if index not in indices]
        if not kept:
            return self._spliced(parent.start + 1, entries[-1].end, "")
        first = entries[kept[0]]
        parts = [self.text[: entries[0].start], self.text[first.start : first.end]]
        parts += [self.text[entries[index - 1].end : entries[index].end] for index in kept[1:]]
        return Document("".join(parts) + self.text[entries[-1].end :], self.bom)

    def _separator(self, parent: Container) -> str:
        """What stands before the last entry; behind a lone one a comma and its own line break or a space."""
        if len(parent.entries) > 1:
            return self.text[parent.entries[-2].end : parent.entries[-1].start]
        lead = self.text[parent.start + 1 : parent.entries[0].start]
        if _LINE_BREAK.search(lead):
            return "," + lead
        return ", " if self._colon(parent).endswith(" ") else ","

    def _colon(self, parent: Container) -> str:
        """As the last member here writes it, or else the last one of the root."""
        holds_members = parent.entries and parent.entries[-1].key is not None
        entries = (parent if holds_members else container_at(self.text, after_space(self.text, 0))).entries
        colon = self.text[entries[-1].key_end : entries[-1].value] if entries else ""
        return ": " if not colon or _LINE_BREAK.search(colon) else colon


def canonical(value: Json) -> str:
    """One JSON text per value, for comparing: keys sorted, compact, `1.0` and `1` the same number."""
    match value:
        case dict():
            return "{" + ",".join(f"{_string(key)}:{canonical(value[key])}" for key in sorted(value)) + "}"
        case list():
            return "[" + ",".join(canonical(item) for item in value) + "]"
        case bool() | None:
            return _scalar(value)
        case str():
            return _string(value)
        case _:
            return _canonical_number(_scalar(value))


def layout(value: Json, document: Document, depth: int) -> str:
    """The value as JSON text in the document's own style, for a place inside `depth` containers."""
    return _laid_out(value, *_style(document.text), depth)


class _Number(float):
    """A number that remembers its text, so that it is never rounded, whatever its size."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= int_info.str_digits_check_threshold else _Number(text)


def _style(text: str) -> tuple[str | None, str]:
    """The first line break inside the document, and the indentation of its first indented line."""
    inside = text.strip(" \t\r\n")
    line_break, indentation = _LINE_BREAK.search(inside), _INDENTATION.search(inside)
    return line_break and line_break[0], indentation[0] if indentation else "  "


def _laid_out(value: Json, newline: str | None, indentation: str, depth: int) -> str:
    match value:
        case dict() if value:
            pairs = value.items()
            parts = [f"{_string(key)}: {_laid_out(item, newline, indentation, depth + 1)}" for key, item in pairs]
            left, right = "{}"
        case list() if value:
            parts = [_laid_out(item, newline, indentation, depth + 1) for item in value]
            left, right = "[]"
        case str():
            return _string(value)
        case _:
            return _scalar(value)
    if newline is None:
        return left + ", ".join(parts) + right
    gap = newline + indentation * depth
    return left + gap + indentation + f",{gap}{indentation}".join(parts) + gap + right


def _string(text: str) -> str:
    """Lone surrogates stay escaped: UTF-8 cannot hold them."""
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _scalar(value: Json) -> str:
    return value.text if isinstance(value, _Number) else json.dumps(value, allow_nan=False)


def _canonical_number(text: str) -> str:
    """Its exact decimal value: in full up to 21 digits, else with an exponent."""
    try:
        number = _EXACT.create_decimal(text).normalize(_EXACT)
    except ArithmeticError:
        return text.lower()  # an exponent beyond 10**18, which every reader takes for zero or infinity
    if not number:
        return "0"
    return f"{number:f}" if abs(number.adjusted()) < 21 else str(number)


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=_Number)
