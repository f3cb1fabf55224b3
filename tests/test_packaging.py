"""What is shipped and tracked: locked dependencies, a standard-library `dev.py`, and nothing of anybody's computer."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import app

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
TOP_LEVEL = set(
    ".ci .github .gitignore CHANGELOG.md LICENSE README.md app build.spec packaging pyproject.toml resources tests".split()
)
BUILD_MACHINE = re.compile(r"(?<![\w.~])/(?:work|workspace|builds|root)/")
REGISTRY = re.compile(r"pythonhosted\.org|pypi\.(?:org|python\.org)|--(?:extra-)?index-url|--find-links")


def tracked() -> list[str]:
    """What git tracks, also in a checkout that belongs to somebody else."""
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for path in shown.split("\0") if path and (ROOT / path).is_file()]


@cache
def texts() -> dict[str, str]:
    return {path: (ROOT / path).read_text("utf-8", "replace") for path in tracked()}


def requirements() -> Iterator[re.Match[str]]:
    return re.finditer(r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?P<rest>(?:.*\\\n)+.*)$", LOCK, re.MULTILINE)


def test_every_locked_requirement_has_a_hash() -> None:
    lines = [line for line in LOCK.splitlines() if line and not line.startswith(("#", " "))]
    found = list(requirements())
    assert len(found) == len(lines) > 10
    assert all("--hash=sha256:" in requirement["rest"] for requirement in found)


def test_the_lock_names_no_place() -> None:
    assert not re.findall(r"\w+://\S*|^-.*|/\w+/", LOCK.replace("packaging/dev.py", ""), re.MULTILINE)


def test_every_dependency_is_locked() -> None:
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        *PROJECT["build-system"]["requires"],
    ]
    names = {re.split(r"[^\w-]", requirement.lower())[0] for requirement in wanted}
    assert names <= {requirement["name"] for requirement in requirements()}


def test_the_lock_is_for_every_system() -> None:
    assert {"jeepney", "pywin32-ctypes", "pyside6-essentials"} <= {
        requirement["name"] for requirement in requirements()
    }


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").glob("*.py")), ids=lambda path: path.name)
def test_packaging_scripts_need_only_the_standard_library(script: Path) -> None:
    tree = ast.parse(script.read_text("utf-8"))
    names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_version_has_one_source() -> None:
    assert "version" in PROJECT["project"]["dynamic"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", app.__version__)


def test_the_top_level_has_only_what_belongs_there() -> None:
    top = {path.split("/")[0] for path in tracked()}
    assert top <= TOP_LEVEL
    assert top >= TOP_LEVEL - {".github"}


@pytest.mark.parametrize("pattern", [BUILD_MACHINE, REGISTRY], ids=["machine", "registry"])
def test_nothing_tracked_names_where_it_was_made(pattern: re.Pattern[str]) -> None:
    own = ("tests/test_packaging.py",)
    found = {path: pattern.findall(text) for path, text in texts().items() if path not in own}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_the_patterns_find_what_they_are_for() -> None:
    assert BUILD_MACHINE.search("made in /workspace/gateway") is not None
    assert BUILD_MACHINE.search("~/work/gateway, /usr/lib/root/") is None
    assert REGISTRY.search("https://pypi.org/simple") is not None


@pytest.mark.parametrize("target", PROJECT["project"]["scripts"].values())
def test_every_script_has_its_function(target: str) -> None:
    module, function = target.split(":")
    assert callable(getattr(importlib.import_module(module), function))


def test_the_walk_of_dev_py_run_ends_well() -> None:
    command = [sys.executable, str(ROOT / "packaging" / "walkthrough.py")]
    walk = subprocess.run(command, capture_output=True, text=True, check=False)
    assert walk.returncode == 0, walk.stdout + walk.stderr
    assert "Everything works" in walk.stdout


def test_dev_py_says_how_it_is_used() -> None:
    shown = subprocess.run([sys.executable, ROOT / "packaging" / "dev.py"], capture_output=True, text=True, check=False)
    assert shown.returncode == 2
    assert "python3 packaging/dev.py test" in shown.stdout
