"""`practice` without `--serve`: the window program runs on the stand-ins, and nothing is left when it has ended.

The window itself is a small program here that notes what it was given; the real one is driven in the desktop tests.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from app.practice.claude_lock import holder
from app.practice.window_program import window_command
from tests.practice.stand_ins import until

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import json, os, pathlib, signal, sys
note, what = pathlib.Path(sys.argv[1]), sys.argv[2]
if what == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
beside = note.with_suffix(".new")
beside.write_text(json.dumps({"env": dict(os.environ), "cwd": os.getcwd(), "pid": os.getpid()}))
beside.replace(note)
if what == "leave":
    sys.exit(7)
signal.pause()
"""
PRACTICE = "import sys; from app.practice.serve import main; sys.exit(main(sys.argv[5:], sys.argv[1:5]))"
"""The first four arguments are the window's command, the rest are the practice command's."""


class Session:
    """The command with a window program that behaves as it is told to."""

    def __init__(self, process: subprocess.Popen[str], note: Path, folder: Path) -> None:
        self.process = process
        self._note = note
        self.claude = folder / "claude-desktop"

    def told(self) -> dict[str, object]:
        until(self._note.exists)
        told = json.loads(self._note.read_text())
        assert isinstance(told, dict)
        return told

    @property
    def env(self) -> dict[str, str]:
        env = self.told()["env"]
        assert isinstance(env, dict)
        return env

    def control(self) -> dict[str, object]:
        address = self.env["GATEWAY_COMPANION_BASE_URL"].removesuffix("/api") + "/practice/control"
        with urlopen(address, timeout=20) as answer:
            shown = json.loads(answer.read())
        assert isinstance(shown, dict)
        return shown


@contextmanager
def practising(tmp_path: Path, what: str, *arguments: str, **environment: str) -> Iterator[Session]:
    note, program, folder = tmp_path / "note.json", tmp_path / "window.py", tmp_path / "practice"
    program.write_text(PROGRAM)
    command = [sys.executable, "-c", PRACTICE, sys.executable, str(program), str(note), what]
    with subprocess.Popen(
        [*command, "--folder", str(folder), *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Session(process, note, folder)
        finally:
            process.terminate()


def test_the_window_has_the_practice_environment_and_its_status_is_ours(tmp_path: Path) -> None:
    with practising(tmp_path, "leave", CLAUDE_USER_DATA_DIR="/real", XDG_CONFIG_HOME="/real") as session:
        assert session.process.wait(20) == 7
        assert session.process.stdout
        assert session.process.stdout.read() == ""
        practice = tmp_path / "practice"
        assert session.env["HOME"] == str(practice / "home")
        assert session.env["XDG_CONFIG_HOME"] == str(practice / "home/.config")
        assert session.env["GATEWAY_COMPANION_HOME"] == str(practice / "companion")
        assert session.env["GATEWAY_COMPANION_CLAUDE"] == str(practice / "claude-desktop/claude-desktop")
        assert "CLAUDE_USER_DATA_DIR" not in session.env
        assert session.told()["cwd"] == str(ROOT)


def test_claude_gets_a_window_and_the_panel_finds_what_it_needs(tmp_path: Path) -> None:
    with practising(tmp_path, "stay", "--faults", "no-credit") as session:
        shown = session.control()
        claude, keys = shown["claude"], shown["keys"]
        assert isinstance(claude, dict)
        assert isinstance(keys, dict)
        assert claude["window"] is True
        assert shown["faults"] == {"no-credit": {}}
        assert {"ordinary", "no_credit", "limited"} <= keys.keys()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("what, status", [("stay", 128 + signal.SIGTERM), ("stubborn", 128 + signal.SIGKILL)])
def test_told_to_end_it_ends_the_window_and_claude(
    tmp_path: Path, number: signal.Signals, what: str, status: int
) -> None:
    with practising(tmp_path, what) as session:
        env = {**os.environ, **session.env, "DISPLAY": "", "WAYLAND_DISPLAY": ""}
        with subprocess.Popen([session.env["GATEWAY_COMPANION_CLAUDE"]], env=env) as claude:
            until(lambda: holder(session.claude / "running.lock") == claude.pid)
            session.process.send_signal(number)
            assert session.process.wait(20) == status
            assert claude.wait(20) == 0
        assert json.loads((session.claude / "state.json").read_text())["running"] is False


def test_a_temporary_folder_goes_with_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from app.practice.serve import main; sys.exit(main([], ['true']))"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_what_was_broken_is_whole_again_in_a_folder_that_is_kept(tmp_path: Path) -> None:
    library = tmp_path / "practice/home/.config/Claude-3p/configLibrary/_meta.json"
    library.parent.mkdir(parents=True)
    library.write_text('{"entries": []}')
    with practising(tmp_path, "stay") as session:
        address = session.env["GATEWAY_COMPANION_BASE_URL"].removesuffix("/api") + "/practice/control"
        with urlopen(address, data=b'{"damage": ["settings-broken"]}', timeout=20) as answer:
            assert json.loads(answer.read())["damaged"] == ["settings-broken"]
        assert library.read_text() == '{"entries": []'
        session.process.terminate()
        session.process.wait(20)
    assert library.read_text() == '{"entries": []}'


def test_it_looks_as_the_person_is_used_to(tmp_path: Path) -> None:
    home = tmp_path / "me"
    (home / ".config/gtk-3.0").mkdir(parents=True)
    (home / ".config/kdeglobals").write_text("[General]\nColorScheme=BreezeDark\n")
    (home / ".config/gtk-3.0/settings.ini").write_text("[Settings]\n")
    (home / ".Xauthority").write_bytes(b"")
    with practising(tmp_path, "stay", HOME=str(home)) as session:
        config = Path(session.env["XDG_CONFIG_HOME"])
        assert (config / "kdeglobals").read_text() == "[General]\nColorScheme=BreezeDark\n"
        assert (config / "gtk-3.0/settings.ini").exists()
        assert session.env.get("XAUTHORITY") == os.environ.get("XAUTHORITY", str(home / ".Xauthority"))


def test_the_window_is_this_very_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert window_command() == [sys.executable, "-m", "app"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert window_command() == [str(Path(sys.executable).with_name("Gateway Companion"))]
