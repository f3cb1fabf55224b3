from __future__ import annotations

from pathlib import Path

import pytest

from app.platforms.base import ProcessRow
from app.platforms.recognition import Places, claude_rows, lineage, main_rows
from tests.platforms.tables import row

_APP = "/opt/claude-desktop/claude-desktop"
_SCRIPT = "/home/ada/bin/claude-desktop"
_PLACES = Places(frozenset({Path(_APP), Path(_SCRIPT)}), frozenset({Path("/opt/claude-desktop")}))


@pytest.mark.parametrize(
    "process",
    [
        row(1, _APP),
        row(1, _APP, "--type=renderer"),
        row(1, "/opt/claude-desktop/electron/dist/electron"),
        row(1, "/usr/bin/python3.11", "python3", _SCRIPT),
        row(1, "/usr/bin/python3.11", "python3", "-I", _SCRIPT, "--hidden"),
        row(1, "/usr/bin/dash", "/bin/sh", _SCRIPT),
        row(1, "/usr/bin/bash", "bash", "-e", _SCRIPT),
        row(1, "/usr/lib/electron33/electron", "electron", "--no-sandbox", "/opt/claude-desktop/app.asar"),
        row(1, "/Library/Python.app/Contents/MacOS/Python", "Python", _SCRIPT),
        row(1, "/Python311/python.exe", "python.exe", _SCRIPT),
        row(1, "/Python311/pythonw.exe", "pythonw.exe", _SCRIPT),
        row(1, None, "/bin/sh", _SCRIPT),
    ],
    ids=lambda process: " ".join(process.arguments),
)
def test_is_claude(process: ProcessRow) -> None:
    assert claude_rows([process], _PLACES) == (process,)


@pytest.mark.parametrize(
    "process",
    [
        row(1, "/home/ada/bin/other"),
        row(1, "/home/ada/.local/bin/claude"),
        row(1, "/opt/claude-desktop-tools/claude-desktop"),
        row(1, "/usr/bin/python3.11", "python3"),
        row(1, "/usr/bin/python3.11", "python3", "/home/ada/other.py", _SCRIPT),
        row(1, "/usr/bin/python3.11", "python3", "-c", "pass", _SCRIPT),
        row(1, "/usr/bin/python3.11", "python3", "-m", "editor", _SCRIPT),
        row(1, "/usr/bin/dash", "sh", "-c", _SCRIPT),
        row(1, "/usr/bin/bash", "bash", "claude-desktop"),
        row(1, "/usr/bin/vim", "vim", _SCRIPT),
        row(1, "/usr/bin/pythonette", "pythonette", _SCRIPT),
        row(1, "/opt/claude-desktop/resources/chrome-native-host"),
        row(1, "/opt/claude-desktop/resources/Chrome-Native-Host.exe"),
        row(1, None),
    ],
    ids=lambda process: " ".join(process.arguments),
)
def test_is_not_claude(process: ProcessRow) -> None:
    assert claude_rows([process], _PLACES) == ()


def test_links_are_followed(tmp_path: Path) -> None:
    program = tmp_path.resolve() / "real" / "claude-desktop"
    program.parent.mkdir()
    program.touch()
    (tmp_path / "link").symlink_to(program)
    places = Places(frozenset({program}))
    by_link = (row(1, tmp_path / "link"), row(2, "/usr/bin/dash", "sh", tmp_path / "link"))
    assert claude_rows(by_link, places) == by_link


def test_main_processes_were_started_by_others() -> None:
    family = (row(10, _APP, parent=1), row(11, _APP, parent=10), row(12, _APP, parent=11), row(20, _APP, parent=5))
    assert [main.pid for main in main_rows(family)] == [10, 20]


def test_what_a_launcher_script_started_is_a_main_process_too() -> None:
    launcher = row(10, "/usr/bin/dash", "/bin/sh", _SCRIPT)
    family = (launcher, row(11, _APP, parent=10), row(12, _APP, parent=11))
    assert [main.pid for main in main_rows(family)] == [10, 11]


def test_lineage_goes_up_and_never_round() -> None:
    rows = [row(1, None, parent=0), row(5, None, parent=1), row(6, None, parent=5), row(7, None, parent=5)]
    assert lineage(rows, 6) == {6, 5, 1, 0}
    assert lineage([row(3, None, parent=4), row(4, None, parent=3)], 3) == {3, 4}
