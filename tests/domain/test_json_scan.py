"""What is valid: exactly what JSON.parse accepts of UTF-8 text, after at most one byte order mark."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.json_scan import MAX_DEPTH
from app.domain.json_text import Document, JsonTextError, canonical, layout
from tests.domain.json_documents import BOM, documents

_SCALAR = re.compile(
    r"""true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"""
    r"""|"(?:[^"\\\x00-\x1f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*\""""
)
_WHITE = re.compile(r"[\x20\x09\x0a\x0d]*")


class _Grammar:
    """RFC 8259, letter by letter: an oracle that shares nothing with the product."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._place = 0

    def accepts(self) -> bool:
        try:
            self._white()
            self._value()
            self._white()
        except SyntaxError:
            return False
        return self._place == len(self._text)

    def _white(self) -> None:
        self._take(_WHITE)

    def _take(self, pattern: re.Pattern[str]) -> None:
        found = pattern.match(self._text, self._place)
        if not found:
            raise SyntaxError
        self._place = found.end()

    def _next_is(self, letter: str) -> bool:
        there = self._text.startswith(letter, self._place)
        self._place += there
        return there

    def _value(self) -> None:
        if self._next_is("{"):
            self._entries("}", keyed=True)
        elif self._next_is("["):
            self._entries("]", keyed=False)
        else:
            self._take(_SCALAR)

    def _entries(self, closing: str, *, keyed: bool) -> None:
        self._white()
        if self._next_is(closing):
            return
        while True:
            self._white()
            if keyed:
                self._key()
            self._value()
            self._white()
            if self._next_is(closing):
                return
            if not self._next_is(","):
                raise SyntaxError

    def _key(self) -> None:
        if not self._text.startswith('"', self._place):
            raise SyntaxError
        self._take(_SCALAR)
        self._white()
        if not self._next_is(":"):
            raise SyntaxError
        self._white()


def _accepted(data: bytes) -> bool:
    try:
        document = Document.parse(data)
    except JsonTextError:
        return False
    assert document.to_bytes() == data
    return True


fragments = st.sampled_from(
    [
        *"{}[]\",:\\/bfnrtu0123456789-+.eE \t\r\n\x00\x0b\x0c\x1f\x7f\xa0'#*\u0663\ufeff\u2028",
        *'NaN Infinity -Infinity true null // /**/ ,] ,} \\u00g0 \\x "": 01 1. .5'.split(),
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(documents()).text
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.just("") | fragments) + text[place + draw(st.integers(0, 2)) :]
    return text


@given(damaged())
def test_a_damaged_document_is_accepted_only_where_the_grammar_says_so(text: str) -> None:
    assert _accepted(text.encode()) is _Grammar(text.removeprefix("\ufeff")).accepts()


@given(documents())
def test_every_valid_document_comes_back_byte_by_byte(document: Document) -> None:
    assert _Grammar(document.text).accepts()
    assert _accepted(document.to_bytes())


REFUSED = [
    *["", " ", "{", "}", "[", '"', "1 1", "[1 2]", "[1,]", "[,1]", '{"a": 1,}', '{"a" 1}', '{"a": 1 "b": 2}'],
    *"{a:1} {1:1} {'a':1} 'a' nul True undefined NaN Infinity -Infinity [NaN] [-Infinity] //c /**/1".split(),
    *"01 -01 1. .5 +1 - 1e 1e+ 0x1 1_0 1n \u0661 -\u0661 1.\u0662 1e\u0662".split(),
    *['"\t"', '"\n"', '"\x00"', '"\x1f"', '"\\u 123"', '"\\u+123"', '"\\u1_23"', '"\\u\u0661\u0661\u0661\u0661"'],
    *['"\\a"', '"\\u12"', '"\\', '"a', '"\\"', '"\\\\\\"', '["\\\\"x"]'],
    *["\xa01", "1\u2028", "\u30001", "\x0b1", "\x0c1", "1\ufeff", "\x00", "1\x00"],
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_json_parse_refuses_is_refused(text: str) -> None:
    assert not _Grammar(text).accepts()
    assert not _accepted(text.encode())
    assert not _accepted(BOM + text.encode())


@pytest.mark.parametrize(
    "data", [b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b'"\xe2\x82"', '"a"'.encode("utf-16"), BOM + BOM + b"1", BOM]
)
def test_what_is_not_utf8_with_at_most_one_mark_is_refused(data: bytes) -> None:
    assert not _accepted(data)


@pytest.mark.parametrize(
    "data,line,column",
    [
        (b'{\n  "a": 1,\n  "b": nope\n}', 3, 8),
        (b"[1,\r\n 2\r\n3]", 3, 1),
        (BOM + b"[\n1] x", 2, 4),
        (b'["NaN \\" NaN \\\\",\n  1, -Infinity]', 2, 6),
        (b'["\xc3\xa9",\n "\xc3\xa9\xff"]', 2, 4),
        (b"[\n" * (MAX_DEPTH + 5), MAX_DEPTH + 1, 1),
        (b'["[", "\\"["' + b',{"a":[]}' * MAX_DEPTH + b",\n" + b"[" * MAX_DEPTH, 2, MAX_DEPTH),
        (b"", 1, 1),
    ],
)
def test_the_place_of_the_fault_is_told(data: bytes, line: int, column: int) -> None:
    with pytest.raises(JsonTextError) as caught:
        Document.parse(data)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert caught.value.reason.isascii()
    assert caught.value.reason


@pytest.mark.parametrize("opening,closing", [("[", "]"), ('{"a":', "}")])
@pytest.mark.parametrize("depth", [MAX_DEPTH, MAX_DEPTH + 1, 100_000])
def test_deep_nesting_is_refused_and_never_fatal(depth: int, opening: str, closing: str) -> None:
    text = opening * depth + "1" + closing * depth
    assert _accepted(text.encode()) is (depth <= MAX_DEPTH)
    assert not _accepted((opening * depth).encode())


def test_the_deepest_document_can_be_read_compared_and_laid_out() -> None:
    text = "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH
    document = Document.parse(text.encode())
    assert canonical(document.value) == text
    assert layout(document.value, Document.parse(b"{\n}"), 0).count("\n") == 2 * MAX_DEPTH
    assert document.raw((0,) * MAX_DEPTH) == "1"


@pytest.mark.parametrize(
    "text",
    ["[" + "[]," * 600 + "1]", '"' + "[" * 600 + '"', '["' + '\\"[' * 600 + '\\\\", 1]', '["\\\\"' + ",{}" * 600 + "]"],
)
def test_brackets_side_by_side_or_in_strings_are_not_nesting(text: str) -> None:
    assert _accepted(text.encode())
