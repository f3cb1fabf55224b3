"""The one line about everything: it says what was seen and no more."""

from __future__ import annotations

import pytest

from app.domain.diagnosis import Diagnosis
from app.domain.findings import Finding, FindingId, Named, Severity, found
from app.words.findings import finding
from app.words.speech import Speech
from app.words.status import hero
from tests.words.catalogues import Pseudo, met, unmarked

SPEECH, PSEUDO = Speech(), Speech(Pseudo())
LOW = found(FindingId.CREDIT_LOW)
NOT_RUNNING = found(FindingId.CLAUDE_NOT_RUNNING)


@pytest.mark.parametrize(
    "findings,not_checked,uses,text",
    [
        ((), (), True, "Everything works"),
        ((found(FindingId.DEVELOPER_MODE_OFF),), (), True, "Everything works"),
        ((LOW,), (), True, "Working, but credit is low"),
        ((LOW,), (), None, "Credit is low"),
        ((LOW,), (), False, "Credit is low"),
        ((found(FindingId.RESTART_NEEDED),), ("claude",), None, "Claude Desktop needs a restart"),
        ((found(FindingId.NO_CREDIT), LOW), (), True, "There is no credit left"),
        ((), ("gateway", "key", "credit", "models"), True, "Not known, because OpenRouter was not asked"),
        ((NOT_RUNNING,), ("claude",), None, "Not known until Claude Desktop is open"),
        ((), ("claude",), None, "Not known yet, because Claude has not confirmed it"),
        ((), ("models",), True, "Not known, because not everything could be checked"),
    ],
)
def test_hero(findings: tuple[Finding, ...], not_checked: tuple[str, ...], uses: bool | None, text: str) -> None:
    diagnosis = Diagnosis(findings, not_checked, uses)
    assert hero(diagnosis, SPEECH) == text
    assert unmarked(hero(diagnosis, PSEUDO)) == ""


@pytest.mark.parametrize("uses", [True, False, None])
def test_it_never_claims_more_than_was_seen(uses: bool | None) -> None:
    for one in met():
        for not_checked in ((), ("models",)):
            diagnosis = Diagnosis((one,), not_checked, uses)
            text = hero(diagnosis, SPEECH)
            assert (text == "Everything works") is (diagnosis.healthy is True)
            assert ("Working" not in text) or (uses is True and one.severity is Severity.ATTENTION)
            if one.severity is Severity.PROBLEM:
                assert text == finding(one, SPEECH).title


def test_a_managed_computer_is_told_by_its_name() -> None:
    managed = found(FindingId.MANAGED_CONFIGURATION, Named("/etc/claude-desktop/managed", "CC Desktop Switch"))
    assert hero(Diagnosis((managed,), (), None), SPEECH) == "Claude's settings are managed by CC Desktop Switch"
