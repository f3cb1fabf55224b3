"""From facts to findings: what a status says, what it leaves out, and when it says that all is well."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.diagnosis import Diagnosis, diagnose, is_set_up
from app.domain.documents import Role
from app.domain.findings import FindingId, Severity, found
from tests.domain import conditions_claude, conditions_gateway, conditions_keychain, conditions_settings
from tests.domain.building import CLOSED, CONFIRMED, GOAL, JOURNAL, RUNNING, SET_UP, facts, place
from tests.domain.conditions import Condition

CONDITIONS = [
    *conditions_claude.CONDITIONS,
    *conditions_settings.CONDITIONS,
    *conditions_keychain.CONDITIONS,
    *conditions_gateway.CONDITIONS,
]
CHANGE_ONLY = set(list(FindingId)[list(FindingId).index(FindingId.CLAUDE_STILL_OPEN) :])


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_what_is_told(condition: Condition) -> None:
    diagnosis = diagnose(condition.facts, condition.goal)
    assert diagnosis.findings == condition.findings
    assert diagnosis.uses_gateway is condition.uses
    assert diagnosis.not_checked == condition.not_checked


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_well_is_said_only_of_what_was_seen_in_whole(condition: Condition) -> None:
    healthy = diagnose(condition.facts, condition.goal).healthy
    if any(f.severity is not Severity.INFO for f in condition.findings):
        assert healthy is False
    elif condition.not_checked or condition.uses is not True:
        assert healthy is None
    else:
        assert healthy is True


def test_every_finding_of_a_status_has_a_condition() -> None:
    told = {finding.id for condition in CONDITIONS for finding in condition.findings}
    assert set(FindingId) - CHANGE_ONLY == told
    assert len({str(condition) for condition in CONDITIONS}) == len(CONDITIONS)


@pytest.mark.parametrize("name", ["closed", "offline", "silent-at-first", "no-Developer-menu", "all-is-well"])
def test_healthy_or_not_known(name: str) -> None:
    condition = next(c for c in CONDITIONS if str(c) == name)
    expected = {"no-Developer-menu": True, "all-is-well": True}.get(name)
    assert diagnose(condition.facts, condition.goal).healthy is expected


def test_healthy_by_what_was_found() -> None:
    problem, remark = found(FindingId.NO_CREDIT), found(FindingId.CODE_TAB_LOGIN)
    assert Diagnosis((), (), uses_gateway=True).healthy is True
    assert Diagnosis((remark,), (), uses_gateway=True).healthy is True
    assert Diagnosis((remark,), ("models",), uses_gateway=True).healthy is None
    assert Diagnosis((found(FindingId.CREDIT_LOW),), ("models",), uses_gateway=True).healthy is False
    assert Diagnosis((remark, problem), (), uses_gateway=True).healthy is False


def test_set_up_is_known_from_the_journal_or_from_the_profile() -> None:
    profile = place(Role.PROFILE)
    assert not is_set_up(facts({}))
    assert is_set_up(facts({}, journal=JOURNAL))
    assert is_set_up(facts({profile: SET_UP[profile]}))
    assert is_set_up(facts({profile: b"malformed"}))
    assert not is_set_up(facts({path: data for path, data in SET_UP.items() if path != profile}))


@given(st.randoms(use_true_random=False))
def test_only_claudes_own_log_proves_it(shuffled: random.Random) -> None:
    """However well everything else looks, without both good lines it is not said that Claude uses the gateway."""
    evidence = replace(
        CONFIRMED,
        active=shuffled.choice([None, False, True]),
        health=shuffled.choice([None, "healthy", "not_testable", "auth_failed", "new-word"]),
        helper_ok=shuffled.choice([False, True]),
        api_host=shuffled.choice([None, "openrouter.ai", "elsewhere"]),
    )
    seen = shuffled.choice([None, evidence])
    claude = shuffled.choice([replace(RUNNING, evidence=seen), replace(CLOSED, evidence=seen)])
    uses = diagnose(facts(SET_UP, claude=claude), GOAL).uses_gateway
    proven = seen is not None and bool(claude.processes)
    proven = proven and evidence.active is True and evidence.api_host in (None, "openrouter.ai")
    proven = proven and (evidence.health == "healthy" or (evidence.health == "not_testable" and evidence.helper_ok))
    assert (uses is True) is proven
