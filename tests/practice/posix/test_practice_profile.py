"""Which values of a profile Claude uses, and what they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.practice.claude_profile import GatewayProfile, HelperScript, StaticKey
from app.practice.claude_settings import Gateway, Settings
from tests.practice.settings_folder import META, STATIC, TEXT, Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


VALUES: list[tuple[str, list[object], list[object]]] = [
    ("inferenceProvider", ["gateway", "bedrock"], ["Gateway", "", None, 1]),
    (
        "inferenceGatewayBaseUrl",
        ["https://openrouter.ai/api", "http://127.0.0.1:8080/api", "https://gate.example:8443"],
        [
            "https://openrouter.ai/api/",
            "https://openrouter.ai/api/v1",
            "https://openrouter.ai/",
            "http://openrouter.ai/api",
            "http://localhost:8080/api",
            "http://[::1]:8080/api",
            "https://user:pass@openrouter.ai/api",
            "https://user@openrouter.ai/api",
            "https://openrouter.ai/api?x=1",
            "https://openrouter.ai/api#x",
            "https://openrouter.ai:port/api",
            "https:///api",
            " https://openrouter.ai/api",
            "openrouter.ai/api",
            "ftp://openrouter.ai/api",
            None,
        ],
    ),
    ("inferenceGatewayAuthScheme", ["bearer", "x-api-key"], ["sso", "auto", "Bearer", None]),
    ("inferenceCredentialKind", ["static", "helper-script"], ["interactive", True]),
    ("inferenceCredentialHelper", ["/opt/helper"], ["helper", "~/helper", "", ["/opt/helper"]]),
    ("inferenceCredentialHelperTtlSec", [3600], [0, -1, "3600", True, 1.5, 1e999]),
    ("inferenceCredentialHelperTimeoutSec", [60], [0, None, {}]),
    ("inferenceGatewayApiKey", ["sk-or-v1-a"], ["", "a b", "ä", 7]),
    (
        "inferenceModels",
        [[], [{"name": "anthropic/claude-haiku-4.5", "anthropicFamilyTier": "haiku", "supports1m": False}]],
        [
            "anthropic/claude-haiku-4.5",
            {"name": "x"},
            [{"id": "x"}],
            [{"name": ""}],
            [{"name": "x", "anthropicFamilyTier": "tiny"}],
            [{"name": "x", "anthropicFamilyTier": ["haiku"]}],
            [{"name": "x", "isFamilyDefault": "yes"}],
            [{"name": "x", "supports1m": 1}],
            [{"name": "x", "labelOverride": 4}],
            ["x"],
        ],
    ),
    (
        "inferenceCustomHeaders",
        [{}, {"X-Title": "Companion"}],
        [["X-Title: a"], "X-Title: a", {"X Title": "a"}, {"X": 1}, {"X": "a\r\nb"}],
    ),
    ("modelDiscoveryEnabled", [True, False], ["false", 0, None]),
    ("deploymentDisplayName", ["OpenRouter", "x" * 60], ["x" * 61, 1]),
    ("chatTabEnabled", [True], ["true", 1]),
    ("coworkEgressAllowedHosts", [["*"], []], ["*", [1]]),
    ("isDxtEnabled", [], [True]),
    ("inferenceGatewayHeaders", [], [{}]),
    ("inference", [], [{"provider": "gateway"}]),
    ("someToggle", ["anything", {"x": 1}], []),
]


@pytest.mark.parametrize(
    "key, value, used",
    [(k, v, True) for k, good, _ in VALUES for v in good] + [(k, v, False) for k, _, bad in VALUES for v in bad],
)
def test_which_values_are_used(folder: Folder, key: str, value: object, used: bool) -> None:
    folder.write(meta=TEXT(META), profile=TEXT({key: value}).replace("Infinity", "1e999"))
    assert [ignored.key for ignored in folder.read().ignored] == ([] if used else [key])


def profile_of(settings: Settings) -> GatewayProfile:
    assert isinstance(settings.mode, Gateway)
    return settings.mode.profile


def test_what_a_profile_says_is_taken_over(folder: Folder) -> None:
    full = {
        **STATIC,
        "inferenceCredentialKind": "helper-script",
        "inferenceCredentialHelper": "/opt/helper",
        "inferenceCredentialHelperTimeoutSec": 7,
        "inferenceGatewayAuthScheme": "x-api-key",
        "inferenceModels": [{"name": "b"}, {"name": "a"}],
        "modelDiscoveryEnabled": False,
        "inferenceCustomHeaders": {"X-Title": "Companion"},
    }
    folder.write(meta=TEXT(META), profile=TEXT(full))
    assert profile_of(folder.read()) == GatewayProfile(
        base_url="https://openrouter.ai/api",
        scheme="x-api-key",
        credential=HelperScript("/opt/helper", 7),
        models=("b", "a"),
        discovery=False,
        headers=(("X-Title", "Companion"),),
    )


def test_what_a_profile_does_not_say_has_a_default(folder: Folder) -> None:
    folder.write(meta=TEXT(META), profile=TEXT(STATIC))
    assert profile_of(folder.read()) == GatewayProfile(
        base_url="https://openrouter.ai/api",
        scheme="bearer",
        credential=StaticKey("sk-or-v1-abc"),
        models=None,
        discovery=True,
        headers=(),
    )
