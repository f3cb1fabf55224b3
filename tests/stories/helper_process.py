"""The credential helper as Claude Desktop runs it: a process of its own, with what it printed and how it ended."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.services.practice_secrets import PracticeSecrets

KEY = "sk-or-v1-canary0123456789abcdef9f2c"
HELPER = (sys.executable, "-I", "-m", "app.credential_helper")


@dataclass(frozen=True, slots=True)
class Ended:
    status: int
    out: bytes
    err: str


HANDED_OVER = Ended(0, KEY.encode(), "")


def run(
    command: Sequence[str | Path], environment: Mapping[str, str], *, cwd: str | Path = "/", within: float = 60
) -> Ended:
    done = subprocess.run(command, env=environment, cwd=cwd, capture_output=True, check=False, timeout=within)
    return Ended(done.returncode, done.stdout, done.stderr.decode())


def run_at_once(times: int, command: Sequence[str | Path], environment: Mapping[str, str]) -> list[Ended]:
    """All are started before the first is waited for."""
    started = [
        subprocess.Popen(command, env=environment, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(times)
    ]
    ended = []
    for process in started:
        out, err = process.communicate(timeout=60)
        ended.append(Ended(process.returncode, out, err.decode()))
    return ended


def practice_folder(folder: Path, key: str | None = KEY) -> Path:
    """A practice data folder, with that key in its keychain."""
    folder.mkdir(parents=True)
    (folder / "practice.json").write_text('{"version": 1}\n')
    if key is not None:
        PracticeSecrets(folder).set("openrouter", key)
    return folder


def complaint(ended: Ended) -> str:
    """The one line for a person, by which alone a failure may show."""
    line, rest = ended.err.split("\n", 1)
    assert (ended.status, ended.out, rest) == (1, b"", "")
    return line
