"""Translation, filling in, lists, and that nothing visible goes round the catalogue."""

from __future__ import annotations

import ast
import string
import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.words.speech import Speech, for_language
from tests.words.catalogues import Pseudo

WORDS = Path(__file__).resolve().parent.parent.parent / "app" / "words"
SPEAKS = {"say": 1, "plural": 2}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(WORDS.glob("*.py")):
        yield file.name, ast.parse(file.read_text("utf-8"))


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, int]]:
    """Each call that says something, and how many of its first arguments are messages."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SPEAKS:
            yield node, SPEAKS[node.func.attr]


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def complaints(tree: ast.Module) -> Iterator[str]:
    for call, messages in calls(tree):
        given = {keyword.arg for keyword in call.keywords} | ({"n"} if messages == 2 else set())
        for argument in call.args[:messages]:
            text = literal(argument)
            if not text:
                yield f"line {call.lineno}: not a literal"
            elif placeholders(text) | ({"n"} if messages == 2 else set()) != given:
                yield f"line {call.lineno}: {text}: filled with {given}"
        if len(call.args) != (1 if messages == 1 else 3):
            yield f"line {call.lineno}: wrong number of arguments"


@pytest.mark.parametrize("name,tree", list(trees()))
def test_messages_are_literals_with_the_values_they_name(name: str, tree: ast.Module) -> None:
    own = name == "speech.py"  # `listing` fills a message of its own there
    assert [c for c in complaints(tree) if not own or "not a literal" in c] == []


@pytest.mark.parametrize(
    "source",
    [
        "speech.say(message)",
        "speech.say(f'a {b}')",
        "speech.say('a {b}')",
        "speech.say('a', b=1)",
        "speech.say('')",
        "speech.plural('{n} day', days, 2)",
        "speech.plural('{m} day', '{n} days', 2)",
        "speech.say('a', 'b')",
    ],
)
def test_the_check_of_messages_can_fail(source: str) -> None:
    assert list(complaints(ast.parse(source)))


def sentences_outside_calls(tree: ast.Module) -> Iterator[str]:
    said = {id(argument) for call, messages in calls(tree) for argument in call.args[:messages]}
    told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in said | told and " " in str(node.value).strip():
            yield str(node.value)


@pytest.mark.parametrize("name,tree", list(trees()))
def test_no_sentence_is_anywhere_else(name: str, tree: ast.Module) -> None:
    assert list(sentences_outside_calls(tree)) == []


def test_a_sentence_elsewhere_would_be_seen() -> None:
    assert list(sentences_outside_calls(ast.parse("x = 'All is well'"))) == ["All is well"]


def test_english_is_the_language_without_a_catalogue() -> None:
    assert Speech().say("Close {name}.", name="Claude") == "Close Claude."
    assert [Speech().plural("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_the_catalogue_gets_the_message_before_it_is_filled() -> None:
    assert Speech(Pseudo()).say("Close {name}.", name="Claude") == "⟦Close Claude.⟧"


@pytest.mark.parametrize("value", ["{braces}", "100 % sure", "ä“ß”", "{0}", "{"])
def test_values_are_taken_as_they_are(value: str) -> None:
    assert Speech().say("{name}", name=value) == value


@pytest.mark.parametrize("value", ["a\x1b[31mb", "a\nb", "a\u202eb", "a\udcffb", "a\x00b"])
def test_values_cannot_steer_a_terminal(value: str) -> None:
    shown = Speech().say("{name}", name=value)
    assert shown.isprintable()
    assert shown.startswith("a?")
    assert shown.encode("utf-8")


@pytest.mark.parametrize(
    "items,text", [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c", "d"], "a, b, c and d")]
)
def test_lists(items: list[str], text: str) -> None:
    assert Speech().listing(items) == text


def mo_file(messages: dict[str, str]) -> bytes:
    """A compiled catalogue, as `msgfmt` writes it."""
    messages = {"": "Content-Type: text/plain; charset=UTF-8\n", **messages}
    rows = [(key.encode(), text.encode()) for key, text in sorted(messages.items())]
    blob, tables = b"", [b"", b""]
    start = 28 + 16 * len(rows)
    for column in (0, 1):
        for row in rows:
            tables[column] += struct.pack("<II", len(row[column]), start + len(blob))
            blob += row[column] + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(rows), 28, 28 + 8 * len(rows), 0, 0)
    return head + tables[0] + tables[1] + blob


def test_a_language_comes_from_its_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "gateway-companion.mo").write_bytes(mo_file({"just now": "gerade eben"}))
    assert for_language("de", tmp_path).say("just now") == "gerade eben"
    assert for_language("de", tmp_path).say("free") == "free"
    assert for_language("fr", tmp_path).say("just now") == "just now"
    assert for_language(None, tmp_path).say("just now") == "just now"
