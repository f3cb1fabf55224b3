"""Linux for real: real programs, signals and sessions."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

import app
from app.domain.facts import Installation
from app.platforms import current
from app.platforms.base import Platform, ProcessTable
from app.platforms.commands import SystemRunner
from app.platforms.linux import Linux
from app.platforms.processes import UserProcesses
from tests.platforms.tables import Table

_NOBODY = 65_534

# /bin/sh reads the first lines and hands the same file to Python, which takes them for a string.
_STAND_IN = """#!/bin/sh
''':'
exec "{python}" -I -S "$0" "$@"
'''
import json, os, signal, sys

def note(what, text):
    with open(f"{{sys.argv[0]}}.{{what}}~", "w") as file:
        file.write(text)
    os.replace(file.name, f"{{sys.argv[0]}}.{{what}}")

def quit(number, frame):
    note("asked", str(number))
    sys.exit(0)

signal.signal(signal.SIGTERM, {on_term})
open_files = {{}}
for fd in os.listdir("/proc/self/fd"):
    try:
        open_files[fd] = os.readlink(f"/proc/self/fd/{{fd}}")
    except OSError:
        pass  # the listing's own
note("state", json.dumps({{"pid": os.getpid(), "session": os.getsid(0), "files": open_files, "env": dict(os.environ)}}))
while True:
    signal.pause()
