"""What the stories share: the practice OpenRouter, and a practice computer in a starting state."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.platforms.commands import SystemRunner
from app.platforms.linux import Linux
from app.platforms.processes import UserProcesses
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import prepare
from tests.stories.computer import World, furnish
from tests.stories.starting_states import State


@pytest.fixture(scope="module")
def openrouter() -> Iterator[PracticeOpenRouter]:
    with PracticeOpenRouter() as server:
        yield server


@pytest.fixture
def world(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    openrouter: PracticeOpenRouter,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    state: State = request.param
    folder = tmp_path / "p"
    environment = {"PATH": os.environ["PATH"], **prepare(folder, openrouter.origin)}
    home = Path(environment["HOME"])
    environment |= {name: str(home / value) for name, value in state.environment.items()}
    etc = folder / "etc"
    prepared = folder / "prepared"
    platform = Linux(environment, SystemRunner(), UserProcesses(), etc=etc, prepared=prepared, owner=os.getuid())
    monkeypatch.setattr("app.bootstrap.current", lambda _: platform)
    world = World(state, folder, environment, platform, openrouter.keys["ordinary"], capsys, monkeypatch)
    furnish(world, openrouter.origin)
    if state.managed is not None:
        etc.mkdir()
        (etc / "managed-settings.json").write_bytes(state.managed)
    yield world
    world.end_claude()
