"""A practice computer on which a change meets a fault: what lies there, what was called, and what Claude says of itself."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.cli.commands import execute
from app.domain.claude_settings import PROFILE_ID
from app.platforms import current
from app.platforms.commands import SystemRunner
from app.practice.claude_behaviour import Behaviour, write_behaviour
from app.practice.claude_desktop import RUNNING_FILE
from app.practice.claude_json import parse, stringify
from app.practice.claude_lock import holder
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import prepare
from tests.stories.computer import JsonObject, Snapshot, snapshot
from tests.stories.starting_states import (
    BY_HAND,
    DEVELOPER,
    GATEWAY_CONFIG,
    META,
    NORMAL_CONFIG,
    OWN,
    RICH,
    by_hand,
    library,
    pretty,
    profile,
)

ROOT = Path(__file__).resolve().parents[2]
HOOK = Path(__file__).parent / "hook"
THEIRS = {
    META: library(BY_HAND, BY_HAND, hybridPointer={"to": BY_HAND}),
    profile(BY_HAND): by_hand(),
    GATEWAY_CONFIG: pretty(RICH, "\t").replace(b"\n", b"\r\n"),
    NORMAL_CONFIG: pretty({**RICH, "deploymentMode": "1p"}, 4),
    DEVELOPER: b'{\n\t"other": [1,  2],\n\t"allowDevTools": false\n}\n',
}
"""Where somebody has done much by hand."""
ROOTS = (".config/Claude", ".config/Claude-3p")
"""Claude makes them as well as we, so they are no part of a `snapshot` where they were not there from the start."""
_LEFT_BESIDE = re.compile(r"\..+\.[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Scene:
    """A change about to happen. `rich`: where much was done by hand, else Claude was never opened.

    `claude_open`: Claude runs, and rewrites its settings while it quits; else it is closed, and never rewrites.
    """

    kind: str
    rich: bool
    claude_open: bool

    def __str__(self) -> str:
        return f"{self.kind}-{'rich' if self.rich else 'bare'}-{'open' if self.claude_open else 'closed'}"


@dataclass(frozen=True, slots=True)
class Call:
    """One state-changing call of the program, as the hook saw it."""

    name: str
    paths: tuple[str, ...]
    by_the_door: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the call of that number: "kill", "fail", "full" (from then on) or "write <path>"."""

    do: str
    at: int


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended. `calls`: what it did; the last one is missing where it was killed before it."""

    status: int
    output: str
    errors: str
    calls: tuple[Call, ...]

    @property
    def report(self) -> JsonObject:
        report: JsonObject = json.loads(self.output)
        return report


@dataclass(frozen=True, slots=True)
class World:
    """One practice computer, made by `made`."""

    scene: Scene
    folder: Path
    environment: dict[str, str]
    key: str

    @property
    def home(self) -> Path:
        return Path(self.environment["HOME"])

    @property
    def data(self) -> Path:
        return Path(self.environment["GATEWAY_COMPANION_HOME"])

    def run(self, *arguments: str) -> tuple[int, JsonObject]:
        """One command line, without a process of its own."""
        output = io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(output), redirect_stderr(io.StringIO()):
            patch.setattr("sys.stdin", io.StringIO(self.key))
            status = execute([*arguments, "--json"], self.environment)
        report: JsonObject = json.loads(output.getvalue())
        return status, report

    def change(self, kind: str) -> tuple[int, JsonObject]:
        """Likewise a change. Returns once Claude is at rest as well."""
        ended = self.run(*_arguments(kind))
        until(self._claude_is_at_rest)
        return ended

    def change_with(self, fault: Fault | None = None, kind: str | None = None) -> Ended:
        """The scene's change in a real process, with the hook. Returns once Claude is at rest as well."""
        told, launches = self.folder / "calls", self.launches()
        told.unlink(missing_ok=True)
        faulty = {"FAULT_AT": str(fault.at), "FAULT_DO": fault.do} if fault else {}
        done = subprocess.run(
            [sys.executable, "-m", "app", *_arguments(kind or self.scene.kind), "--json"],
            cwd=ROOT,
            env={**self.environment, "PYTHONPATH": str(HOOK), "FAULT_CALLS": str(told), **faulty},
            input=self.key,
            capture_output=True,
            text=True,
            check=False,
        )
        lines = map(json.loads, told.read_text().splitlines())
        calls = tuple(Call(name, tuple(paths), door) for name, paths, door in lines)
        happened = calls[:-1] if done.returncode < 0 else calls
        names = [call.name for call in happened]
        if "subprocess.Popen" in names:
            until(lambda: self.launches() > launches and self.claude()["ready"])
        elif "os.kill" in names:
            until(lambda: not self.claude_runs())
        return Ended(done.returncode, done.stdout, done.stderr, happened)

    def snapshot(self) -> Snapshot:
        """The home, with this computer's own places out of the text, so that two computers can be compared."""
        here = str(self.folder).encode()
        return {
            name: (data and data.replace(here, b"<here>"), mode, link)
            for name, (data, mode, link) in snapshot(self.home).items()
            if self.scene.rich or name not in ROOTS
        }

    def roots_left(self) -> list[str]:
        """Claude's folders where it has never been."""
        return [name for name in ROOTS if (self.home / name).exists() and not (self.home / name / "logs").exists()]

    def journal(self) -> JsonObject:
        path = self.data / "journal/journal.json"
        journal: JsonObject = json.loads(path.read_text())["data"] if path.exists() else {}
        return journal

    def left_in_data(self) -> list[str]:
        """Temporary files of ours that nobody took away."""
        return [path.name for path in self.data.rglob(".*")]

    def claude(self) -> JsonObject:
        told: JsonObject = json.loads((self.folder / "claude-desktop/state.json").read_text())
        return told

    def launches(self) -> int:
        state = self.folder / "claude-desktop/state.json"
        return int(self.claude()["launches"]) if state.exists() else 0

    def claude_runs(self) -> bool:
        """Once it is at rest."""
        return self._running() is not None

    def _running(self) -> int | None:
        return holder(self.folder / "claude-desktop" / RUNNING_FILE)

    def _claude_pids(self) -> set[int]:
        """Its processes, also one that was started a moment ago and has told nobody yet."""
        platform = current(self.environment)
        claude = platform.find_claude()
        assert claude is not None
        return {process.pid for process in platform.running(claude)}

    def _claude_is_at_rest(self) -> bool:
        """It is closed, or knows all that it wants to."""
        pids = self._claude_pids()
        return not pids or (self.launches() > 0 and self.claude()["pid"] in pids and bool(self.claude()["ready"]))

    def open_claude(self) -> None:
        """As a person would, and waits until it knows all that it wants to."""
        before = self.launches()
        SystemRunner().spawn([self.environment["GATEWAY_COMPANION_CLAUDE"]], env=self.environment)
        until(lambda: self.launches() > before and bool(self.claude()["ready"]))

    def proven_by_claude(self) -> None:
        """By what the practice Claude says of itself, never because we wrote so."""
        told = self.claude()
        assert self._running() == told["pid"]
        assert (told["mode"], told["health"], told["profile_id"]) == ("gateway", "healthy", PROFILE_ID)
        assert told["key_source"] == "helper"
        assert told["key_sha256"] == hashlib.sha256(self.key.encode()).hexdigest()

    def close(self) -> None:
        if pids := self._claude_pids():
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            until(lambda: not self._claude_pids())


