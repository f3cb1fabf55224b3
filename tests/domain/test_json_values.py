"""Values of a document: nothing is lost in reading, one canonical text per value, laid out in the document's style."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.json_text import Document, Json, canonical, layout
from tests.domain.json_documents import documents


def _value(text: str) -> Json:
    return Document.parse(text.encode()).value


def test_lone_surrogates_are_read_and_survive() -> None:
    document = Document.parse(rb'{"\ud800": "\udfff\ud83d\ude00"}')
    assert document.value == {"\ud800": "\udfff😀"}
    assert document.raw(("\ud800",)) == r'"\udfff\ud83d\ude00"'
    edited = document.with_member("\udc01", canonical("\ud802"))
    assert Document.parse(edited.to_bytes()).raw(("\udc01",)) == r'"\ud802"'
    for text in (canonical(document.value), layout(document.value, document, 0)):
        assert _value(text) == document.value


@pytest.mark.parametrize(
    "text", ["1e999", "-1e-99999999999999999999999", "8" * 5000, "0." + "3" * 5000, "1e" + "9" * 5000, "0.10"]
)
def test_no_number_is_too_big_or_too_precise(text: str) -> None:
    value = _value(text)
    assert layout(value, Document.parse(b"{}"), 0) == text
    assert canonical(value) != canonical(_value(text + "1"))


@pytest.mark.parametrize(
    "same",
    [
        ["1", "1.0", "10e-1", "0.1E+1", "1e0", "1000e-3"],
        ["0", "-0", "0.0", "-0e7"],
        ["1e21", "1000000000000000000000", "1E+21"],
        ["-12.5", "-12.50", "-125e-1"],
        ["1e-7", "0.0000001"],
        ["1e999", "10e998"],
        ['"a"', '"\\u0061"'],
        ['{"a": 1, "b": [true, null]}', '{ "b":[true,null],"a":1.0}', '{"a": 5, "b": [true, null], "a": 1}'],
    ],
)
def test_equal_values_have_one_canonical_text(same: list[str]) -> None:
    assert len({canonical(_value(text)) for text in same}) == 1


def test_different_values_have_different_canonical_texts() -> None:
    texts = """1 true "1" [1] "true" null "null" 0 false {} [] "" [[]] [1,1] [11] {"a":1} {"a":true} {"1":"a"} "é"
        "e\u0301" 9007199254740993 9007199254740992 1e999 1e998 1e-999""".split()
    assert len({canonical(_value(text)) for text in texts}) == len(texts)


def test_canonical_texts_are_short_and_readable() -> None:
    value: Json = {"ü": "ß", "ttl": 3600, "a": [0.1, 1.0, -5, 1e-7], "no": None, "yes": True}
    assert canonical(value) == '{"a":[0.1,1,-5,0.0000001],"no":null,"ttl":3600,"yes":true,"ü":"ß"}'


@given(documents(), documents())
def test_canonical_and_layout_keep_the_value(document: Document, styled: Document) -> None:
    spelled = canonical(document.value)
    assert canonical(_value(spelled)) == spelled
    assert canonical(_value(layout(document.value, styled, 1))) == spelled


@pytest.mark.parametrize(
    "document,unit,newline",
    [
        ('{\n  "x": 1\n}', "  ", "\n"),
        ('{\r\n\t"x": 1\r\n}', "\t", "\r\n"),
        ('\n{"x": [\n    1]}', "    ", "\n"),
        ("{\n}", "  ", "\n"),
    ],
)
def test_a_value_is_laid_out_as_its_document_is(document: str, unit: str, newline: str) -> None:
    value: Json = {"a": [1, {}], "b": {"c": []}}
    for depth in (0, 1, 3):
        expected = json.dumps(value, indent=unit).replace("\n", newline + unit * depth)
        assert layout(value, Document.parse(document.encode()), depth) == expected


@pytest.mark.parametrize("document", ["{}", '{"x": 1}\n', ' {"x":1} ', '\r\n{"x": "\\n"}\r\n'])
def test_in_a_single_line_document_a_value_takes_no_line(document: str) -> None:
    assert layout({"a": [1, {}], "b": True}, Document.parse(document.encode()), 1) == '{"a": [1, {}], "b": true}'


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
)


@given(values)
def test_with_two_spaces_a_value_is_laid_out_as_json_dumps_does(value: Json) -> None:
    assert layout(value, Document.parse(b'{\n  "a": 1\n}'), 0) == json.dumps(value, indent=2, ensure_ascii=False)
