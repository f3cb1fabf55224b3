"""The window's rows: first frame and memory beside a bare PySide6 window, and how long the GUI thread stands still."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median

HERE = Path(__file__).parent
SOURCE = HERE.parents[1]
_AT_REST = 3.0
"""Seconds until a window that was opened has looked at everything and come to rest."""


@contextmanager
def screen(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a screen: the present one, else one that nobody sees."""
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        yield dict(environment)
        return
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    ) as server:
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        try:
            yield {**environment, "DISPLAY": f":{number}"}
        finally:
            server.terminate()


def first_frame(kind: str, environment: Mapping[str, str]) -> float:
    """Seconds from the start of the process."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, HERE / "first_frame.py", kind], env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1]) - started


def memory(command: list[str | Path], environment: Mapping[str, str]) -> float:
    """The proportional set size in MB of a window at rest."""
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(_AT_REST)
        except subprocess.TimeoutExpired:
            lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
        finally:
            process.terminate()
    sys.exit(f"{command}: the window ended by itself")


def stalls(rounds: int, environment: Mapping[str, str]) -> tuple[list[float], list[float]]:
    """Milliseconds at rest, and during a look at everything, for each round."""
    done = subprocess.run(
        [sys.executable, HERE / "stalls.py", str(rounds)], env=environment, capture_output=True, text=True, check=True
    )
    pairs = [tuple(map(float, line.split())) for line in done.stdout.splitlines()]
    return [rest for rest, _ in pairs], [look for _, look in pairs]


def rows(environment: Mapping[str, str], rounds: int) -> Iterator[tuple[str, str, str, str, str, str]]:
    """What, median, beside what, its median, ratio, aim. The two of a pair run in turn."""
    with screen({**environment, "PYTHONPATH": str(SOURCE)}) as env:
        pairs = [(first_frame("ours", env), first_frame("bare", env)) for _ in range(rounds + 1)][1:]
        yield row("first frame", pairs, "bare PySide6 window", 1000, "ms", "ratio 1.15")
        ours: list[str | Path] = [sys.executable, "-m", "app"]
        bare: list[str | Path] = [sys.executable, HERE / "first_frame.py", "stay"]
        held = [(memory(ours, env), memory(bare, env)) for _ in range(rounds)]
        yield row("memory (PSS)", held, "bare PySide6 window", 1, "MB", "ratio 1.4")
        rest, look = stalls(rounds, env)
        yield row("longest stall during a look", list(zip(look, rest, strict=True)), "at rest", 1, "ms", "16 ms")


def row(
    what: str, pairs: list[tuple[float, float]], beside: str, factor: float, unit: str, aim: str
) -> tuple[str, str, str, str, str, str]:
    long, short = (f"{median(side) * factor:.0f} {unit}" for side in zip(*pairs, strict=True))
    return what, long, beside, short, f"{median(a / b for a, b in pairs):.2f}", aim
