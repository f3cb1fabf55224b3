"""Edits of JSON text are exact: a set key reads back, removing it leaves every byte as it was, whatever the layout."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.json_text import Document, JsonTextError, Path, canonical
from tests.domain.json_documents import array_at, arrays, keys, object_at, objects, values

Place = tuple[Document, Path]
new_members = st.lists(st.tuples(st.text(max_size=4), values), max_size=5, unique_by=lambda member: member[0])


def _is_insertion(before: bytes, after: bytes) -> bool:
    """Whether the one is the other with something put in at one place."""
    added = len(after) - len(before)
    return added > 0 and any(
        before[:i] == after[:i] and before[i:] == after[i + added :] for i in range(len(before) + 1)
    )


def _is_replacement(before: str, old: str, after: str, new: str) -> bool:
    """Whether the one is the other with `new` in one place where `old` was."""
    starts = (i for i in range(len(before)) if before.startswith(old, i))
    return any(before[:i] + new + before[i + len(old) :] == after for i in starts)


@given(objects(), new_members, st.randoms())
def test_setting_new_keys_then_removing_them_in_any_order_leaves_every_byte(
    place: Place, news: list[tuple[str, str]], random: Random
) -> None:
    document, at = place
    news = [(key, text) for key, text in news if key not in object_at(document.value, at)]
    edited = document
    for key, text in news:
        before = edited.to_bytes()
        edited = edited.with_member(key, text, at)
        assert _is_insertion(before, edited.to_bytes())
    for key, text in news:
        assert Document.parse(edited.to_bytes()).raw((*at, key)) == text
    random.shuffle(news)
    for key, _ in news:
        edited = edited.without_member(key, at)
    assert edited.to_bytes() == document.to_bytes()


@given(objects(), keys.map(json.loads) | st.text(max_size=3), values)
def test_a_set_key_reads_back_and_nothing_else_changes(place: Place, key: str, text: str) -> None:
    document, at = place
    edited = Document.parse(document.with_member(key, text, at).to_bytes())
    assert edited.bom == document.bom
    expected = document.value
    object_at(expected, at)[key] = Document.parse(text.encode()).value
    assert canonical(edited.value) == canonical(expected)
    old = document.raw((*at, key))
    if old is None:
        assert _is_insertion(document.to_bytes(), edited.to_bytes())
    else:
        assert _is_replacement(document.text, old, edited.text, text)


@given(objects(), st.data())
def test_a_removed_key_is_absent_and_its_neighbours_keep_their_spelling(place: Place, data: st.DataObject) -> None:
    document, at = place
    held = object_at(document.value, at)
    key = data.draw(st.sampled_from([*held, "absent"]))
    edited = Document.parse(document.without_member(key, at).to_bytes())
    assert list(object_at(edited.value, at)) == [other for other in held if other != key]
    for other in held.keys() - {key}:
        assert edited.raw((*at, other)) == document.raw((*at, other))
    assert (edited == document) is (key not in held)


@given(arrays(), st.lists(values, min_size=1, max_size=4))
def test_appending_items_then_removing_the_last_ones_leaves_every_byte(place: Place, texts: list[str]) -> None:
    document, at = place
    count = len(array_at(document.value, at))
    edited = document
    for text in texts:
        before = edited.to_bytes()
        edited = edited.with_item(text, at)
        assert _is_insertion(before, edited.to_bytes())
    for index, text in enumerate(texts):
        assert Document.parse(edited.to_bytes()).raw((*at, count + index)) == text
    for index in reversed(range(len(texts))):
        edited = edited.without_item(count + index, at)
    assert edited.to_bytes() == document.to_bytes()


@given(arrays(), st.data())
def test_a_removed_item_is_gone_and_the_others_keep_their_spelling(place: Place, data: st.DataObject) -> None:
    document, at = place
    spelled = [document.raw((*at, index)) for index in range(len(array_at(document.value, at)))]
    assume(spelled)
    index = data.draw(st.integers(0, len(spelled) - 1))
    edited = Document.parse(document.without_item(index, at).to_bytes())
    count = len(array_at(edited.value, at))
    assert [edited.raw((*at, i)) for i in range(count)] == spelled[:index] + spelled[index + 1 :]


@pytest.mark.parametrize(
    "before,after",
    [
        ("{}", '{"b": 2}'),
        ("{ }", '{ "b": 2 }'),
        ("{\n}", '{\n  "b": 2\n}'),
        ("{\r\n}\r\n", '{\r\n  "b": 2\r\n}\r\n'),
        ('{"a": 1}', '{"a": 1, "b": 2}'),
        ('{"a":1}', '{"a":1,"b":2}'),
        ('{"a":1, "c":3}', '{"a":1, "c":3, "b":2}'),
        ('{ "a": 1 }', '{ "a": 1, "b": 2 }'),
        ('{\n  "a": 1\n}\n', '{\n  "a": 1,\n  "b": 2\n}\n'),
        ('{\n\t"a" : 1\n}', '{\n\t"a" : 1,\n\t"b" : 2\n}'),
        ('{\r\n    "a": 1\r\n}', '{\r\n    "a": 1,\r\n    "b": 2\r\n}'),
        ('{ "a": 1\n, "c": 3\n}', '{ "a": 1\n, "c": 3\n, "b": 2\n}'),
        ('{"a":\n 1}', '{"a":\n 1, "b": 2}'),
        ('{"b": 1, "a": 1, "b": 1}', '{"b": 1, "a": 1, "b": 2}'),
        ('{"b": 1, "\\u0062" : 1}', '{"b": 1, "\\u0062" : 2}'),
    ],
)
def test_a_new_member_looks_like_its_neighbours(before: str, after: str) -> None:
    assert Document.parse(before.encode()).with_member("b", "2").text == after


def test_inner_containers_follow_the_style_around_them() -> None:
    document = Document.parse(b'{"a":{},"c":[1],"d":[]}')
    assert document.with_member("b", "2", ("a",)).text == '{"a":{"b":2},"c":[1],"d":[]}'
    assert document.with_item("2", ("c",)).text == '{"a":{},"c":[1,2],"d":[]}'
    assert document.with_item("2", ("d",)).text == '{"a":{},"c":[1],"d":[2]}'
    assert Document.parse(b"[1]").with_item("2", ()).text == "[1, 2]"
    mixed = Document.parse(b'{"a":{"x" : 1},"c":2}')
    assert mixed.with_member("b", "2", ("a",)).text == '{"a":{"x" : 1, "b" : 2},"c":2}'
    indented = Document.parse(b'{\n    "a": {\n    }\n}')
    assert indented.with_member("b", "2", ("a",)).text == '{\n    "a": {\n        "b": 2\n    }\n}'


def test_of_duplicate_keys_the_last_is_read_and_edited_and_all_are_removed() -> None:
    document = Document.parse(b'{"x": 1, "a": {"k": 1}, "y": 2, "\\u0061": {"k": 2}, "z": 3}')
    assert document.raw(("a", "k")) == "2"
    assert document.value == {"x": 1, "a": {"k": 2}, "y": 2, "z": 3}
    assert document.with_member("k", "7", ("a",)).raw(("a",)) == '{"k": 7}'
    assert document.without_member("a").text == '{"x": 1, "y": 2, "z": 3}'
    assert Document.parse(b'{"a": 1, "a": 2, "b": 3, "a": 4 }').without_member("a").text == '{"b": 3 }'
    assert Document.parse(b'{"a": 1, "a": 2 }').without_member("a").text == "{ }"


def test_what_is_not_there() -> None:
    document = Document.parse(b'{"a": [1, {}], "b": "text"}')
    absent: list[Path] = [("c",), ("a", 2), ("a", -1), ("a", "0"), ("b", 0), ("b", "x"), (0,), ("a", 0, 0), ("a", 1, 0)]
    assert [path for path in absent if document.raw(path) is not None] == []
    assert document.raw(()) == document.text
    for key in ("a", "b", "c"):
        with pytest.raises(LookupError):
            document.with_member("k", "1", (key,))
        with pytest.raises(LookupError):
            document.without_member("k", (key,))
    no_arrays: list[Path] = [(), ("b",), ("c",), ("a", 1)]
    for at in no_arrays:
        with pytest.raises(LookupError):
            document.with_item("1", at)
    for index in (2, -1):
        with pytest.raises(LookupError):
            document.without_item(index, ("a",))


@pytest.mark.parametrize("text", ["", "1 2", "{", "NaN", "1,", '1}, "c": {', "'x'"])
def test_only_a_json_text_can_be_put_in(text: str) -> None:
    document = Document.parse(b'{"a": [], "b": {}}')
    with pytest.raises(JsonTextError):
        document.with_member("k", text, ("b",))
    with pytest.raises(JsonTextError):
        document.with_item(text, ("a",))
