"""A key lies in the keychain and nowhere else, all through a story: no file, log, argument list, environment or output."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.domain.secret_ref import KEY
from app.platforms.secret_service import SecretService
from app.services.practice_secrets import PracticeSecrets
from app.services.secrets import SecretStore
from tests.stories.command_line import child, data_folder, on_a_new_computer
from tests.stories.computer import JsonObject, World, ids, proven_by_claude
from tests.stories.linux.canary import Canary, Watch
from tests.stories.starting_states import BY_HAND, META, OWN, State, profile

WIDE = (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm"))
"""Wherever programs leave things."""
BY_HAND_HERE = State("by hand", {META: b"{}", profile(BY_HAND): b"{}"}, with_key=False)


def new_key() -> str:
    return f"sk-or-v1-{secrets.token_hex(32)}"


@dataclass
class Story:
    """The command line, whose every word is listened to. `vault`: the keychain's own file or folder."""

    world: World
    canary: Canary
    keychain: SecretStore
    vault: Path
    began: float = field(default_factory=time.time)
    commands: int = 0

    def run(self, *arguments: str, typed: str = "") -> tuple[int, str]:
        done = child(self.world, *arguments, typed=typed.encode())
        self.commands += 1
        for text in (done.stdout, done.stderr):
            assert not self.canary.is_in(text), arguments
        return done.returncode, done.stdout.decode()

    def report(self, *arguments: str, typed: str = "") -> tuple[int, JsonObject]:
        status, out = self.run(*arguments, "--json", typed=typed)
        report: JsonObject = json.loads(out)
        return status, report

    def found(self) -> set[Path]:
        """The files that hold a secret, on this computer to practise on."""
        return self.canary.files(self.world.folder, Path(os.environ["HOME"]))

    def outside(self) -> set[Path]:
        return {path for path in self.found() if not path.is_relative_to(self.vault)}

    def stored(self) -> str | None:
        return self.keychain.get(KEY)


def listening(world: World, canary: Canary, keychain: str) -> Story:
    """`keychain`: "practice", or "system" for the real one and a data folder that is not for practising."""
    data = data_folder(world)
    if keychain == "practice":
        return Story(world, canary, PracticeSecrets(data), data / "practice-keychain.json")
    (data / "practice.json").unlink()
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        world.environment[name] = os.environ[name]
    return Story(world, canary, SecretService(os.environ), Path(os.environ["HOME"]) / ".local/share/keyrings")


@pytest.mark.parametrize("keychain", ["practice", "system"])
@on_a_new_computer
def test_a_key_is_nowhere_but_in_the_keychain(world: World, keychain: str) -> None:
    world.behave(rewrites=True)
    refused = new_key()
    story = listening(world, Canary(world.key, refused), keychain)
    with Watch(story.canary, world.folder) as watch:
        connected(story)
        broken_and_repaired(story)
        undone_and_set_up_again(story)
        another_key_is_refused(story, refused)
        while not watch.seen["credential helper"]:
            assert handed_over(story) == world.key
        forgotten(story)
    assert story.canary.files(*WIDE, since=story.began) == set()
    assert watch.leaks == []
    assert watch.seen.keys() == {"command line", "credential helper", "Claude"}
    assert len(watch.seen["command line"]) > story.commands / 2


def connected(story: Story) -> None:
    assert story.run("status")[0] == 1
    status, report = story.report("setup", "--key-stdin", "--yes", typed=f' "{story.world.key}"\n')
    assert (status, report["confirmed"]) == (0, True), report
    proven_by_claude(story.world)
    assert story.report("status")[1]["healthy"] is True
    for command in ("status", "status --offline", "models --all", "models --json"):
        assert story.run(*command.split())[0] == 0
    assert (story.stored(), story.outside()) == (story.world.key, set())


def broken_and_repaired(story: Story) -> None:
    written = write_it_into_our_profile(story)
    assert story.outside() == {written}  # so the search finds what there is
    status, report = story.report("status")
    assert (status, "key-in-clear" in ids(report)) == (1, True)
    assert story.run("status")[0] == 1
    assert story.run("repair", "--yes")[0] == 0
    proven_by_claude(story.world)
    assert story.outside() == set()


