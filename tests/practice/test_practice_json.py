"""JSON as JavaScript reads and writes it."""

from __future__ import annotations

import pytest

from app.practice.claude_json import NotJson, parse, stringify


@pytest.mark.parametrize(
    "text",
    [
        "{} x",
        "{'a': 1}",
        '{"a": 1,}',
        "[1,]",
        "// no\n{}",
        "NaN",
        "-Infinity",
        "01",
        "1.",
        "+1",
        '"\t"',
        "",
        "\ufeff\ufeff{}",
        "[" * 100_000,
        "tru",
    ],
)
def test_what_json_parse_refuses(text: str) -> None:
    with pytest.raises(NotJson):
        parse(text.encode())


def test_bytes_that_are_no_utf8_are_refused() -> None:
    with pytest.raises(NotJson):
        parse(b'{"a": "\xff"}')


def test_one_byte_order_mark_is_allowed_and_the_last_of_duplicate_names_counts() -> None:
    assert parse('\ufeff{"a": 1, "b": 2, "a": 3}'.encode()) == {"a": 3, "b": 2}


@pytest.mark.parametrize(
    "given, written",
    [
        ("1.0", "1"),
        ("-0", "0"),
        ("1e3", "1000"),
        ("1E21", "1e+21"),
        ("123456789012345680000", "123456789012345680000"),
        ("9007199254740993", "9007199254740992"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("-1.50e-9", "-1.5e-9"),
        ("18.42", "18.42"),
        ("100.25", "100.25"),
        ("1e999", "null"),
        ('"\\u00fc\\/\\u0007\\ud83d\\ude00\\ud800\\u2028"', '"ü/\\u0007😀\\ud800\u2028"'),
        ("[]", "[]"),
        ("{}", "{}"),
        ("[true,false,null]", "[\n  true,\n  false,\n  null\n]"),
        ('{"b":{"c":[1]},"10":1,"2":2,"01":3}', None),
    ],
)
def test_what_json_stringify_makes_of_it(given: str, written: str | None) -> None:
    if written is None:
        written = '{\n  "2": 2,\n  "10": 1,\n  "b": {\n    "c": [\n      1\n    ]\n  },\n  "01": 3\n}'
    assert stringify(parse(given.encode())) == written
