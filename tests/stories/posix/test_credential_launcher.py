"""Claude Desktop runs the launcher: from any folder, with an empty environment, wherever it lies."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.services.launcher import Launcher
from tests.stories.helper_process import HANDED_OVER, complaint, practice_folder, run

NAMES = [
    "data",
    "two words",
    'it\'s "quoted"',
    "Größe ключ 🔑",
    "$HOME `id` $(id)",
    "a;b&c|d",
    "-n",
    "line\nbreak",
    "\\t%s",
]


def installed(data: Path) -> Path:
    launcher = Launcher(data / "bin" / "gateway-credential", data)
    launcher.install()
    return launcher.path


@pytest.mark.parametrize("name", NAMES)
def test_it_needs_no_environment(tmp_path: Path, name: str) -> None:
    data = practice_folder(tmp_path / name)
    assert run([installed(data)], {}) == HANDED_OVER


def test_no_environment_leads_it_astray(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data")
    astray = {
        "GATEWAY_COMPANION_HOME": str(tmp_path / "another"),
        "PYTHONPATH": str(tmp_path / "astray"),
        "PYTHONHOME": str(tmp_path / "astray"),
        "PYTHONSTARTUP": str(tmp_path / "astray" / "start.py"),
        "PATH": str(tmp_path / "astray"),
        "LC_ALL": "C",
    }
    assert run([installed(data)], astray) == HANDED_OVER


def test_what_lies_in_the_folder_leads_it_astray_neither(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data")
    for module in ("app", "threading", "json"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('astray')\n")
    assert run([installed(data)], {}, cwd=tmp_path) == HANDED_OVER


def test_it_holds_no_key(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data")
    assert b"sk-or" not in installed(data).read_bytes()


@pytest.mark.parametrize("program", ["/opt/gone/python", '/opt/it\'s "gone"/$(id)', "/etc/passwd"])
def test_a_program_that_is_gone_is_told(tmp_path: Path, program: str) -> None:
    data = practice_folder(tmp_path / "data")
    launcher = Launcher(data / "bin" / "gateway-credential", data, (program, "-m", "app.credential_helper"))
    launcher.install()
    line = complaint(run([launcher.path], {}))
    assert line == (
        "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop."
    )


def test_a_launcher_without_a_key_says_what_to_do(tmp_path: Path) -> None:
    data = practice_folder(tmp_path / "data", key=None)
    assert "connect again" in complaint(run([installed(data)], {}))
