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
from tests.benchmarks import bundled, helper, window
from tests.benchmarks.bundled import Row

NOTHING = ("-c", "pass")
STATUS = ("-m", "app", "status")
SLOWEST_PATH = "/v1/models/user"
_ROW = "{:36} {:>9} {:28} {:>9} {:>7}  {}\n"


@dataclass(frozen=True, slots=True)
class Bench:
    """A practice computer that is set up, and how to measure on it."""

    environment: Mapping[str, str]
    server: PracticeOpenRouter
    rounds: int

    def python(self, *arguments: str) -> Callable[[], None]:
        """One Python process, from its start to its end."""

        def run() -> None:
            command = [sys.executable, *arguments]
            done = subprocess.run(
                command, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
            if done.returncode != 0:
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
        _show((what, long, beside, short, ratio, aim))


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15, help="pairs for each row")
    options.add_argument("--helper", type=int, default=200, help="rounds for the helper's rows, 0 for none")
    options.add_argument("--window", type=int, default=30, help="pairs for each row of the window, 0 for none")
    options.add_argument("--bundle", type=int, default=0, help="pairs for each row of what people install, 0 for none")
    options.add_argument("--slow", type=float, default=2.0, help="seconds that the slowest gateway call takes")
    given = options.parse_args(arguments)
    sys.stdout.write(_ROW.format("what", "median", "beside", "median", "ratio", "aim"))
    with tempfile.TemporaryDirectory() as folder, _set_up(Path(folder), given.rounds) as bench:
        _rows(bench, given.slow)
        private = Path(folder) / "keychain"
        private.mkdir(mode=0o700)
        for row in helper.rows(private, given.helper) if given.helper else ():
            _show(row)
        for row in window.rows(bench.environment, given.window) if given.window else ():
            _show(row)
        for row in _of_the_bundle(bench.environment, Path(folder), given) if given.bundle else ():
            _show(row)
    return 0


def _of_the_bundle(environment: Mapping[str, str], folder: Path, given: argparse.Namespace) -> Iterator[Row]:
    yield from bundled.rows(environment, folder / "bundles", given.bundle)
    private = folder / "bundle-keychain"
    private.mkdir(mode=0o700)
    if given.helper:
        yield from helper.rows(private, given.helper, "bundled, helper", (str(bundled.CREDENTIAL),), "p50 80 ms")


def _show(row: Row) -> None:
    sys.stdout.write(_ROW.format(*row))
    sys.stdout.flush()


def _rows(bench: Bench, slow: float) -> None:
    nothing = bench.python(*NOTHING)
    bench.compare("status --offline", bench.python(*STATUS, "--offline"), "python -c pass", nothing, "250 ms")
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
