"""The secrets of a sign-in, the link that asks for consent, and the name that a computer gives to its key."""

from __future__ import annotations

import copy
import pickle
import traceback
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.sign_in import Code, Verifier, code, link, readable_name, typed_code

VERIFIER = Verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")


def test_the_challenge_is_that_of_the_standards_example() -> None:
    """RFC 7636, appendix B."""
    assert VERIFIER.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


@pytest.mark.parametrize("text", ["", "x" * 42, "x" * 129, "x" * 42 + "=", "x" * 42 + "\u00e9", "x" * 43 + "\n"])
def test_a_verifier_that_the_standard_forbids(text: str) -> None:
    with pytest.raises(ValueError, match="43 to 128"):
        Verifier(text)


def test_a_verifier_that_is_refused_is_not_shown() -> None:
    with pytest.raises(ValueError, match="43 to 128") as caught:
        Verifier("do-not-show-this")
    (_, inside) = traceback.TracebackException.from_exception(caught.value, capture_locals=True).stack
    assert inside.locals
    assert "do-not-show-this" not in str(inside.locals)


@pytest.mark.parametrize("secret", [VERIFIER, Code("do-not-show-this")])
def test_neither_shows_itself(secret: Code | Verifier) -> None:
    shown = f"{secret!r} {secret} {[secret]} %s" % secret
    assert secret.reveal() not in shown
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.deepcopy(secret)
    with pytest.raises(TypeError):
        secret.__getstate__()


def test_the_link_asks_for_consent() -> None:
    asked = link("https://openrouter.ai/auth", VERIFIER, "Companion on caf\u00e9 & co", "http://127.0.0.1:4/x?y")
    assert asked.isascii()
    assert asked.startswith("https://openrouter.ai/auth?")
    assert parse_qs(urlsplit(asked).query, strict_parsing=True) == {
        "callback_url": ["http://127.0.0.1:4/x?y"],
        "code_challenge": [VERIFIER.challenge],
        "code_challenge_method": ["S256"],
        "key_label": ["Companion on caf\u00e9 & co"],
    }
    assert VERIFIER.reveal() not in asked
    assert "callback_url" not in link("https://openrouter.ai/auth", VERIFIER, "x", None)


@pytest.mark.parametrize(
    "text,read",
    [("good", "good"), ("a/b+c=", "a/b+c="), ("x" * 1024, "x" * 1024), ("", None), ("a b", None), ("x" * 1025, None)],
)
def test_a_code_as_a_browser_brings_it(text: str, read: str | None) -> None:
    found = code(text)
    assert (found.reveal() if found else None) == read


@pytest.mark.parametrize(
    "text,read", [(" “ab\ncd” ", "abcd"), ("'ab'", "ab"), ("ab\tcd\r\n", "abcd"), ("  ", None), ("\u00e9", None)]
)
def test_a_code_as_a_person_pastes_it(text: str, read: str | None) -> None:
    found = typed_code(text)
    assert (found.reveal() if found else None) == read


@pytest.mark.parametrize(
    "computer,name",
    [
        ("ada-laptop", "ada-laptop"),
        ("ada-laptop.fritz.box", "ada-laptop"),
        (" J\u00f6rgs Rechner ", "J\u00f6rgs Rechner"),
        ("a\n\x1b[31mb\u202e", "a[31mb"),
        ("x" * 80, "x" * 60),
        ("", ""),
        (".local", ""),
    ],
)
def test_a_computers_name_as_others_may_read_it(computer: str, name: str) -> None:
    assert readable_name(computer) == name
