"""The registry file is really imported, and read back with the system's own tools (Wine's)."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain import managed
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.managed_document import HELPERS, REGISTRY_KEY, Format, document, values

KEY = rf"HKLM\{REGISTRY_KEY}"
GOAL = Goal(
    models=(
        ChosenModel("anthropic/claude-sonnet-4.6", "Claude Sonnet 4.6", Tier.SONNET, long_context=True),
        ChosenModel("anthropic/claude-haiku-4.5", 'Claude "Haiku" \\ ü %PATH% \n4.5', Tier.HAIKU),
    )
)


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The environment of a Windows of its own, which ends with the tests."""
    home = tmp_path_factory.mktemp("wine")
    environment = {**os.environ, "HOME": str(home), "WINEPREFIX": str(home / "prefix"), "WINEDEBUG": "-all"}
    environment |= {"WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=", "DISPLAY": ""}
    run(environment, "wineboot", "--init")
    yield environment
    subprocess.run(["wineserver", "--kill"], env=environment, capture_output=True, check=False)
    subprocess.run(["wineserver", "--wait"], env=environment, capture_output=True, check=False)


def run(wine: Mapping[str, str], *command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(["wine", *command], env=wine, cwd=cwd, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0, done
    return done.stdout.decode("utf-8", "replace").replace("\r\n", "\n")


def shown(wine: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Kind and data of each value, by name."""
    rows = (line.strip().split("    ", 2) for line in run(wine, "reg", "query", KEY).splitlines())
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == 3}


@pytest.mark.parametrize("way", [("regedit", "/S"), ("reg", "import")], ids=" ".join)
@pytest.mark.parametrize("goal", [GOAL, replace(GOAL, models=GOAL.models[:1])], ids=["odd", "usual"])
def test_it_is_what_claude_finds(wine: Mapping[str, str], tmp_path: Path, way: tuple[str, ...], goal: Goal) -> None:
    (tmp_path / "claude.reg").write_bytes(document(Format.REG, goal, HELPERS[Format.REG]))
    run(wine, *way, "claude.reg", cwd=tmp_path)
    found = shown(wine)
    wanted = values(Format.REG, goal, HELPERS[Format.REG])
    assert found.keys() == wanted.keys()
    assert {kind for kind, _ in found.values()} == {"REG_SZ"}
    told = {name: data for name, (_, data) in found.items()}
    assert told["inferenceCredentialHelper"] == r"C:\Program Files\Gateway Companion\gateway-credential.exe"
    assert (told["modelDiscoveryEnabled"], told["inferenceCredentialHelperTtlSec"]) == ("false", "3600")
    assert json.loads(told["inferenceModels"]) == wanted["inferenceModels"]
    ours = managed.gateway(told)
    assert ours is not None
    assert (ours.base_url, ours.models, ours.helper) == (goal.base_url, goal.models, HELPERS[Format.REG])


def test_the_other_values_of_the_it_department_stay(wine: Mapping[str, str], tmp_path: Path) -> None:
    run(wine, "reg", "add", KEY, "/v", "disableAutoUpdates", "/t", "REG_DWORD", "/d", "1", "/f")
    (tmp_path / "claude.reg").write_bytes(document(Format.REG, GOAL, HELPERS[Format.REG]))
    run(wine, "regedit", "/S", "claude.reg", cwd=tmp_path)
    assert shown(wine)["disableAutoUpdates"] == ("REG_DWORD", "0x1")


def test_what_undoes_it(wine: Mapping[str, str], tmp_path: Path) -> None:
    """As the page for IT departments says."""
    (tmp_path / "claude.reg").write_bytes(document(Format.REG, GOAL, HELPERS[Format.REG]))
    run(wine, "regedit", "/S", "claude.reg", cwd=tmp_path)
    run(wine, "reg", "delete", KEY, "/f")
    gone = subprocess.run(["wine", "reg", "query", KEY], env=wine, capture_output=True, check=False)
    assert gone.returncode != 0
