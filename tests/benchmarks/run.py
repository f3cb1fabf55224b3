"""Prints how long the commands take, each beside what it cannot be faster than: `python -m tests.benchmarks.run`.

The two of a pair run in turn, so that whatever else the computer does weighs on both; ratios are of such pairs.
"""

from __future__ import annotations

import argparse
import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.practice.claude_desktop import RUNNING_FILE
from app.practice.claude_lock import holder
from app.practice.openrouter import PracticeOpenRouter
from app.practice.serve import end_claude, prepare
from tests.benchmarks import window

NOTHING = ("-c", "pass")
STATUS = ("-m", "app", "status")
HELPER = ("-I", "-m", "app.credential_helper")
SLOWEST_PATH = "/v1/models/user"
_ROW = "{:36} {:>9} {:28} {:>9} {:>7}  {}\n"


@dataclass(frozen=True, slots=True)
class Bench:
    """A practice computer that is set up, and how to measure on it."""

    environment: Mapping[str, str]
    server: PracticeOpenRouter
    rounds: int

    def python(self, *arguments: str, statuses: tuple[int, ...] = (0,), **environment: str) -> Callable[[], None]:
        """One Python process, from its start to its end."""

        def run() -> None:
            command = [sys.executable, *arguments]
            env = {**self.environment, **environment}
            done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if done.returncode not in statuses:
                sys.exit(f"{' '.join(arguments)}: exit status {done.returncode}\n{done.stderr.decode()}")

        return run

    def slowest_call(self) -> None:
        connection = http.client.HTTPConnection(self.server.origin.removeprefix("http://"))
        key = {"Authorization": f"Bearer {self.server.keys['ordinary']}"}
        connection.request("GET", f"/api{SLOWEST_PATH}", headers=key)
        connection.getresponse().read()
        connection.close()

    def compare(self, what: str, call: Callable[[], None], beside: str, least: Callable[[], None], aim: str) -> None:
        """Prints one row; the first pair only warms up."""
        pairs = [(_seconds(call), _seconds(least)) for _ in range(self.rounds + 1)][1:]
        long, short = (f"{median(side) * 1000:.0f} ms" for side in zip(*pairs, strict=True))
        ratio = f"{median(a / b for a, b in pairs):.2f}"
        sys.stdout.write(_ROW.format(what, long, beside, short, ratio, aim))
        sys.stdout.flush()


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15, help="pairs for each row")
    options.add_argument("--window", type=int, default=30, help="pairs for each row of the window, 0 for none")
    options.add_argument("--slow", type=float, default=2.0, help="seconds that the slowest gateway call takes")
    given = options.parse_args(arguments)
    sys.stdout.write(_ROW.format("what", "median", "beside", "median", "ratio", "aim"))
    with tempfile.TemporaryDirectory() as folder, _set_up(Path(folder), given.rounds) as bench:
        _rows(bench, Path(folder), given.slow)
        for row in window.rows(bench.environment, given.window) if given.window else ():
            sys.stdout.write(_ROW.format(*row))
            sys.stdout.flush()
    return 0


def _rows(bench: Bench, folder: Path, slow: float) -> None:
    nothing = bench.python(*NOTHING)
    bench.compare("status --offline", bench.python(*STATUS, "--offline"), "python -c pass", nothing, "250 ms")
    bench.compare("credential helper", bench.python(*HELPER), "python -c pass", nothing, "")
    if "DBUS_SESSION_BUS_ADDRESS" in os.environ:  # it only asks: nobody's keychain is written to
        bus = {"DBUS_SESSION_BUS_ADDRESS": os.environ["DBUS_SESSION_BUS_ADDRESS"]}
        ask = bench.python(*HELPER, statuses=(0, 1), GATEWAY_COMPANION_HOME=str(folder / "no-practice"), **bus)
        bench.compare("credential helper, real keychain", ask, "python -c pass", nothing, "")
    bench.server.faults.set("slow", {"seconds": slow, "path": [SLOWEST_PATH]})
    status = bench.python(*STATUS)
    bench.compare("status", status, "its slowest gateway call", bench.slowest_call, "ratio 1.1")
    bench.server.faults.clear()


@contextmanager
def _set_up(folder: Path, rounds: int) -> Iterator[Bench]:
    """Claude Desktop is open and on the gateway, as on most days."""
    with PracticeOpenRouter() as server:
        environment = {"PATH": os.environ["PATH"], **prepare(folder, server.origin)}
        program = Path(environment["GATEWAY_COMPANION_CLAUDE"]).parent
        command = [sys.executable, "-m", "app", "setup", "--key-stdin", "--yes"]
        key = server.keys["ordinary"].encode()
        try:
            subprocess.run(command, env=environment, input=key, capture_output=True, check=True)
            yield Bench(environment, server, rounds)
        finally:
            end_claude(program)
            deadline = time.monotonic() + 10
            while holder(program / RUNNING_FILE) is not None and time.monotonic() < deadline:
                time.sleep(0.02)


def _seconds(call: Callable[[], None]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
