"""Claude Desktop's main.log: which lines say something, and that no others do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claude_log import evidence, of_last_launch
from app.domain.claude_settings import OWN_KEYS
from app.domain.diagnosis_claude import confirmed
from app.domain.facts import LogEvidence
from app.domain.findings import Because, Finding, FindingId, Reason, found
from app.domain.goal import Goal

START = "Starting app { appVersion: '1.4012.0', isPackaged: true }"
LOADED = "[custom-3p] Credentials loaded from managed/enterprise config { provider: 'gateway' }"
ACTIVE = "[custom-3p] 3P mode active { provider: 'gateway' }"
HEALTHY = "[custom-3p] ConfigHealth recomputed { state: 'healthy', provider: 'gateway' }"
HOST = "[custom-3p] inference apiHost=https://openrouter.ai"
DISCOVERY = "[custom-3p] Model discovery: skipped (inferenceModels obviates discovery)"
DEGRADED = "[custom-3p] 3P mode active (degraded — no valid credentials)"
GOOD = LogEvidence("1.4012.0", active=True, health="healthy", api_host="openrouter.ai")
IGNORED = 'Ignoring local configuration value "inferenceModels": not an array'
OLD_LOGIN = '[claude-code] API Error: 401 {"type":"error","message":"OAuth token has expired."} · Please run /login'


def log(*texts: str, at: str = "2026-11-23 09:15:02", level: str = "info") -> list[str]:
    return [f"{at} [{level}] {text}" for text in texts]


def health(state: str, provider: str = "gateway") -> str:
    return f"[custom-3p] ConfigHealth recomputed {{ state: '{state}', provider: '{provider}' }}"


def report(reason: Reason, text: str | None = None) -> Finding:
    return found(FindingId.CLAUDE_REPORTS, Because(reason, text))


def of(*texts: str) -> LogEvidence:
    seen = evidence(log(START, *texts))
    assert seen is not None
    return seen


def test_a_good_launch() -> None:
    assert of(LOADED, ACTIVE, HOST, DISCOVERY, HEALTHY) == GOOD


def test_nothing_written_says_nothing() -> None:
    assert evidence([]) is None
    assert evidence(log("Window shown")) == LogEvidence()


@pytest.mark.parametrize(
    "lines,expected",
    [
        ([ACTIVE, HEALTHY], replace(GOOD, api_host=None)),
        ([ACTIVE], replace(GOOD, health=None, api_host=None)),
        ([HEALTHY], replace(GOOD, active=None, api_host=None)),
        ([ACTIVE, HEALTHY, health("splendid")], replace(GOOD, health="splendid", api_host=None)),
        ([ACTIVE, "[custom-3p] helper ok in 120ms", health("not_testable")],
         replace(GOOD, health="not_testable", helper_ok=True, api_host=None)),
        (["[custom-3p] 3P mode active", "ConfigHealth recomputed { provider: 'gateway', state: 'healthy' }"],
         replace(GOOD, api_host=None)),
        ([ACTIVE, health("unreachable"), HEALTHY, HOST], GOOD),
        ([ACTIVE, HOST, "[custom-3p] inference apiHost=http://127.0.0.1:15721", HEALTHY],
         replace(GOOD, api_host="127.0.0.1:15721")),
        ([DEGRADED, ACTIVE], LogEvidence("1.4012.0", active=True)),
        ([ACTIVE, DEGRADED], LogEvidence("1.4012.0", active=False, reports=(report(Reason.DEGRADED),))),
        # the same lines about another provider
        ([ACTIVE.replace("gateway", "bedrock"), health("healthy", "bedrock")], LogEvidence("1.4012.0", active=False)),
        ([ACTIVE, HEALTHY, health("healthy", "bedrock")], LogEvidence("1.4012.0", active=True)),
    ],
)  # fmt: skip
def test_what_was_said_last_counts(lines: list[str], expected: LogEvidence) -> None:
    assert of(*lines) == expected


@pytest.mark.parametrize(
    "told,host",
    [
        ("https://openrouter.ai", "openrouter.ai"),
        ("https://openrouter.ai/", "openrouter.ai"),
        ("https://openrouter.ai/api", "openrouter.ai"),
        ("openrouter.ai", "openrouter.ai"),
        ("'https://OpenRouter.ai'", "openrouter.ai"),
        ('"openrouter.ai",', "openrouter.ai"),
        ("http://127.0.0.1:4000/api", "127.0.0.1:4000"),
        ("https://openrouter.ai.evil.example", "openrouter.ai.evil.example"),
        ("https://openrouter.ai@evil.example", "openrouter.ai@evil.example"),
    ],
)
def test_the_host_however_it_is_told(told: str, host: str) -> None:
    seen = of(ACTIVE, HEALTHY, f"[custom-3p] inference apiHost={told} (cached)")
    assert seen.api_host == host
    assert confirmed(seen, Goal()) is (host == "openrouter.ai")


@pytest.mark.parametrize(
    "line,finding",
    [
        (health("auth_failed"), report(Reason.AUTH_FAILED)),
        (health("unreachable"), report(Reason.UNREACHABLE)),
        (health("provider_error"), report(Reason.PROVIDER_ERROR)),
        (health("config_model_rejected"), report(Reason.MODEL_REJECTED)),
        (DEGRADED, report(Reason.DEGRADED)),
        (IGNORED, report(Reason.VALUE_IGNORED, "inferenceModels")),
        ('Ignoring local configuration value "inferenceCredentialHelper": x', found(FindingId.CLAUDE_TOO_OLD)),
        ('Ignoring local configuration value "inferenceCredentialKind": x', found(FindingId.CLAUDE_TOO_OLD)),
        ("Gateway /v1/models returned 0 usable models { rawCount: 39 }", found(FindingId.STALE_MODEL_CACHE)),
        ("Managed MDM config detected", report(Reason.MANAGED)),
        (
            '[custom-3p] inferenceModels: "openai/gpt-5" is not an Anthropic model and was removed from the list',
            report(Reason.MODEL_REJECTED, "openai/gpt-5"),
        ),
        (
            'inferenceModels: dropped 2: "a" is ok, "x/y" is not an Anthropic model',
            report(Reason.MODEL_REJECTED, "x/y"),
        ),
        ('no credential configured for provider "gateway"', report(Reason.NO_CREDENTIAL)),
        ("[custom-3p] credential helper failed (reason=exit-1)", report(Reason.HELPER_FAILED, "exit-1")),
    ],
)
def test_what_claude_reports(line: str, finding: Finding) -> None:
    assert of(ACTIVE, line, line).reports == (finding,)


@pytest.mark.parametrize(
    "line",
    [
        'Ignoring local configuration value "somebodysToggle": not a boolean',
        health("healthy"),
        health("checking"),
        "ConfigHealth recomputed {",
        "[claude-code] API Error: 429",
        "API Error: 401 Unauthorized",
        "[mcp] Request failed: 401 Unauthorized",
        "Model discovery: 39 found in 120ms; picker = 4 (a, b, c, d)",
        "",
        "\x00\udcff",
    ],
)
def test_what_is_no_report(line: str) -> None:
    seen = of(ACTIVE, line)
    assert seen.reports == ()
    assert not seen.code_tab_login


def test_every_member_of_ours_that_is_ignored_is_told() -> None:
    for key in OWN_KEYS:
        assert of(f'Ignoring local configuration value "{key}": unknown').reports


def test_a_report_of_health_that_was_overcome_is_none() -> None:
    assert of(ACTIVE, health("unreachable"), HEALTHY).reports == ()


def test_an_old_login_of_the_code_tab_is_no_failure() -> None:
    seen = of(ACTIVE, HOST, HEALTHY, OLD_LOGIN)
    assert seen == replace(GOOD, code_tab_login=True)
    assert confirmed(seen, Goal())


class TestLastLaunch:
    def test_lines_of_an_earlier_launch_do_not_count(self) -> None:
        earlier, later = log(START, DEGRADED, health("auth_failed")), log(START, ACTIVE, HEALTHY)
        assert of_last_launch([*earlier, *later], certain=False) == later
        assert of_last_launch([*later, *log(START)], certain=True) == log(START)

    def test_warnings_are_told_before_the_start_too(self) -> None:
        earlier, later = log(START, HEALTHY), log(IGNORED, IGNORED, START, IGNORED, ACTIVE)
        assert of_last_launch([*earlier, *later], certain=True) == later

    def test_without_a_start_only_what_is_certain_counts(self) -> None:
        lines = log(ACTIVE, HEALTHY)
        assert of_last_launch(lines, certain=True) == lines
        assert of_last_launch(lines, certain=False) == []
        assert of_last_launch([], certain=True) == []


_WHOLE = [START, LOADED, ACTIVE, HEALTHY, HOST, DISCOVERY, DEGRADED, IGNORED, OLD_LOGIN, health("auth_failed")]
_BROKEN = [
    "ConfigHealth recomputed { state: '",
    "3P mode active",
    "[custom-3p] ",
    "inference apiHost=",
    "healthy'",
    "\n",
]
_PIECES = st.sampled_from([*_WHOLE, *_BROKEN, "{", "'", "gateway"])
_LINES = st.lists(st.lists(_PIECES | st.text(max_size=20), max_size=4).map("".join), max_size=12)


@given(_LINES, st.booleans())
def test_whatever_is_written_it_never_confirms_without_both_good_lines(lines: list[str], certain: bool) -> None:
    launch = of_last_launch(lines, certain=certain)
    assert launch == lines[len(lines) - len(launch) :]
    seen = evidence(launch)
    if seen is not None and confirmed(seen, Goal()):
        assert any("[custom-3p] 3P mode active" in line for line in launch)
        assert any("ConfigHealth recomputed {" in line and "healthy" in line for line in launch)


@given(st.lists(st.text(), max_size=20))
def test_arbitrary_text_says_nothing(lines: list[str]) -> None:
    seen = evidence(lines)
    assert seen is None or not confirmed(seen, Goal())
