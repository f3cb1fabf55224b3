"""The pages for people: their links lead somewhere, and what they say of the key's keeping is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.ui.clipboard import SECONDS
from app.ui.widgets.key_field import _SHOWN_FOR

ROOT = Path(__file__).resolve().parent.parent
HELP = ROOT / "resources" / "help"
KEY_PAGE = HELP / "who-could-want-the-key.md"
LINK = re.compile(r"\]\(([^)#]+)\)|(?:href|src)=\"([^\"#]+)\"")


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted(HELP.glob("*.md")), HELP / "help.html"], ids=lambda p: p.name
)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [one or other for one, other in LINK.findall(page.read_text("utf-8"))]
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


def test_the_times_are_those_of_the_program() -> None:
    text = KEY_PAGE.read_text("utf-8")
    assert f"after {SECONDS:.0f} seconds" in text
    assert f"at most {_SHOWN_FOR // 1000} seconds" in text


def test_it_is_linked_from_the_first_page_and_from_the_help() -> None:
    for page in (ROOT / "README.md", HELP / "help.html"):
        assert KEY_PAGE.name in page.read_text("utf-8")
