"""What the browser says in the end, and what the new key is called."""

from __future__ import annotations

import re

import pytest

from app.words.sign_in import Told, browser_words, key_label
from app.words.speech import Speech
from tests.words.catalogues import JARGON, Pseudo, unmarked

WORDS = browser_words(Speech())


@pytest.mark.parametrize("told", [WORDS.arrived, WORDS.denied, WORDS.refused])
def test_a_page_says_that_it_can_be_closed_and_claims_nothing_more(told: Told) -> None:
    assert told.text.endswith("You can close this tab and go back to Gateway Companion.")
    said = f"{told.title}. {told.text}"
    assert not JARGON.search(said)
    assert not re.search(r"\b(works?|connected|done|success\w*|saved|kept)\b", said, re.IGNORECASE)


def test_all_of_it_goes_through_the_catalogue() -> None:
    marked = browser_words(Speech(Pseudo()))
    for told in (marked.arrived, marked.denied, marked.refused):
        assert unmarked(f"{told.title}{told.text}".replace(" ", "")) == ""
    assert unmarked(key_label("ada", Speech(Pseudo()))) == ""


def test_the_keys_name() -> None:
    assert key_label("ada-laptop", Speech()) == "Gateway Companion on ada-laptop"
    assert key_label("", Speech()) == "Gateway Companion"


def test_the_language_is_told_to_the_browser() -> None:
    class German(Pseudo):
        def info(self) -> dict[str, str]:
            return {"language": "de"}

    assert WORDS.language == "en"
    assert browser_words(Speech(German())).language == "de"
