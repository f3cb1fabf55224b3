"""The catalogue is an interface: its ids, how much each weighs, and whether Repair makes it go."""

from __future__ import annotations

import pytest

from app.domain.errors import AppError, failure
from app.domain.findings import AtFile, FindingId, NoDetail, Severity, found

STATUS = """
claude-not-installed    problem    no
claude-too-old          problem    no
managed-configuration   problem    no
managed-by-this         info       no
developer-mode-off      info       yes
not-set-up              problem    no
unfinished-change       problem    yes
profile-missing         problem    yes
profile-not-applied     problem    yes
profile-changed         attention  yes
gateway-url-wrong       problem    yes
auth-scheme-wrong       problem    yes
hybrid-pointer          problem    yes
mode-is-first-party     problem    yes
shadow-copy             problem    yes
bad-entry-id            problem    no
settings-malformed      problem    no
settings-unreadable     problem    no
credential-missing      problem    yes
helper-missing          problem    yes
key-missing             problem    no
key-changed             attention  no
key-in-clear            attention  yes
key-copy-by-choice      info       no
keychain-unavailable    problem    no
keychain-locked         problem    no
key-rejected            problem    no
key-is-management       problem    no
key-expired             problem    no
management-key-rejected attention  no
no-credit               problem    no
credit-low              attention  no
limit-reached           problem    no
privacy-blocks-models   problem    no
gateway-unreachable     problem    no
gateway-intercepted     problem    no
gateway-degraded        info       no
rate-limited            attention  no
models-unavailable      attention  yes
model-not-accepted      problem    yes
no-small-model          attention  yes
no-models               problem    no
claude-not-running      info       no
restart-needed          attention  yes
not-confirmed           attention  no
claude-reports          problem    no
stale-model-cache       attention  yes
code-tab-login          info       no
own-data-damaged        attention  no
preseed-damaged         problem    no
preseed-ignored         attention  no
busy                    attention  no
"""
"""What a status can tell, in the order of the design."""
CHANGE_ONLY = """
claude-still-open       problem    no
claude-did-not-close    problem    no
claude-did-not-start    problem    no
changed-meanwhile       problem    no
write-failed            problem    no
own-folder-unusable     problem    no
gateway-address-refused problem    no
helper-place-refused    problem    no
not-a-key               problem    no
key-is-ordinary         problem    no
sign-in-denied          problem    no
sign-in-unfinished      problem    no
sign-in-expired         problem    no
sign-in-refused         problem    no
start-at-login-unchanged problem   no
"""
ROWS = [row.split() for row in (STATUS + CHANGE_ONLY).splitlines() if row]


def test_the_ids_never_change() -> None:
    assert [id.value for id in FindingId] == [id for id, _, _ in ROWS]


@pytest.mark.parametrize("id,severity,repairable", ROWS)
def test_usual_weight(id: str, severity: str, repairable: str) -> None:
    finding = found(FindingId(id))
    assert finding.severity == Severity(severity)
    assert finding.repairable is (repairable == "yes")
    assert finding.detail == NoDetail()


def test_it_can_be_told_otherwise() -> None:
    ours = found(FindingId.BAD_ENTRY_ID, repairable=True, severity=Severity.INFO)
    assert (ours.severity, ours.repairable) == (Severity.INFO, True)
    assert ours.as_(Severity.ATTENTION).severity is Severity.ATTENTION


def test_an_error_carries_a_finding_and_shows_only_its_id() -> None:
    error = failure(FindingId.WRITE_FAILED, AtFile("/home/ada/secret"))
    assert isinstance(error, AppError)
    assert error.finding == found(FindingId.WRITE_FAILED, AtFile("/home/ada/secret"))
    assert str(error) == "write-failed"
