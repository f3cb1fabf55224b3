"""The rows of what people install, beside a bare window of PySide6 that was bundled alike: time, memory and size.

Ours is what `packaging/dev.py package` has built; the bare one is built here, from `bundled.spec`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.window import memory, row, screen

HERE = Path(__file__).parent
DIST = HERE.parents[1] / "dist"
PROGRAM = DIST / "gateway-companion" / "Gateway Companion"
CREDENTIAL = DIST / "gateway-companion" / "gateway-credential"
_CONTROL = (
    "Package: bare\nVersion: 1\nArchitecture: amd64\nMaintainer: nobody <nobody@example.org>\nDescription: bare\n"
)
_BARE = "bare PySide6, bundled"
Row = tuple[str, str, str, str, str, str]


def rows(environment: Mapping[str, str], folder: Path, rounds: int) -> Iterator[Row]:
    """What, median, beside what, its median, ratio, aim. The two of a pair run in turn."""
    if not PROGRAM.exists():
        sys.exit("Nothing is built yet: python3 packaging/dev.py package")
    ours, bare = _build(folder)
    with screen(environment) as env:
        pairs = [(_first_frame(ours, "ours", env), _first_frame(bare, "bare", env)) for _ in range(rounds + 1)][1:]
        yield row("bundled, first frame", pairs, _BARE, 1000, "ms", "ratio 1.2")
        with _open(env):
            pairs = [(_seconds((PROGRAM,), env), _first_frame(bare, "bare", env)) for _ in range(rounds + 1)][1:]
        yield row("bundled, second start", pairs, _BARE, 1000, "ms", "")
        console = PROGRAM.with_name("gateway-companion")
        _seconds((console, "repair", "--yes", "--no-restart"), env)  # the computer was set up from source
        command = (console, "status", "--offline")
        pairs = [(_seconds(command, env), _seconds((bare, "nothing"), env)) for _ in range(rounds + 1)][1:]
        yield row("bundled, status --offline", pairs, "an empty program, bundled", 1000, "ms", "250 ms")
        held = [(memory([PROGRAM], env), memory([bare, "stay"], env)) for _ in range(rounds)]
        yield row("bundled, memory (PSS)", held, _BARE, 1, "MB", "")
    sizes = (_megabytes(PROGRAM.parent), _megabytes(bare.parent))
    yield row("bundled, installed size", [sizes], _BARE, 1, "MB", "ratio 1.25")
    packages = (_megabytes(next(DIST.glob("*.deb"))), _megabytes(_packed(bare.parent, folder)))
    yield row("the .deb", [packages], _BARE, 1, "MB", "ratio 1.25")


def _build(folder: Path) -> tuple[Path, Path]:
    places: list[str | Path] = ["--distpath", folder / "dist", "--workpath", folder / "build"]
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *places, HERE / "bundled.spec"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "dist" / "ours" / "ours", folder / "dist" / "bare" / "bare"


def _first_frame(program: Path, kind: str, environment: Mapping[str, str]) -> float:
    """Seconds from the start of the process."""
    started = time.perf_counter()
    done = subprocess.run([program, kind], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1]) - started


def _seconds(command: tuple[str | Path, ...], environment: Mapping[str, str]) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    took = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{command}: exit status {done.returncode}\n{done.stderr.decode()}")
    return took


@contextmanager
def _open(environment: Mapping[str, str]) -> Iterator[None]:
    """While our window is open and at rest."""
    with subprocess.Popen([PROGRAM], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as window:
        try:
            window.wait(3)
        except subprocess.TimeoutExpired:
            yield
        finally:
            window.terminate()


def _packed(bundle: Path, folder: Path) -> Path:
    """As small as our own package is made."""
    root = folder / "package"
    (root / "DEBIAN").mkdir(parents=True)
    (root / "DEBIAN" / "control").write_text(_CONTROL)
    (root / "usr" / "lib").mkdir(parents=True)
    bundle.rename(root / "usr" / "lib" / "bare")
    package = folder / "bare.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "-z9", "--build", root, package], check=True, capture_output=True
    )
    return package


def _megabytes(place: Path) -> float:
    files = [place] if place.is_file() else [each for each in place.rglob("*") if not each.is_symlink()]
    return sum(each.stat().st_size for each in files if each.is_file()) / 1_000_000
