"""Every shell script that is shipped or that builds what is shipped."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = sorted(path for path in (ROOT / "packaging").rglob("*.sh") if path.is_file())


def complaints(script: Path) -> str:
    run = subprocess.run(["shellcheck", script], capture_output=True, text=True, check=False)
    return run.stdout + run.stderr


def test_there_are_scripts() -> None:
    assert {"sign.sh", "notarise.sh"} <= {script.name for script in SCRIPTS}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_script_is_sound(script: Path) -> None:
    assert complaints(script) == ""


@pytest.mark.parametrize("name", ["sign.sh", "notarise.sh"])
def test_what_the_build_starts_can_be_started(name: str) -> None:
    script = ROOT / "packaging" / "macos" / name
    assert script.stat().st_mode & 0o111
    assert script.read_text("utf-8").startswith("#!")


def test_an_unsound_script_is_found(tmp_path: Path) -> None:
    script = tmp_path / "bad.sh"
    script.write_text("#!/bin/bash\nrm -rf $1/*\n")
    assert "SC2086" in complaints(script)
