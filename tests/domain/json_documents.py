"""Random JSON documents for the tests: any layout, byte order marks, duplicate keys, escapes, lone surrogates."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from app.domain.json_text import Document, Json, Path

BOM = b"\xef\xbb\xbf"
SCALARS = """null true false 0 -0 1.0 1e2 -12.50E-3 1e999 9007199254740993 "" "{[," """.split()
ESCAPES = r"""\n \" \\ \/ \u0061 \ud83d\ude00 \ud800 \udc00x é 😀""".split()

spaces = st.sampled_from(["", "", " ", "\n", "\r\n", "\t", "\n  ", "\r\n\t", "\r", "\n\n    ", "  "])
letters = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters='"\\') | st.sampled_from(ESCAPES)
strings = st.lists(letters, max_size=5).map(lambda parts: '"' + "".join(parts) + '"')
keys = st.sampled_from(['"a"', '"\\u0061"', '"b"', '""', '"new"']) | strings


def _joined(parts: list[tuple[str, ...]], inside: str) -> str:
    return ",".join("".join(part) for part in parts) or inside


def _objects(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    members = st.tuples(spaces, keys, spaces, st.just(":"), spaces, values, spaces)
    return st.builds(_joined, st.lists(members, max_size=4), spaces).map(lambda inside: "{" + inside + "}")


def _arrays(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.tuples(spaces, values, spaces)
    return st.builds(_joined, st.lists(items, max_size=4), spaces).map(lambda inside: "[" + inside + "]")


values = st.recursive(
    st.sampled_from([*SCALARS, "7" * 5000]) | strings, lambda inner: _objects(inner) | _arrays(inner), max_leaves=8
)


@st.composite
def documents(draw: st.DrawFn, roots: st.SearchStrategy[str] = values) -> Document:
    text = draw(spaces) + draw(roots) + draw(spaces)
    return Document.parse(draw(st.sampled_from([b"", BOM])) + text.encode())


def _places(value: Json, kind: type, here: Path = ()) -> Iterator[Path]:
    """Where the containers of that kind are."""
    if isinstance(value, kind):
        yield here
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _places(inner, kind, (*here, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _places(inner, kind, (*here, index))


def _at(value: Json, path: Path) -> Json:
    for step in path:
        match value, step:
            case dict(), str():
                value = value[step]
            case list(), int():
                value = value[step]
    return value


def object_at(value: Json, path: Path) -> dict[str, Json]:
    held = _at(value, path)
    assert isinstance(held, dict)
    return held


def array_at(value: Json, path: Path) -> list[Json]:
    held = _at(value, path)
    assert isinstance(held, list)
    return held


@st.composite
def objects(draw: st.DrawFn) -> tuple[Document, Path]:
    """A document, and where an object is in it."""
    document = draw(documents(_objects(values)))
    return document, draw(st.sampled_from(list(_places(document.value, dict))))


@st.composite
def arrays(draw: st.DrawFn) -> tuple[Document, Path]:
    """A document, and where an array is in it."""
    document = draw(documents(_arrays(values)))
    return document, draw(st.sampled_from(list(_places(document.value, list))))
