"""The practice Claude Desktop starts: what it reads, asks, logs and says of itself."""

from __future__ import annotations

import hashlib
import sys

import psutil
import pytest

from tests.practice.stand_ins import PROFILE_ID, Practice, said


def test_a_launch_through_the_gateway_with_the_helper(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    process = practice.launch(ANTHROPIC_API_KEY="x", CLAUDE_CODE="y", CLAUDE="z")
    state = practice.state()
    assert state.pop("started_at")
    assert state == {
        "pid": process.pid,
        "running": True,
        "ready": True,
        "launches": 1,
        "mode": "gateway",
        "why": None,
        "profile_id": PROFILE_ID,
        "base_url": practice.env["GATEWAY_COMPANION_BASE_URL"],
        "key_sha256": hashlib.sha256(practice.key.encode()).hexdigest(),
        "key_source": "helper",
        "models": ["anthropic/claude-sonnet-4.6", "anthropic/claude-haiku-4.5"],
        "default_model": "anthropic/claude-sonnet-4.6",
        "health": "healthy",
        "environment": ["ANTHROPIC_API_KEY", "CLAUDE_CODE"],
    }
    assert said(practice) == [
        "Starting app { appVersion: '1.52386.0' }",
        "[custom-3p] Credentials loaded from managed/enterprise config { provider: 'gateway' }",
        "[custom-3p] 3P mode active { provider: 'gateway' }",
        f"[custom-3p] running helper {{ helperPath: '{str(practice.helper).replace(chr(39), chr(92) + chr(39))}', args: [] }}",
        "[custom-3p] helper ok (0ms stdoutBytes=74)",
        f"[custom-3p] inference apiHost={practice.site.server.origin}",
        (
            "[custom-3p] Model discovery: skipped (inferenceModels obviates discovery); "
            "picker = 2 (anthropic/claude-sonnet-4.6, anthropic/claude-haiku-4.5)"
        ),
        "[custom-3p] ConfigHealth recomputed { state: 'healthy', provider: 'gateway' }",
    ]
    assert practice.site.server.counts == {"POST /api/v1/messages": 1}
    assert practice.site.server.requests[0].key == "ordinary"
    assert practice.quit(process) == 0
    assert practice.state()["running"] is False


def test_the_process_is_the_script_of_that_folder(practice: Practice) -> None:
    practice.behave()
    process = practice.launch()
    assert psutil.Process(process.pid).cmdline() == [
        sys.executable,
        str(practice.program.with_name("claude_desktop_app.py")),
    ]


def test_a_static_key_and_discovery(practice: Practice) -> None:
    practice.behave()
    static = {
        "inferenceCredentialKind": None,
        "inferenceCredentialHelper": None,
        "inferenceGatewayApiKey": practice.key,
    }
    practice.apply(**static, inferenceModels=None, modelDiscoveryEnabled=None)
    practice.launch()
    state = practice.state()
    assert (state["key_source"], state["health"]) == ("static", "healthy")
    models = state["models"]
    assert isinstance(models, list)
    assert "~anthropic/claude-opus-latest" in models
    assert "vendor/claude-distill-qwen-7b" not in models
    assert "openrouter/auto" not in models
    found = f"[custom-3p] Model discovery: {len(models)} found 0ms; picker = {len(models)} ({', '.join(models)})"
    assert found in said(practice)


@pytest.mark.parametrize(
    "changes, fault, health",
    [
        ({"inferenceGatewayAuthScheme": "x-api-key"}, None, "auth_failed"),
        ({}, "key-rejected", "auth_failed"),
        ({}, "no-credit", "provider_error"),
        ({}, "privacy", "provider_error"),
        ({}, "captive-html", "provider_error"),
        ({}, "error-in-200", "provider_error"),
        ({}, "redirect-other-host", "provider_error"),
        ({}, "closed-connection", "unreachable"),
        ({"inferenceGatewayBaseUrl": "https://openrouter.ai/api"}, None, "unreachable"),
        ({"inferenceModels": []}, None, "config_model_rejected"),
        ({"inferenceModels": [{"name": "openai/gpt-5.2"}]}, None, "config_model_rejected"),
        ({"inferenceModels": None, "modelDiscoveryEnabled": True}, "models-without-claude", "config_model_rejected"),
        ({"inferenceModels": None, "modelDiscoveryEnabled": True}, "other-json", "provider_error"),
        ({"inferenceModels": None, "modelDiscoveryEnabled": True}, "server-error", "provider_error"),
        ({"inferenceModels": None, "modelDiscoveryEnabled": True}, "closed-connection", "unreachable"),
        ({"modelDiscoveryEnabled": True}, None, "healthy"),
        ({"inferenceCustomHeaders": {"X-Title": "Companion"}}, None, "healthy"),
    ],
)
def test_the_health_it_finds(practice: Practice, changes: dict[str, object], fault: str | None, health: str) -> None:
    practice.behave()
    practice.apply(**changes)
    if fault:
        practice.site.server.faults.set(fault, True)
    practice.launch()
    assert practice.state()["health"] == health
    assert said(practice)[-1] == f"[custom-3p] ConfigHealth recomputed {{ state: '{health}', provider: 'gateway' }}"


def test_a_gateway_that_is_down_is_unreachable(practice: Practice) -> None:
    practice.behave()
    practice.apply()
    practice.site.server.stop()
    practice.launch()
    assert practice.state()["health"] == "unreachable"


def test_models_that_claude_does_not_take_are_told_and_dropped(practice: Practice) -> None:
    practice.behave()
    practice.apply(inferenceModels=[{"name": "openai/gpt-5.2"}, {"name": "anthropic/claude-haiku-4.5"}])
    practice.launch()
    assert practice.state()["models"] == ["anthropic/claude-haiku-4.5"]
    told = '[custom-3p] inferenceModels: "openai/gpt-5.2" is not an Anthropic model and was removed from the list'
    assert told in said(practice)


def test_ignored_values_are_told_before_and_after_the_start(practice: Practice) -> None:
    practice.behave()
    practice.apply(isDxtEnabled=True, chatTabEnabled="yes")
    practice.launch()
    warnings = [
        'Ignoring local configuration value "isDxtEnabled": not a recognized configuration key',
        'Ignoring local configuration value "chatTabEnabled": expected boolean',
    ]
    assert said(practice)[:5] == [*warnings, "Starting app { appVersion: '1.52386.0' }", *warnings]


@pytest.mark.parametrize(
    "behaviour, version", [({}, "1.52386.0"), ({"old": True}, "0.14.10"), ({"version": "9.9"}, "9.9")]
)
def test_as_first_party_it_logs_in_the_other_root(
    practice: Practice, behaviour: dict[str, object], version: str
) -> None:
    practice.behave(**behaviour)
    if "old" in behaviour:
        practice.apply()
    practice.launch()
    state = practice.state()
    assert (state["mode"], state["health"], state["base_url"]) == ("first-party", None, None)
    assert said(practice, practice.normal_root) == [f"Starting app {{ appVersion: '{version}' }}"]
    assert not (practice.root / "logs").exists()


def test_other_providers_use_the_gateway_root_too(practice: Practice) -> None:
    practice.behave()
    practice.apply(inferenceProvider="bedrock")
    practice.launch()
    assert (practice.state()["mode"], practice.state()["why"]) == ("other-provider", "bedrock")
    assert "[custom-3p] 3P mode active { provider: 'bedrock' }" in said(practice)