"""


def until(condition: Callable[[], bool], *, within: float = 20) -> None:
    """Polls with a deadline."""
    never, end = threading.Event(), time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        never.wait(0.02)


def has_ended(pid: int) -> bool:
    """An orphan may stay as a zombie: that is for the init process to clear away."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class StandIn:
    """A program in place of Claude Desktop, which notes what happens to it beside itself."""

    def __init__(self, path: Path, *, stubborn: bool = False) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_STAND_IN.format(python=sys.executable, on_term="signal.SIG_IGN" if stubborn else "quit"))
        path.chmod(0o755)

    def note(self, what: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{what}")

    def state(self) -> dict[str, object]:
        until(self.note("state").exists)
        state: dict[str, object] = json.loads(self.note("state").read_text())
        return state

    @property
    def pid(self) -> int:
        pid = self.state()["pid"]
        assert isinstance(pid, int)
        return pid

    def stop(self) -> None:
        if self.note("state").exists():
            UserProcesses().kill(self.pid)
            until(lambda: has_ended(self.pid))


@pytest.fixture
def claude(tmp_path: Path) -> Iterator[StandIn]:
    stand_in = StandIn(tmp_path.resolve() / "bin" / "claude-desktop")
    yield stand_in
    stand_in.stop()


@pytest.fixture
def stubborn_claude(tmp_path: Path) -> Iterator[StandIn]:
    stand_in = StandIn(tmp_path.resolve() / "bin" / "claude-desktop", stubborn=True)
    yield stand_in
    stand_in.stop()


def platform_with(claude: StandIn, **environment: str) -> tuple[Platform, Installation]:
    """This computer, with the stand-in first on PATH."""
    path = f"{claude.path.parent}{os.pathsep}{os.environ['PATH']}"
    platform = current({**os.environ, "PATH": path, **environment})
    found = platform.find_claude()
    assert found == Installation(claude.path, None, (str(claude.path),))
    return platform, found


def test_this_computer_is_linux() -> None:
    assert isinstance(current(os.environ), Linux)


def test_started_found_asked_and_gone(claude: StandIn) -> None:
    platform, found = platform_with(claude)
    assert platform.running(found) == ()
    before = time.time()
    platform.start(found)
    pid = claude.pid
    (process,) = platform.running(found)
    assert process.pid == pid
    assert before - 2 < process.started < time.time() + 2
    platform.ask_to_quit(found, (process,))
    until(lambda: platform.running(found) == ())
    assert claude.note("asked").read_text() == str(int(signal.SIGTERM))
    until(lambda: not psutil.pid_exists(pid))  # no zombie stays


def test_found_by_a_stand_in_variable_too(claude: StandIn, tmp_path: Path) -> None:
    link = tmp_path / "practice"
    link.symlink_to(claude.path)
    platform = current({**os.environ, "GATEWAY_COMPANION_CLAUDE": str(link)})
    found = platform.find_claude()
    assert found is not None
    platform.start(found)
    until(link.with_name("practice.state").exists)
    pid = json.loads(link.with_name("practice.state").read_text())["pid"]
    try:
        assert [process.pid for process in platform.running(found)] == [pid]
    finally:
        platform.end(found, platform.running(found))
    until(lambda: not psutil.pid_exists(pid))


def test_one_that_does_not_listen_is_ended_by_force(stubborn_claude: StandIn) -> None:
    platform, found = platform_with(stubborn_claude)
    platform.start(found)
    pid = stubborn_claude.pid
    running = platform.running(found)
    platform.ask_to_quit(found, running)
    assert platform.running(found) == running
    platform.end(found, running)
    until(lambda: not psutil.pid_exists(pid))
    assert platform.running(found) == ()


def test_other_programs_of_the_same_folder_do_not_count(claude: StandIn) -> None:
    other = StandIn(claude.path.with_name("other-program"))
    platform, found = platform_with(claude)
    SystemRunner().spawn([str(other.path)], env=os.environ)
    try:
        assert psutil.pid_exists(other.pid)
        assert platform.running(found) == ()
    finally:
        other.stop()


def test_one_that_waits_for_a_shell_is_asked_as_well(claude: StandIn, tmp_path: Path) -> None:
    """A launcher that does not `exec`: the signal must reach the program, not only its shell."""
    program = StandIn(tmp_path.resolve() / "opt" / "claude-desktop" / "claude-desktop")
    claude.path.write_text(f"#!/bin/sh\n{program.path}\n:\n")
    platform, found = platform_with(claude)
    platform.start(found)
    pid = program.pid
    try:
        running = platform.running(found)
        assert len(running) == 2
        platform.ask_to_quit(found, running)
        until(lambda: platform.running(found) == ())
        assert program.note("asked").exists()
    finally:
        UserProcesses().kill(pid)


def test_detached_and_stripped(claude: StandIn, tmp_path: Path) -> None:
    platform, found = platform_with(claude, ANTHROPIC_API_KEY="x", CLAUDE_CODE_SSE_PORT="1", CLAUDE_CONFIG_DIR="/c")
    with (tmp_path / "ours").open("w") as ours:
        os.set_inheritable(ours.fileno(), True)
        platform.start(found)
        state = claude.state()
    assert state["session"] == state["pid"]
    match state:
        case {"files": dict(files), "env": dict(environment)}:
            assert {files.pop(fd) for fd in ("0", "1", "2")} == {"/dev/null"}
            assert str(tmp_path / "ours") not in files.values()
            assert {name for name in environment if name.startswith(("ANTHROPIC_", "CLAUDE_"))} == {"CLAUDE_CONFIG_DIR"}
            assert environment["HOME"] == os.environ["HOME"]
        case _:
            pytest.fail(f"unexpected: {state}")


def test_survives_the_one_who_started_it(claude: StandIn) -> None:
    code = (
        "import os, sys\n"
        "from app.platforms.commands import SystemRunner\n"
        "SystemRunner().spawn(sys.argv[1:], env=os.environ)\n"
    )
    starter = [sys.executable, "-c", code, str(claude.path)]
    subprocess.run(starter, cwd=Path(app.__file__).parent.parent, check=True, timeout=30)
    platform, found = platform_with(claude)
    assert [process.pid for process in platform.running(found)] == [claude.pid]


class TestTable:
    def test_we_are_in_it(self) -> None:
        me = psutil.Process()
        (ours,) = (row for row in UserProcesses().rows() if row.pid == me.pid)
        assert (ours.executable, ours.parent) == (Path(me.exe()), me.ppid())
        assert ours.arguments == tuple(me.cmdline())
        assert ours.started == pytest.approx(me.create_time(), abs=2)

    def test_only_this_user(self) -> None:
        for process in UserProcesses().rows():
            try:
                owner = psutil.Process(process.pid).uids().real
            except psutil.NoSuchProcess:
                continue  # gone meanwhile
            assert owner == os.getuid()

    def test_another_user_never_counts(self) -> None:
        """Root can start one for another user. An ordinary user's own is listed, which shows that the table works."""
        sleep = ["/bin/sleep", "60"]
        with subprocess.Popen(sleep, user=_NOBODY if os.getuid() == 0 else None) as process:
            try:
                listed = process.pid in {row.pid for row in UserProcesses().rows()}
                assert listed == (psutil.Process(process.pid).uids().real == os.getuid())
            finally:
                process.kill()

    def test_alive_means_the_same_process(self) -> None:
        with subprocess.Popen(["/bin/sleep", "60"]) as process:
            table = UserProcesses()
            started = psutil.Process(process.pid).create_time()
            assert table.alive(process.pid, started)
            assert not table.alive(process.pid, started - 60)
            table.ask_to_end(process.pid)
            until(lambda: not table.alive(process.pid, started))  # a zombie from now on, for we have not waited yet
            assert psutil.pid_exists(process.pid)
        assert process.returncode == -signal.SIGTERM
        table.kill(process.pid)
        table.ask_to_end(process.pid)
        assert not table.alive(process.pid, started)

    def test_a_zombie_is_not_running(self) -> None:
        with subprocess.Popen(["/bin/true"]) as process:
            until(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
            shown = {row.pid for row in UserProcesses().rows() if row.executable or row.arguments}
            assert os.getpid() in shown
            assert process.pid not in shown

    @pytest.mark.parametrize("table", [UserProcesses(), Table()], ids=["real", "table"])
    def test_one_that_is_gone_is_passed_over(self, table: ProcessTable) -> None:
        with subprocess.Popen(["/bin/true"]) as process:
            started = psutil.Process(process.pid).create_time()
        table.ask_to_end(process.pid)
        table.kill(process.pid)
        assert not table.alive(process.pid, started)
        assert process.pid not in {row.pid for row in table.rows()}
