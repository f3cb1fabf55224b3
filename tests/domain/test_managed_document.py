"""The three documents for IT departments: read back as each system reads them, they say what a person's own profile says."""

from __future__ import annotations

import json
import plistlib
import re
from dataclasses import replace
from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from app.domain import claude_settings, managed
from app.domain.facts import ManagedGateway
from app.domain.findings import FindingId
from app.domain.goal import ChosenModel, Goal, Handover, Tier
from app.domain.managed_document import HELPERS, Format, document, helper_at, problems, values
from app.domain.secret_ref import SECRET
from tests.domain.building import GOAL

ODD = replace(
    GOAL,
    base_url="https://gateway.example/a&b='c'",
    models=(*GOAL.models, ChosenModel("anthropic/claude-x", 'A "B" \\ <i>&amp; ü\n\u2028', None)),
)
NEVER = {
    "disableDeploymentModeChooser",
    "deploymentOrganizationUuid",
    "inferenceGatewayHeaders",
    "isDxtEnabled",
    "inference",
    SECRET,
}
every = pytest.mark.parametrize("format", Format)


def read_back(format: Format, data: bytes) -> dict[str, object]:
    """As the system itself reads it; texts that hold JSON stay texts."""
    match format:
        case Format.JSON:
            document: dict[str, object] = json.loads(data)
            return document
        case Format.MOBILECONFIG:
            (settings,) = plistlib.loads(data)["PayloadContent"]
            return {name: value for name, value in settings.items() if not name.startswith("Payload")}
        case Format.REG:
            rows = re.findall(r'^"((?:[^"\\]|\\.)*)"="((?:[^"\\]|\\.)*)"\r$', data.decode("utf-16"), re.MULTILINE)
            return {_unquoted(name): _unquoted(value) for name, value in rows}


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def typed(value: object) -> object:
    """A value that a system keeps as text."""
    return json.loads(value) if isinstance(value, str) and re.match(r"[\[{]|true$|false$|\d+$", value) else value


@every
@pytest.mark.parametrize("goal", [GOAL, ODD], ids=["usual", "odd"])
def test_it_says_what_a_persons_own_profile_says(format: Format, goal: Goal) -> None:
    told = read_back(format, document(format, goal, HELPERS[format]))
    own = claude_settings.profile_values(goal, HELPERS[format])
    label = {"deploymentDisplayName"}
    assert own.keys() - told.keys() == (label if format is Format.JSON else set())
    assert {name: typed(value) for name, value in told.items()} == {name: own[name] for name in told}
    if format is not Format.JSON:
        assert all(isinstance(value, str) for value in told.values())


@every
def test_a_key_is_never_in_it_however_it_is_handed_over_here(format: Format) -> None:
    static = replace(GOAL, handover=Handover.STATIC)
    assert document(format, static, HELPERS[format]) == document(format, GOAL, HELPERS[format])
    assert not NEVER & read_back(format, document(format, static, HELPERS[format])).keys()


@every
def test_this_program_knows_its_own(format: Format) -> None:
    told = read_back(format, document(format, ODD, HELPERS[format]))
    assert managed.gateway(told) == ManagedGateway(ODD.base_url, ODD.models, HELPERS[format])


def test_the_profile_has_what_macos_wants() -> None:
    one, same, other = (plistlib.loads(document(Format.MOBILECONFIG, g, HELPERS[Format.MOBILECONFIG])) for g in _GOALS)
    assert one == same
    (settings,) = one["PayloadContent"]
    assert (one["PayloadType"], one["PayloadScope"], one["PayloadVersion"]) == ("Configuration", "System", 1)
    assert (settings["PayloadType"], settings["PayloadVersion"]) == ("com.anthropic.claudefordesktop", 1)
    for payload in (one, settings):
        assert re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", payload["PayloadUUID"])
        assert payload["PayloadDisplayName"]
    identifiers = {p["PayloadIdentifier"] for p in (one, settings)}
    assert identifiers == {"org.gatewaycompanion.claude-desktop", "org.gatewaycompanion.claude-desktop.settings"}
    assert identifiers == {p["PayloadIdentifier"] for p in (other, *other["PayloadContent"])}  # so that it is replaced
    uuids = [p["PayloadUUID"] for profile in (one, other) for p in (profile, *profile["PayloadContent"])]
    assert len(set(uuids)) == 4


_GOALS = (GOAL, replace(GOAL), replace(GOAL, models=GOAL.models[:2]))


def test_the_registry_file_is_one() -> None:
    data = document(Format.REG, ODD, HELPERS[Format.REG])
    text = data.decode("utf-16-le")
    head = "\ufeffWindows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n"
    assert text.startswith(head)
    assert "\n" not in text.replace("\r\n", "")
    assert text.endswith('"\r\n\r\n')
    assert len(text.removeprefix(head).split("\r\n")) == len(values(Format.REG, ODD, HELPERS[Format.REG])) + 2