def undone_and_set_up_again(story: Story) -> None:
    written = write_it_into_our_profile(story)
    status, report = story.report("undo", "--yes")
    assert (status, report["applied"]) == (0, True), report
    assert (story.stored(), story.outside()) == (story.world.key, set())
    assert story.run("setup", "--yes")[0] == 0
    proven_by_claude(story.world)
    assert json.loads(written.read_text())["theirOwn"] == 1
    assert story.outside() == set()


def another_key_is_refused(story: Story, refused: str) -> None:
    for more in ((), ("--json",)):
        assert story.run("setup", "--key-stdin", "--yes", *more, typed=refused)[0] == 3
    assert (story.stored(), story.outside()) == (story.world.key, set())


def forgotten(story: Story) -> None:
    assert story.run("undo", "--yes", "--forget-key")[0] == 0
    assert (story.stored(), story.found()) == (None, set())
    assert story.run("status")[0] == 1
    assert story.run("models")[0] == 3


def write_it_into_our_profile(story: Story) -> Path:
    """As a person or another tool may do it, in clear."""
    path = story.world.home / OWN
    settings = json.loads(path.read_text())
    path.write_text(json.dumps({**settings, "inferenceGatewayApiKey": story.world.key, "theirOwn": 1}))
    return path


def handed_over(story: Story) -> str:
    """What the helper prints for Claude."""
    helper = data_folder(story.world) / "bin/gateway-credential"
    runtime = {"XDG_RUNTIME_DIR": os.environ["XDG_RUNTIME_DIR"]}
    return subprocess.run([helper], env=runtime, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
def test_a_key_that_claude_has_in_clear_is_copied_to_the_keychain_only(world: World) -> None:
    world.behave(rewrites=True)
    story = listening(world, Canary(world.key), "practice")
    theirs = world.home / profile(BY_HAND)
    with Watch(story.canary, world.folder) as watch:
        assert story.found() == {theirs}
        assert story.run("setup", "--yes")[0] == 0
        proven_by_claude(world)
        assert story.found() == {theirs, story.vault}
        assert story.run("status")[0] == 0
        assert story.run("undo", "--yes", "--forget-key")[0] == 0
        assert story.found() == {theirs}
    assert (watch.leaks, bool(watch.seen["command line"])) == ([], True)


SPELLINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": bytes,
    "wide": lambda key: key.decode().encode("utf-16-le"),
    "hexadecimal": lambda key: key.hex().upper().encode(),
    "cut off": lambda key: key[:-10],
    "base64": b64encode,
    "base64 after one byte": lambda key: b64encode(b"x" + key),
    "base64 after two bytes": lambda key: b64encode(b"xx" + key + b"x"),
}


@pytest.mark.parametrize("spelled", SPELLINGS.values(), ids=SPELLINGS)
def test_it_would_be_found_in_a_file(tmp_path: Path, spelled: Callable[[bytes], bytes]) -> None:
    key = new_key()
    (tmp_path / "log").write_bytes(b"\0\xff" + spelled(key.encode()) + b"\n")
    (tmp_path / "hint").write_text(f"{key[:12]}...{key[-4:]}")
    assert Canary(new_key(), key).files(tmp_path) == {tmp_path / "log"}
    assert Canary(key).files(tmp_path, since=time.time() + 60) == set()


def test_it_would_be_found_in_a_file_name(tmp_path: Path) -> None:
    key = new_key()
    (tmp_path / key).touch()
    assert Canary(key).files(tmp_path) == {tmp_path / key}


@pytest.mark.parametrize("place", ["cmdline", "environ"])
def test_it_would_be_found_in_a_process(tmp_path: Path, place: str) -> None:
    key, waiting = new_key(), "import sys; sys.stdin.read()"
    arguments = [key] if place == "cmdline" else []
    environment = {"SECRET": key} if place == "environ" else {}
    command, tick = [sys.executable, "-c", waiting, *arguments], threading.Event()
    with (
        Watch(Canary(key), tmp_path) as watch,
        subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as process,
    ):
        end = time.monotonic() + 30
        while not watch.leaks:
            assert time.monotonic() < end, "it was not seen"
            tick.wait(0.01)
        process.communicate()
    assert set(watch.leaks) == {f"{place} of {process.pid}"}
