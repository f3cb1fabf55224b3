"""A computer that an IT department looks after: no practice, a real keychain, and the program installed for everybody."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.platforms.secret_service import SecretService
from app.practice.claude_behaviour import Behaviour, write_behaviour
from tests.conftest import session_bus
from tests.stories.command_line import SOURCE, data_folder
from tests.stories.computer import JsonObject, World

HELPER = """#!{python}
import sys

sys.path[:] = {path!r}
from app.credential_helper import run

run()
"""


def install(world: World) -> Path:
    """What an installation for everybody has as the helper: a program that is run with no variable of ours."""
    helper = world.folder / "usr/lib/gateway-companion/gateway-credential"
    helper.parent.mkdir(parents=True)
    helper.write_text(HELPER.format(python=sys.executable, path=[str(SOURCE), *filter(None, sys.path)]))
    helper.chmod(0o755)
    return helper


def managed_path(world: World) -> Path:
    return world.folder / "etc/managed-settings.json"


def hand_out(world: World, document: bytes) -> None:
    """Claude Desktop and we find it where it belongs."""
    path = managed_path(world)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(document)
    path.chmod(0o644)
    behaviour = Behaviour(managed=str(path), managed_owner=os.getuid())
    write_behaviour(world.folder / "claude-desktop/behaviour.json", behaviour)


def prepare(world: World, text: str | None = None, mode: int = 0o644, **members: object) -> Path:
    path = world.folder / "prepared/preseed.json"
    path.parent.mkdir(exist_ok=True, mode=0o755)
    path.write_text(json.dumps(members) if text is None else text)
    path.chmod(mode)
    return path


@pytest.fixture
def fleet(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Outside of practice, logged in to a session with a keychain of its own; nothing names the gateway."""
    session = tmp_path_factory.mktemp("session")
    (data_folder(world) / "practice.json").unlink()
    del world.environment["GATEWAY_COMPANION_BASE_URL"]
    world.environment["XDG_RUNTIME_DIR"] = str(session)
    world.behave(rewrites=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(session))
        with session_bus(session):
            yield world


def keychain(world: World) -> SecretService:
    return SecretService({"XDG_RUNTIME_DIR": world.environment["XDG_RUNTIME_DIR"]})


def exported(world: World, origin: str, helper: Path) -> bytes:
    """As the IT department makes it."""
    arguments = ("--format", "json", "--base-url", f"{origin}/api", "--helper", str(helper))
    status, report = world.run("export", *arguments)
    assert (status, report["blocked"]) == (0, [])
    document: str = report["document"]
    return document.encode()


def seen(world: World, *arguments: str) -> tuple[int, JsonObject]:
    return world.run("status", *arguments)
