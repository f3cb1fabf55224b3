"""The script for Windows is run by Wine's own cmd, with a stand-in for Setup.exe."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.domain.managed_document import HELPERS, REGISTRY_KEY, Format, document
from tests.installers.test_registry_file import GOAL, run, wine

__all__ = ["wine"]
FLEET = Path(__file__).resolve().parents[2] / "packaging" / "fleet"
SETUP = r"""
Unicode true
SilentInstall silent
RequestExecutionLevel user
OutFile "{out}"
!include FileFunc.nsh
Section
  ${{GetParameters}} $0
  CreateDirectory "$PROGRAMFILES64\Gateway Companion"
  FileOpen $1 "$PROGRAMFILES64\Gateway Companion\said.txt" w
  FileWrite $1 $0
  FileClose $1
  SetErrorLevel {code}
SectionEnd
"""


def stand_in(folder: Path, code: int) -> None:
    script = folder / "setup.nsi"
    script.write_text(SETUP.format(out=folder / "Gateway-Companion-Setup.exe", code=code))
    target = ["makensis", "-V1", "-XTarget amd64-unicode", str(script)]
    subprocess.run(target, check=True, capture_output=True, env={**os.environ})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "on a share"
    folder.mkdir()
    shutil.copy(FLEET / "install-windows.cmd", folder)
    return folder


def install(wine: Mapping[str, str], folder: Path) -> int:
    command = ["wine", "cmd", "/c", "install-windows.cmd"]
    return subprocess.run(command, env=wine, cwd=folder, capture_output=True, timeout=300, check=False).returncode


def programs(wine: Mapping[str, str]) -> Path:
    return Path(wine["WINEPREFIX"]) / "drive_c/Program Files/Gateway Companion"


def test_everything_that_lies_beside_it(wine: Mapping[str, str], folder: Path) -> None:
    stand_in(folder, 0)
    shutil.copy(FLEET / "preseed.json", folder)
    (folder / "claude.reg").write_bytes(document(Format.REG, GOAL, HELPERS[Format.REG]))
    assert install(wine, folder) == 0
    assert (programs(wine) / "said.txt").read_text() == "/S /ALLUSERS"
    assert (programs(wine) / "preseed.json").read_bytes() == (FLEET / "preseed.json").read_bytes()
    assert "inferenceModels" in run(wine, "reg", "query", rf"HKLM\{REGISTRY_KEY}")


def test_setup_alone(wine: Mapping[str, str], folder: Path) -> None:
    shutil.rmtree(programs(wine), ignore_errors=True)
    stand_in(folder, 0)
    assert install(wine, folder) == 0
    assert [path.name for path in programs(wine).iterdir()] == ["said.txt"]


def test_what_setup_ends_with_is_what_it_ends_with(wine: Mapping[str, str], folder: Path) -> None:
    shutil.rmtree(programs(wine), ignore_errors=True)
    stand_in(folder, 5)
    shutil.copy(FLEET / "preseed.json", folder)
    assert install(wine, folder) == 5
    assert not (programs(wine) / "preseed.json").exists()


def test_without_setup(wine: Mapping[str, str], folder: Path) -> None:
    assert install(wine, folder) == 9