def made(folder: Path, openrouter: PracticeOpenRouter, scene: Scene) -> tuple[World, Snapshot]:
    """The computer just before the scene's change, and its home before a setup."""
    environment = {"PATH": os.environ["PATH"], **prepare(folder, openrouter.origin)}
    world = World(scene, folder, environment, openrouter.keys["ordinary"])
    behaviour = Behaviour(managed=None, rewrite=scene.claude_open)
    write_behaviour(folder / "claude-desktop/behaviour.json", behaviour)
    for name, content in THEIRS.items() if scene.rich else ():
        path = world.home / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(content)
        path.chmod(0o600)
    original = world.snapshot()
    if scene.kind != "setup":
        status, report = world.run("setup", "--yes", "--key-stdin", "--no-restart")
        assert status == 0, report
    if scene.kind == "undo-take-out":
        assert world.run(*_arguments("take-out"), "--no-restart")[0] == 0
    if scene.kind == "repair":
        _damage(world)
    if scene.claude_open:
        world.open_claude()
    return world, original


def _damage(world: World) -> None:
    """What others may do to a setup; where it takes something back, it is as it was before the setup."""
    (world.home / OWN).unlink()
    (world.data / "bin/gateway-credential").unlink()
    if world.scene.rich:
        meta = world.home / META
        ours, theirs = (f'"appliedId": "{id}"'.encode() for id in (PROFILE_ID, BY_HAND))
        assert ours in meta.read_bytes()
        meta.write_bytes(meta.read_bytes().replace(ours, theirs))
        (world.home / NORMAL_CONFIG).write_bytes(THEIRS[NORMAL_CONFIG])
    else:
        (world.home / GATEWAY_CONFIG).unlink()


def _arguments(kind: str) -> tuple[str, ...]:
    return {
        "setup": ("setup", "--yes", "--key-stdin"),
        "take-out": ("take-out", "Profile 0", "--yes"),
        "undo-take-out": ("undo", "--yes"),
        "handover": ("handover", "static", "--yes"),
    }.get(kind, (kind, "--yes"))


def until(condition: Callable[[], object]) -> None:
    """Polls with a deadline."""
    tick, end = threading.Event(), time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        tick.wait(0.01)


def respelled(data: bytes) -> bytes:
    """As Claude writes what it read."""
    return stringify(parse(data)).encode()


def is_left_beside(name: str) -> bool:
    """A temporary file that a killed write leaves; the next run takes it away."""
    return _LEFT_BESIDE.fullmatch(Path(name).name) is not None
