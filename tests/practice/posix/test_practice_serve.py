"""`practice --serve`: one line of JSON, then it stays until it is told to end."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app.practice.claude_lock import holder
from tests.practice.stand_ins import until

ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def served(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    command = [sys.executable, "-m", "app.practice", "--serve", *arguments]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            yield process, json.loads(process.stdout.readline())
        finally:
            process.terminate()


def get(address: str) -> tuple[int, dict[str, object]]:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        connection.request("GET", parts.path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def texts(value: object) -> dict[str, str]:
    assert isinstance(value, dict)
    return value


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_temporary_folder_goes_with_it(tmp_path: Path, number: signal.Signals) -> None:
    with served(TMPDIR=str(tmp_path)) as (process, told):
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o777 == 0o700
        env = texts(told["env"])
        assert set(env) == {
            "HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
            "APPDATA",
            "LOCALAPPDATA",
            "GATEWAY_COMPANION_HOME",
            "GATEWAY_COMPANION_BASE_URL",
            "GATEWAY_COMPANION_CLAUDE",
        }
        assert all(Path(value).is_relative_to(folder) for name, value in env.items() if "URL" not in name)
        assert env["GATEWAY_COMPANION_BASE_URL"] == f"{told['origin']}/api"
        assert json.loads((Path(env["GATEWAY_COMPANION_HOME"]) / "practice.json").read_text()) == {"version": 1}
        assert Path(env["GATEWAY_COMPANION_HOME"]).stat().st_mode & 0o777 == 0o700
        assert get(str(told["control"]))[0] == 200
        process.send_signal(number)
        assert process.wait(20) == 0
    assert list(tmp_path.iterdir()) == []


def test_keys_are_new_each_time(tmp_path: Path) -> None:
    seen: set[str] = set()
    for _ in range(2):
        with served(TMPDIR=str(tmp_path)) as (_, told):
            keys = texts(told["keys"])
            assert {"ordinary", "management", "expired", "no_credit", "limited", "team", "free"} <= keys.keys()
            assert all(re.fullmatch(r"sk-or-v1-[0-9a-f]{64}", key) for key in keys.values())
            assert not seen & set(keys.values())
            seen |= set(keys.values())


def test_a_named_folder_stays_and_its_claude_ends(tmp_path: Path) -> None:
    folder = tmp_path / "Übung 'eins' \"zwei\" $HOME"
    with served("--folder", str(folder)) as (process, told):
        env = texts(told["env"])
        program = Path(env["GATEWAY_COMPANION_CLAUDE"])
        with subprocess.Popen([program, "--flag with space"], env={**os.environ, **env}) as claude:
            state = Path(str(told["claude_state"]))
            until(lambda: state.exists() and json.loads(state.read_text())["ready"] is True)
            assert holder(program.with_name("running.lock")) == claude.pid
            process.terminate()
            assert process.wait(20) == 0
            assert claude.wait(20) == 0
    assert json.loads(state.read_text())["running"] is False


def test_a_claude_that_hangs_is_ended_by_force(tmp_path: Path) -> None:
    with served("--folder", str(tmp_path)) as (process, told):
        env = texts(told["env"])
        program = Path(env["GATEWAY_COMPANION_CLAUDE"])
        program.with_name("behaviour.json").write_text('{"hang": true}')
        with subprocess.Popen([program], env={**os.environ, **env}) as claude:
            until(lambda: holder(program.with_name("running.lock")) is not None)
            process.terminate()
            assert process.wait(20) == 0
            assert claude.wait(20) == -signal.SIGKILL


def test_faults_can_be_on_from_the_start(tmp_path: Path) -> None:
    with served("--faults", "no-credit,slow=0.5,rate-limit=2,incident=Fire", TMPDIR=str(tmp_path)) as (_, told):
        assert get(str(told["control"]))[1]["faults"] == {
            "no-credit": {},
            "slow": {"seconds": 0.5},
            "rate-limit": {"retry_after": 1, "count": 2},
            "incident": {"title": "Fire"},
        }


@pytest.mark.parametrize("arguments", [["--serve", "--faults", "no-such"], ["--faults", "slow=x"], ["serve"]])
def test_wrong_arguments_are_refused(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "app.practice", *arguments]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert list(tmp_path.iterdir()) == []
