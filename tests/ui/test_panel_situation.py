"""What the panel makes of each state: never better than what was seen, and one thing that helps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.diagnosis import Diagnosis
from app.domain.findings import Because, Finding, FindingId, Listed, Reason, Severity, Until, found
from app.domain.outcome import Look
from app.domain.state import AppState
from app.ui.panel.findings import rows
from app.ui.panel.hero_words import cause, line, title
from app.ui.panel.situation import Help, Judgement, judge, standing, too_old
from app.ui.widgets.states import State
from app.words.speech import Speech
from tests.ui.panel_states import BROKEN, GOOD, STATES, TEAM, look, with_gateway
from tests.words.catalogues import PATH, PLACE, label, met

SPEECH = Speech()
S, H = State, Help


def judged(state: AppState) -> Judgement | None:
    return judge(state.look) if state.look else None


@pytest.mark.parametrize(
    "name,expected,help",
    [
        ("healthy", S.OK, H.REFRESH),
        ("checking", S.WORKING, H.REFRESH),
        ("first", S.WORKING, None),
        ("first-failed", S.UNKNOWN, None),
        ("first-badly-prepared", S.UNKNOWN, None),
        ("long-ago", S.UNKNOWN, H.REFRESH),
        ("failed", S.UNKNOWN, H.REFRESH),
        ("low", S.ATTENTION, H.TOP_UP),
        ("limit-low", S.ATTENTION, H.RAISE_LIMIT),
        ("team-empty", S.PROBLEM, H.MESSAGE),
        ("empty", S.PROBLEM, H.TOP_UP),
        ("offline", S.UNKNOWN, H.TRY_AGAIN),
        ("closed", S.UNKNOWN, H.OPEN_CLAUDE),
        ("not-confirmed", S.ATTENTION, H.RESTART_CLAUDE),
        ("just-opened", S.UNKNOWN, H.TRY_AGAIN),
        ("broken", S.PROBLEM, H.REPAIR),
        ("attention", S.ATTENTION, H.REPAIR),
        ("refused", S.PROBLEM, H.CONNECT),
        ("rate-limited", S.ATTENTION, H.TRY_AGAIN),
        ("managed", S.PROBLEM, H.MESSAGE_FOR_IT),
        ("by-it", S.OK, H.REFRESH),
        ("by-it-since", S.ATTENTION, H.RESTART_CLAUDE),
        ("by-it-no-key", S.PROBLEM, H.CONNECT),
        ("not-installed", S.PROBLEM, H.GET_CLAUDE),
        ("not-set-up", S.PROBLEM, H.SET_UP),
        ("no-key", S.PROBLEM, H.CONNECT),
        ("locked", S.PROBLEM, H.UNLOCK),
        ("unlocking", S.WORKING, H.UNLOCK),
        ("stays-locked", S.PROBLEM, H.UNLOCK),
        ("no-keyring", S.PROBLEM, H.CREATE_KEYCHAIN),
        ("keychain-stopped", S.PROBLEM, H.TRY_AGAIN),
        ("key-changed", S.ATTENTION, H.USE_KEY),
        ("key-removed", S.PROBLEM, H.CONNECT),
        ("incident", S.OK, H.REFRESH),
    ],
)
def test_how_things_stand_and_what_helps(name: str, expected: State, help: Help | None) -> None:
    state = STATES[name]
    judgement = judged(state)
    assert standing(state, judgement) is expected
    assert (judgement.help if judgement else None) is help


@pytest.mark.parametrize("name", STATES)
def test_it_says_that_everything_works_only_where_it_does(name: str) -> None:
    state = STATES[name]
    judgement = judged(state)
    now = standing(state, judgement)
    healthy = state.look is not None and state.look.diagnosis.healthy is True
    fresh = not (state.failed or state.checking or too_old(state))
    assert ("Everything works" in title(state, now, SPEECH)) is (healthy and fresh)
    assert healthy or "Everything works" not in line(state, judgement, now, SPEECH)
    assert not too_old(state) or "Everything works" not in line(state, judgement, now, SPEECH)


@pytest.mark.parametrize("finding", list(met()), ids=label)
def test_repair_is_offered_only_where_it_helps(finding: Finding) -> None:
    judgement = judge(replace(GOOD, diagnosis=Diagnosis((finding,), (), None)))
    offered = judgement.help is Help.REPAIR
    assert offered is (finding.repairable and finding.severity is not Severity.INFO)
    assert judgement.state is not State.OK or finding.severity is Severity.INFO


def test_repair_waits_for_what_is_in_its_way() -> None:
    refused = found(FindingId.KEY_REJECTED, Because(Reason.AUTH_FAILED))
    broken = look(files={}, gateway=with_gateway(key=refused))
    assert judge(broken).help is Help.CONNECT
    assert not judge(broken).repairs


def test_the_worst_of_it_decides_what_is_offered() -> None:
    no_credit = found(FindingId.NO_CREDIT, Until(None, "account"))
    restart = found(FindingId.RESTART_NEEDED)
    both = replace(GOOD, diagnosis=Diagnosis((no_credit, restart), (), None))
    assert judge(both).help is Help.TOP_UP
    assert judge(both).repairs


def test_a_gateway_without_pages_for_people_offers_none() -> None:
    elsewhere = look(gateway=with_gateway(balance=found(FindingId.NO_CREDIT)))
    elsewhere = replace(elsewhere, goal=replace(elsewhere.goal, base_url="https://gateway.example/api"))
    empty = replace(elsewhere, diagnosis=Diagnosis((found(FindingId.NO_CREDIT, Until(None, "account")),), (), None))
    assert judge(empty).help is Help.TRY_AGAIN


def test_a_member_of_a_team_is_never_told_to_pay() -> None:
    for until in (Until(None, "account"), Until(None, "member"), Until(None, "key")):
        team = look(gateway=with_gateway(key=TEAM))
        empty = replace(team, diagnosis=Diagnosis((found(FindingId.LIMIT_REACHED, until),), (), None))
        assert judge(empty).help is Help.MESSAGE


@pytest.mark.parametrize(
    "reason,help",
    [
        (Reason.AUTH_FAILED, Help.CONNECT),
        (Reason.MODEL_REJECTED, Help.CHOOSE_MODELS),
        (Reason.OTHER, Help.RESTART_CLAUDE),
        (Reason.UNREACHABLE, Help.TRY_AGAIN),
    ],
)
def test_what_claude_reports_is_answered(reason: Reason, help: Help) -> None:
    report = found(FindingId.CLAUDE_REPORTS, Because(reason))
    assert judge(replace(GOOD, diagnosis=Diagnosis((report,), (), False))).help is help


def test_the_top_line_names_no_files() -> None:
    for finding in met():
        assert PATH not in cause(finding, SPEECH)
        assert PLACE not in cause(finding, SPEECH)


def _told(one: Look, *, now: float = 12.0) -> list[tuple[State, str]]:
    state = replace(STATES["healthy"], look=one, now=one.facts.seen_at + now)
    return [(row.state, row.found) for row in rows(state, judge(one), SPEECH)]


def test_the_list_has_the_worst_first_then_what_is_well() -> None:
    states = [state for state, _ in _told(BROKEN)]
    assert states == [S.PROBLEM, S.PROBLEM, S.ATTENTION, S.OK, S.OK]
    assert (S.OK, "Your key works – $18.42 left on your account") in _told(BROKEN)  # noqa: RUF001
    assert (S.OK, "OpenRouter is reachable (84 ms)") in _told(BROKEN)


def test_the_list_praises_nothing_that_a_finding_is_about() -> None:
    for name in ("refused", "no-key"):
        state = STATES[name]
        judgement = judged(state)
        assert judgement is not None
        told = " ".join(row.found for row in rows(state, judgement, SPEECH))
        assert "Your key works" not in told
        assert "Claude uses OpenRouter" not in told


def test_notes_come_last() -> None:
    gone = found(FindingId.MODELS_UNAVAILABLE, Listed(("a/old",), ("a/new",)))
    note = found(FindingId.CODE_TAB_LOGIN)
    told = _told(replace(GOOD, diagnosis=Diagnosis((gone, note), (), True)))
    assert told[0][0] is S.ATTENTION
    assert told[-1] == (S.INFO, "The Code tab uses an old sign-in")
