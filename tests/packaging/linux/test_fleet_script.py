"""The script for Linux puts what it is given where the program and Claude Desktop trust it."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

from app.platforms.commands import SystemRunner
from app.platforms.linux import Linux
from app.platforms.processes import UserProcesses

FLEET = Path(__file__).resolve().parents[3] / "packaging" / "fleet"
SCRIPT = FLEET / "install-linux.sh"


def run(root: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DESTDIR": str(root)}
    return subprocess.run(["sh", SCRIPT, *files], capture_output=True, text=True, env=environment, check=False)


def test_what_is_prepared_and_handed_out_is_trusted(tmp_path: Path) -> None:
    managed = tmp_path / "managed-settings.json"
    managed.write_text('{"inferenceProvider": "bedrock"}')
    managed.chmod(0o666)
    old = os.umask(0o000)
    try:
        done = run(tmp_path / "root", FLEET / "preseed.json", managed)
    finally:
        os.umask(old)
    assert (done.returncode, done.stderr) == (0, "")
    etc = tmp_path / "root/etc"
    assert done.stdout.split() == [
        str(etc / "gateway-companion/preseed.json"),
        str(etc / "claude-desktop/managed-settings.json"),
    ]
    for place in ("gateway-companion", "claude-desktop"):
        assert stat.S_IMODE((etc / place).stat().st_mode) == 0o755
    platform = Linux(
        {},
        SystemRunner(),
        UserProcesses(),
        etc=etc / "claude-desktop",
        prepared=etc / "gateway-companion",
        owner=os.getuid(),
    )
    left, source = platform.preseed(), platform.managed()
    assert left is not None
    assert (left.trusted, left.data) == (True, (FLEET / "preseed.json").read_bytes())
    assert source is not None
    assert (source.readable, source.keys) == (True, ("inferenceProvider",))


def test_what_a_file_is_for_is_told_by_its_own_name(tmp_path: Path) -> None:
    managed = tmp_path / "preseed" / "managed-settings.json"
    managed.parent.mkdir()
    managed.write_text("{}")
    done = run(tmp_path / "root", managed)
    assert done.stdout.split() == [str(tmp_path / "root/etc/claude-desktop/managed-settings.json")]


def test_nothing_is_done_where_a_file_is_missing(tmp_path: Path) -> None:
    done = run(tmp_path / "root", FLEET / "preseed.json", tmp_path / "gone-managed.json")
    assert (done.returncode, (tmp_path / "root").exists()) == (2, False)
    assert "gone-managed.json" in done.stderr


def test_a_file_of_no_known_use_is_told(tmp_path: Path) -> None:
    odd = tmp_path / "odd.json"
    odd.touch()
    done = run(tmp_path / "root", odd)
    assert (done.returncode, "odd.json" in done.stderr) == (2, True)
