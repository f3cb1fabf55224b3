"""A practice computer in one of the starting states: our program run on it, Claude asked, its files looked at."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli.commands import execute
from app.domain.facts import Installation
from app.platforms.linux import Linux
from app.practice.claude_behaviour import Behaviour, write_behaviour
from tests.stories.starting_states import BY_HAND, META, Folder, Link, State, by_hand, library, profile

JsonObject = dict[str, Any]
Snapshot = dict[str, tuple[bytes | None, int, str | None]]
"""Bytes (None = a folder), permission bits and link target by path below the home folder."""
_CLAUDES_OWN = ("logs", "SingletonLock")


@dataclass
class World:
    """A practice computer in one of the starting states."""

    state: State
    folder: Path
    environment: dict[str, str]
    platform: Linux
    key: str
    capture: pytest.CaptureFixture[str]
    patch: pytest.MonkeyPatch

    @property
    def program(self) -> Installation:
        found = self.platform.find_claude()
        assert found is not None
        return found

    @property
    def home(self) -> Path:
        return Path(self.environment["HOME"])

    def run(self, *arguments: str) -> tuple[int, JsonObject]:
        self.patch.setattr("sys.stdin", io.StringIO(self.key))
        status = execute([*arguments, "--json"], self.environment)
        return status, json.loads(self.capture.readouterr().out)

    def set_up(self) -> tuple[int, JsonObject]:
        with_key = ("--key-stdin",) if self.state.with_key else ()
        return self.run("setup", "--yes", *with_key)

    def claude(self) -> JsonObject:
        told: JsonObject = json.loads((self.folder / "claude-desktop/state.json").read_text())
        return told

    def behave(self, *, rewrites: bool) -> None:
        managed = self.folder / "etc/managed-settings.json" if self.state.managed else None
        document = {
            "rewrite": rewrites,
            "managed": str(managed) if managed else None,
            "managed_owner": os.getuid(),
            **self.state.behaviour,
        }
        write_behaviour(self.folder / "claude-desktop/behaviour.json", Behaviour.from_document(document))

    def open_claude(self) -> None:
        self.platform.start(self.program)
        self.launched(1)

    def open_claude_again(self) -> None:
        times = self.claude()["launches"]
        self.platform.start(self.program)
        self.launched(times + 1)

    def end_claude(self) -> None:
        """Also one that was opened a moment ago and has told nobody yet."""
        tick = threading.Event()
        while left := self.platform.running(self.program):
            self.platform.end(self.program, left)
            tick.wait(0.02)

    def launched(self, times: int) -> JsonObject:
        """What Claude says once it was opened that often and has found out all that it wants to."""
        tick, deadline = threading.Event(), time.monotonic() + 20
        told: JsonObject = {}
        while time.monotonic() < deadline:
            told = self.claude() if (self.folder / "claude-desktop/state.json").exists() else {}
            if told.get("launches") == times and told["ready"]:
                return told
            tick.wait(0.02)
        pytest.fail(f"Claude was not opened {times} times: {told}")


def furnish(world: World, origin: str) -> None:
    for name, content in world.state.files.items():
        path = world.home / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        match content:
            case bytes():
                path.write_bytes(content)
                path.chmod(0o600)
            case Link(to):
                path.symlink_to(world.home / to)
            case Folder():
                path.mkdir(mode=0o700)
    if not world.state.with_key and world.state.files:
        (world.home / META).write_bytes(library(BY_HAND, BY_HAND))
        (world.home / profile(BY_HAND)).write_bytes(by_hand(world.key, f"{origin}/api"))
    for name, mode in world.state.modes.items():
        (world.home / name).chmod(mode)


def snapshot(home: Path) -> Snapshot:
    """Everything below the home folder but what Claude itself writes there."""
    seen: Snapshot = {}
    for folder, folders, files in os.walk(home):
        folders[:] = [name for name in folders if name not in _CLAUDES_OWN]
        for name in (*folders, *(f for f in files if f not in _CLAUDES_OWN)):
            path = Path(folder) / name
            mode = stat.S_IMODE(path.lstat().st_mode)
            link = str(path.readlink()) if path.is_symlink() else None
            seen[str(path.relative_to(home))] = (_bytes(path), mode, link)
    return seen


def _bytes(path: Path) -> bytes | None:
    """None for a folder, and for what cannot be read by us either."""
    try:
        return path.read_bytes() if path.is_file() else None
    except PermissionError:
        return None


def without_folders_of_claude(seen: Snapshot, before: Snapshot) -> Snapshot:
    """Claude makes its own folders when it is first opened."""
    made = {".config/Claude", ".config/Claude-3p", "one folder"} - before.keys()
    return {name: entry for name, entry in seen.items() if name not in made}


def values(seen: Snapshot) -> JsonObject:
    """Each settings file as Claude reads it."""
    return {
        name: json.loads(data.decode("utf-8-sig"), parse_int=float)
        for name, (data, _, _) in seen.items()
        if name.endswith(".json") and data is not None
    }


def ids(report: JsonObject, part: str = "findings") -> set[str]:
    return {finding["id"] for finding in report[part]}


def proven_by_claude(world: World, source: str = "helper") -> None:
    """By what the practice Claude says of itself, never because we wrote so."""
    told = world.claude()
    goal = json.loads((Path(world.environment["GATEWAY_COMPANION_HOME"]) / "goal.json").read_text())["data"]
    assert (told["running"], told["mode"], told["health"]) == (True, "gateway", "healthy")
    assert told["base_url"] == world.environment["GATEWAY_COMPANION_BASE_URL"]
    assert told["key_source"] == source
    assert told["key_sha256"] == hashlib.sha256(world.key.encode()).hexdigest()
    assert told["models"] == [model["id"] for model in goal["models"]]
    assert told["default_model"] == goal["models"][0]["id"]
    assert any("haiku" in id for id in told["models"])
