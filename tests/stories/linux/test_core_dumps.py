"""A key that was in memory when a program crashed is in no core file, and Claude's own crashes stay Claude's."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.practice.openrouter import PracticeOpenRouter
from app.services.launcher import Launcher
from tests.stories.command_line import PROGRAM, child, environment_of, on_a_new_computer
from tests.stories.computer import World
from tests.stories.helper_process import practice_folder

WITH_CORE_FILES = ("/bin/sh", "-c", 'ulimit -S -c unlimited && exec "$0" "$@"')


def core_limit(pid: int) -> str:
    """The soft one."""
    (line,) = (line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if "core file" in line)
    return line.split()[4]


def threads(pid: int) -> int:
    (line,) = (line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("Threads:"))
    return int(line.split()[1])


@contextmanager
def crashing(
    command: Sequence[str | Path], folder: Path, output: int, environment: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs it where core files are wanted, for as long as the block lasts, and then lets it crash without one."""
    process = subprocess.Popen(
        [*WITH_CORE_FILES, *command], cwd=folder, stdout=output, stderr=subprocess.DEVNULL, env=environment
    )
    yield process
    assert core_limit(process.pid) == "1"
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status)
    assert [path.name for path in folder.iterdir() if "core" in path.name] == []


def until(true: Callable[[], object]) -> None:
    tick = threading.Event()
    for _ in range(3000):
        if true():
            return
        tick.wait(0.01)
    pytest.fail("it does not come true")


def test_the_helper_with_the_key_in_its_hand(tmp_path: Path) -> None:
    """It has the key and nobody takes it: the pipe is full."""
    data, here = practice_folder(tmp_path / "data"), tmp_path / "here"
    here.mkdir()
    launcher = Launcher(data / "bin" / "gateway-credential", data)
    launcher.install()
    read, write = os.pipe()
    os.write(write, bytes(fcntl.fcntl(write, fcntl.F_GETPIPE_SZ)))
    with crashing([launcher.path], here, write, {}) as process:
        until(lambda: core_limit(process.pid) == "1" and threads(process.pid) == 1)  # the one that asked has ended
    os.close(read)
    os.close(write)


@on_a_new_computer
def test_the_program_that_asks_with_the_key(world: World, openrouter: PracticeOpenRouter, tmp_path: Path) -> None:
    world.behave(rewrites=False)
    setup = child(world, "setup", "--key-stdin", "--yes", typed=world.key.encode(), program=WITH_CORE_FILES + PROGRAM)
    assert setup.returncode == 0
    (claude,) = world.platform.running(world.program)
    assert core_limit(claude.pid) == "unlimited"
    here = tmp_path / "here"
    here.mkdir()
    openrouter.faults.set("slow", {"seconds": 60, "path": ["/v1/key"]})
    openrouter.requests.clear()
    try:
        with crashing([*PROGRAM, "status"], here, subprocess.DEVNULL, environment_of(world)):
            until(lambda: any(request.path.endswith("/v1/key") for request in openrouter.requests))
    finally:
        openrouter.faults.clear()