def test_the_label_is_short_enough() -> None:
    assert len(claude_settings.PROFILE_NAME) <= 60


@every
def test_nothing_is_wrong_with_a_goal(format: Format) -> None:
    assert problems(format, GOAL, HELPERS[format]) == ()


@pytest.mark.parametrize(
    "format, helper",
    [
        (Format.JSON, "gateway-credential"),
        (Format.JSON, "~/bin/gateway-credential"),
        (Format.JSON, r"C:\Program Files\Gateway Companion\gateway-credential.exe"),
        (Format.JSON, "/usr/lib/../tmp/gateway-credential"),
        (Format.MOBILECONFIG, "Contents/MacOS/gateway-credential"),
        (Format.MOBILECONFIG, "/a\n/b"),
        (Format.REG, "/usr/lib/gateway-companion/gateway-credential.exe"),
        (Format.REG, r"C:\x\gateway-credential"),
        (Format.REG, r"C:\x\gateway-credential.cmd"),
        (Format.REG, r"C:x.exe"),
        (Format.REG, r"\x.exe"),
        (Format.REG, "\udc80.exe"),
    ],
)
def test_a_helper_that_claude_could_not_run(format: Format, helper: str) -> None:
    found = problems(format, GOAL, helper_at(format, helper))
    assert [f.id for f in found] == [FindingId.HELPER_PLACE_REFUSED]


@every
def test_what_claude_would_not_take(format: Format) -> None:
    helper = HELPERS[format]

    def ids(**changes: object) -> list[FindingId]:
        return [f.id for f in problems(format, replace(GOAL, **changes), helper)]  # type: ignore[arg-type]

    assert ids(base_url="http://gateway.example/api") == [FindingId.GATEWAY_ADDRESS_REFUSED]
    assert ids(base_url="https://gateway.example/api/v1") == [FindingId.GATEWAY_ADDRESS_REFUSED]
    assert ids(models=()) == [FindingId.NO_MODELS]
    refused = ChosenModel("openai/gpt-5", "GPT", None)
    assert ids(models=(refused, *GOAL.models)) == [FindingId.MODEL_NOT_ACCEPTED]
    assert ids(models=(ChosenModel("claude\n", "C", Tier.SONNET),)) == [FindingId.MODEL_NOT_ACCEPTED]


OURS = {
    "inferenceProvider": "gateway",
    "inferenceGatewayBaseUrl": "https://openrouter.ai/api",
    "inferenceCredentialKind": "helper-script",
    "inferenceCredentialHelper": "/opt/x/gateway-credential",
}


def test_the_least_that_is_ours() -> None:
    expected = ManagedGateway("https://openrouter.ai/api", (), PurePosixPath("/opt/x/gateway-credential"))
    assert managed.gateway(OURS) == expected
    assert managed.gateway({**OURS, "disableAutoUpdates": "true", "inferenceGatewayAuthScheme": "bearer"}) == expected


@pytest.mark.parametrize(
    "models, ids",
    [
        ('["claude-a", {"name": "claude-b"}, 1, {}, {"name": 2}]', ["claude-a", "claude-b"]),
        (["claude-a"], ["claude-a"]),
        ("[broken", []),
        ("[" * 100_000, []),
        ({"name": "claude"}, []),
        (7, []),
    ],
)
def test_models_however_they_are_told(models: object, ids: list[str]) -> None:
    ours = managed.gateway({**OURS, "inferenceModels": models})
    assert ours is not None
    assert [m.id for m in ours.models] == ids


@pytest.mark.parametrize(
    "changes",
    [
        {"inferenceProvider": "bedrock"},
        {"inferenceCredentialKind": "static"},
        {"inferenceCredentialHelper": "/usr/local/bin/corp-helper"},
        {"inferenceCredentialHelper": "gateway-credential"},
        {"inferenceCredentialHelper": 7},
        {"inferenceGatewayAuthScheme": "x-api-key"},
        {"inferenceGatewayBaseUrl": "http://gateway.example"},
        {"inferenceGatewayBaseUrl": "https://openrouter.ai/api/v1"},
        {"inferenceGatewayBaseUrl": 7},
    ],
)
def test_all_else_is_not_ours_to_explain(changes: dict[str, object]) -> None:
    assert managed.gateway({**OURS, **changes}) is None
    assert managed.gateway({}) is None


def test_a_windows_path_is_known_on_every_system() -> None:
    helper: PurePath = PureWindowsPath(r"C:\Program Files\Gateway Companion\Gateway-Credential.EXE")
    ours = managed.gateway({**OURS, "inferenceCredentialHelper": str(helper)})
    assert ours is not None
    assert ours.helper == helper
