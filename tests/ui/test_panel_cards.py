"""Credit and connection: only what was seen, always labelled, with its age where it is old."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QWidget

from app.domain.findings import Because, FindingId, Reason, found
from app.ui.panel.connection_card import Fact, facts
from app.ui.panel.credit_card import Figure, figure, offer
from app.ui.panel.moments import moment_of
from app.ui.panel.situation import Help
from app.ui.style.clock import clock
from app.ui.widgets.states import State
from app.words.speech import Speech
from tests.domain.building import NOW
from tests.ui.panel_states import GOOD, STATES, look, state, with_gateway
from tests.ui.panel_views import ShowPanel, settled, show_panel, words
from tests.ui.seen import read

__all__ = ["show_panel"]
SPEECH = Speech()
S = State
OLD = clock(NOW - 1500)


@pytest.mark.parametrize(
    "name,expected",
    [
        ("first", Figure("–", "asking OpenRouter …")),  # noqa: RUF001
        ("first-failed", Figure("–", "not known yet")),  # noqa: RUF001
        ("offline-first", Figure("–", "not known", "OpenRouter can't be reached", S.UNKNOWN)),  # noqa: RUF001
        ("healthy", Figure("$18.42", "left on your account", "About 9 days left at this pace")),
        ("offline", Figure("$18.42", f"left on your account\nfrom {OLD}", "About 9 days left at this pace")),
        ("no-limit", Figure("$21.40", "used this month", "No limit on this key")),
        (
            "first-day",
            Figure("$18.42", "left on your account", "Not enough use yet to say how long it lasts"),
        ),
        (
            "limit",
            Figure("$18.42", "left of $50.00 on this key", "About 9 days left at this pace", share=0.3684),
        ),
        (
            "limit-low",
            Figure("$0.42", "left of $50.00 on this key", "Less than a day left at this pace", S.ATTENTION, 0.42 / 50),
        ),
        ("low", Figure("$2.10", "left on your account", "About 1 day left at this pace", S.ATTENTION)),
        (
            "empty",
            Figure(
                "$0.00", "left on your account", "No credit left. Claude can't answer until it is topped up.", S.PROBLEM
            ),
        ),
    ],
)
def test_the_amount(name: str, expected: Figure) -> None:
    assert figure(STATES[name], SPEECH) == expected


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_shown_as_nothing_unless_it_is(name: str, show_panel: ShowPanel) -> None:
    panel, _ = show_panel(name)
    shown = panel.credit._amount.text()
    assert (shown == "$0.00") is (name in ("empty", "team-empty"))
    assert bool(re.search(r"\d", shown)) is (panel.credit._figures.isVisible() or panel.credit.chart.isVisible())


def test_an_amount_that_was_not_renewed_tells_its_age() -> None:
    renewed = state(GOOD, now=NOW + 700)
    assert f"from {clock(NOW)}" in figure(renewed, SPEECH).label
    yesterday = state(GOOD, now=NOW + 90_000)
    assert clock(NOW) not in figure(yesterday, SPEECH).label
    assert moment_of(NOW, NOW + 90_000) in figure(yesterday, SPEECH).label


@pytest.mark.parametrize(
    "name,expected",
    [
        ("healthy", Help.TOP_UP),
        ("limit-low", Help.RAISE_LIMIT),
        ("team", None),
        ("team-empty", Help.MESSAGE),
        ("first", None),
        ("offline-first", None),
    ],
)
def test_who_can_do_something_is_told_what(name: str, expected: Help | None) -> None:
    assert offer(STATES[name]) is expected


def test_a_members_message_is_copied_and_says_so(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("team-empty")
    for button in (panel.hero.button, panel.credit.link):
        controller.copied = ""
        button.click()
        assert "the budget of our workspace. It is $50.00. It starts anew on 1 February 2027" in controller.copied
        assert panel.hero.button.text() == "Copied"
        assert panel.credit.link.text() == "Copied"
    panel.show_state(STATES["healthy"])
    assert panel.credit.link.text() == "Top up"
    assert panel.hero.button.text() == "Refresh"


def test_a_managed_computer_offers_a_message(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("managed")
    panel.hero.button.click()
    assert "/etc/claude-desktop/managed" in controller.copied
    assert panel.hero.button.text() == "Copied"


def test_the_bar_shows_only_where_there_is_a_limit(show_panel: ShowPanel) -> None:
    for name, shown in (("healthy", False), ("limit", True), ("no-limit", False), ("team", True), ("first", False)):
        panel, _ = show_panel(name)
        assert panel.credit._bar.isVisible() is shown
        assert not shown or "left of $50.00" in " ".join(read(panel.credit))


def _facts(name: str) -> list[tuple[State, str]]:
    return [(fact.state, fact.text) for fact in facts(STATES[name], SPEECH)]


WORKS = [
    (S.OK, "OpenRouter reachable"),
    (S.OK, "Key accepted"),
    (S.OK, "Claude Desktop running"),
    (S.OK, "Claude uses OpenRouter"),
]


@pytest.mark.parametrize(
    "name,changed",
    [
        ("healthy", {}),
        (
            "first",
            {
                0: (S.WORKING, "Looking for OpenRouter …"),
                1: (S.WORKING, "Checking the key …"),
                2: (S.WORKING, "Looking for Claude Desktop …"),
                3: (S.WORKING, "Looking in Claude's own log …"),
            },
        ),
        (
            "first-failed",
            {
                0: (S.UNKNOWN, "OpenRouter was not asked yet"),
                1: (S.UNKNOWN, "Not known if the key is accepted"),
                2: (S.UNKNOWN, "Not known if Claude is running"),
                3: (S.UNKNOWN, "Not known if Claude uses OpenRouter"),
            },
        ),
        ("offline", {0: (S.PROBLEM, "OpenRouter not reachable"), 1: (S.UNKNOWN, "Not known if the key is accepted")}),
        ("closed", {2: (S.WAITING, "Claude Desktop not running"), 3: (S.WAITING, "Not known until Claude is open")}),
        ("not-confirmed", {3: (S.UNKNOWN, "Not known if Claude uses OpenRouter")}),
        ("broken", {3: (S.PROBLEM, "Claude uses its own account")}),
        ("refused", {1: (S.PROBLEM, "Key not accepted")}),
        ("no-key", {1: (S.PROBLEM, "No key stored")}),
        ("locked", {1: (S.PROBLEM, "Your computer's keychain is locked")}),
        ("incident", {0: (S.INFO, "OpenRouter reports an incident")}),
        (
            "not-installed",
            {2: (S.PROBLEM, "Claude Desktop not installed"), 3: (S.WAITING, "Not known until Claude is open")},
        ),
    ],
)
def test_the_way_to_openrouter(name: str, changed: dict[int, tuple[State, str]]) -> None:
    assert _facts(name) == [changed.get(place, line) for place, line in enumerate(WORKS)]


def test_the_remarks_beside_the_lines() -> None:
    since = f"since {clock(NOW - 600)}"
    assert [fact.trailing for fact in facts(STATES["healthy"], SPEECH)] == ["84 ms", "ends in 9f2c", since, since]


def test_somebody_elses_answer_is_no_openrouter() -> None:
    other = found(FindingId.GATEWAY_INTERCEPTED, Because(Reason.HTML))
    seen = state(look(gateway=with_gateway(latency=None, key=other, balance=other, models=other)))
    assert next(iter(facts(seen, SPEECH))) == Fact(S.PROBLEM, "Something else answers in place of OpenRouter")


@pytest.mark.parametrize("name", STATES)
def test_claude_is_said_to_use_openrouter_only_by_its_own_word(name: str, show_panel: ShowPanel) -> None:
    seen = STATES[name].look
    proven = seen is not None and seen.diagnosis.uses_gateway is True
    assert ((S.OK, "Claude uses OpenRouter") in _facts(name)) is proven
    if not proven:
        panel, _ = show_panel(name)
        assert "Claude Desktop is using OpenRouter" not in words(panel)


def test_the_details_hold_no_key(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("broken")
    panel.trouble.details.open()
    told = words(panel)
    assert "profile-missing" in told
    assert "/home/ada/.config/Claude-3p" in told
    assert "sk-or" not in told
    before = panel.trouble._fields
    panel.show_state(STATES["broken-checking"])
    assert panel.trouble._fields is before
    panel.show_state(STATES["refused"])
    assert panel.trouble.details.opened
    assert settled(lambda: "key-rejected" in words(panel))


def test_repair_says_what_it_leaves_alone(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("broken")
    assert "Your chats are not touched, and a backup is saved first. Finish your message" in words(panel)
    panel, _ = show_panel("refused")
    assert "Your chats" not in words(panel)


def test_the_list_of_findings_shows_when_it_says_more_than_the_top(show_panel: ShowPanel) -> None:
    for name in ("broken", "refused", "empty", "managed", "not-confirmed"):
        assert _shows_list(show_panel, name)
    for name in ("healthy", "low", "offline", "closed", "incident", "first"):
        assert not _shows_list(show_panel, name)


def _shows_list(show_panel: ShowPanel, name: str) -> bool:
    part: QWidget = show_panel(name)[0].trouble
    return part.isVisible()


def test_what_is_good_to_know_is_told(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("incident")
    assert "Slow answers from one provider" in words(panel)
