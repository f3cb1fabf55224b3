"""The bundle that `packaging/dev.py package` has built: its programs run, and need neither a Python nor an environment."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import app

BUNDLE = Path(__file__).resolve().parents[2] / "dist" / "gateway-companion"
PROGRAMS = ("Gateway Companion", "gateway-companion", "gateway-credential")
NO_PYTHON = {"PATH": "/nowhere"}


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice computer that the bundle itself serves."""

    environment: dict[str, str]
    key: str
    state: Path

    def run(self, *arguments: str, **environment: str) -> dict[str, object]:
        """One command of the console program; what it told."""
        done = subprocess.run(
            [BUNDLE / "gateway-companion", *arguments, "--json"],
            env={**NO_PYTHON, **self.environment, **environment},
            input=self.key.encode(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        assert b"Traceback" not in done.stderr
        told: dict[str, object] = json.loads(done.stdout)
        return told


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    command: list[str | Path] = [BUNDLE / "gateway-companion", "practice", "--serve", "--folder", tmp_path / "p"]
    with subprocess.Popen(command, env={**NO_PYTHON, "HOME": str(tmp_path)}, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        yield Practice(told["env"], told["keys"]["ordinary"], Path(told["claude_state"]))
        server.terminate()


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_three_programs_are_there(program: str) -> None:
    assert os.access(BUNDLE / program, os.X_OK)


def test_it_tells_its_version() -> None:
    done = subprocess.run([BUNDLE / "gateway-companion", "--version"], env=NO_PYTHON, capture_output=True, check=True)
    assert app.__version__ in done.stdout.decode()


def test_without_a_python_claude_ends_up_on_openrouter_and_back(practice: Practice) -> None:
    assert practice.run("setup", "--key-stdin", "--yes")["confirmed"] is True
    assert practice.run("status")["healthy"] is True
    claude = json.loads(practice.state.read_text())
    assert claude["mode"] == "gateway"
    program = Path(f"/proc/{claude['pid']}/exe").readlink()
    assert str(program) == practice.environment["GATEWAY_COMPANION_CLAUDE"]
    launcher = Path(practice.environment["GATEWAY_COMPANION_HOME"]) / "bin" / "gateway-credential"
    handed = subprocess.run([launcher], env={}, cwd="/", capture_output=True, check=False)
    assert (handed.returncode, handed.stdout.decode(), handed.stderr) == (0, practice.key, b"")
    assert practice.run("undo", "--yes")["applied"] is True
    assert not launcher.exists()


def test_what_it_starts_loads_none_of_its_libraries(practice: Practice, tmp_path: Path) -> None:
    """A Claude Desktop that only writes down its environment; the program is told of libraries of its own."""
    told, claude = tmp_path / "told", tmp_path / "claude-desktop"
    claude.write_text(f"#!/bin/sh\n/usr/bin/env > '{told}.part' && /bin/mv '{told}.part' '{told}'\n")
    claude.chmod(0o700)
    mine = str(tmp_path / "libraries")
    practice.run("setup", "--key-stdin", "--yes", GATEWAY_COMPANION_CLAUDE=str(claude), LD_LIBRARY_PATH=mine)
    environment = dict(line.split("=", 1) for line in told.read_text().splitlines())
    assert environment["LD_LIBRARY_PATH"] == mine
    assert not [name for name in environment if name.startswith(("_PYI", "_MEI", "QT_", "PYSIDE"))]
    assert str(BUNDLE) not in told.read_text()


def test_without_any_environment_the_helper_says_one_line() -> None:
    done = subprocess.run([BUNDLE / "gateway-credential"], env={}, cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert re.fullmatch(r"Gateway Companion: [^\n]+\n", done.stderr.decode())


def test_no_library_is_missing_and_none_is_gpl() -> None:
    libraries = [path for path in BUNDLE.rglob("*") if ".so" in path.name and not path.is_symlink()]
    assert len(libraries) > 50
    for library in libraries:
        shown = subprocess.run(["ldd", library], capture_output=True, text=True, check=True).stdout
        # the look of GNOME's programs is only taken over where GTK is installed anyway
        assert "not found" not in shown or library.name == "libqgtk3.so", library
    assert not [path.name for path in libraries if "readline" in path.name]


def test_what_lies_there_once_is_not_there_twice() -> None:
    """Libraries are most of the size."""
    large = [path for path in BUNDLE.rglob("*") if path.is_file() and not path.is_symlink()]
    names = [path.name for path in large if ".so" in path.name and path.stat().st_size > 1_000_000]
    assert len(names) == len(set(names))
