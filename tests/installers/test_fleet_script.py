"""The scripts for Windows are run by Wine's own cmd, with a stand-in for Setup.exe and for the uninstaller."""

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
  FileOpen $1 "$PROGRAMFILES64\Gateway Companion\temporary.txt" w
  FileWrite $1 $TEMP
  FileClose $1
  SetErrorLevel {code}
SectionEnd
"""


SAID = ("said.txt", "temporary.txt")
TEMPORARY = "C:\\Program Files\\Gateway Companion Setup"


def stand_in(folder: Path, code: int, name: str = "Gateway-Companion-Setup.exe") -> None:
    script = folder / "setup.nsi"
    script.write_text(SETUP.format(out=folder / name, code=code))
    target = ["makensis", "-V1", "-XTarget amd64-unicode", str(script)]
    subprocess.run(target, check=True, capture_output=True, env={**os.environ})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "on a share"
    folder.mkdir()
    for name in ("install-windows.cmd", "remove-windows.cmd"):
        shutil.copy(FLEET / name, folder)
    return folder


def install(wine: Mapping[str, str], folder: Path, script: str = "install-windows.cmd") -> int:
    command = ["wine", "cmd", "/c", script]
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
    assert {path.name for path in programs(wine).iterdir()} == set(SAID)


def test_nobody_else_can_write_where_setup_unpacks_itself(wine: Mapping[str, str], folder: Path) -> None:
    """For SYSTEM that would be a folder of everybody's."""
    stand_in(folder, 0)
    assert install(wine, folder) == 0
    assert (programs(wine) / "temporary.txt").read_text() == TEMPORARY
    assert not programs(wine).with_name("Gateway Companion Setup").exists()


def test_the_uninstaller_is_run_alike(wine: Mapping[str, str], folder: Path) -> None:
    shutil.rmtree(programs(wine), ignore_errors=True)
    assert install(wine, folder, "remove-windows.cmd") == 0  # there is none
    programs(wine).mkdir()
    stand_in(programs(wine), 3, "uninstall.exe")
    assert install(wine, folder, "remove-windows.cmd") == 3
    assert (programs(wine) / "said.txt").read_text() == r"/S _?=C:\Program Files\Gateway Companion"
    assert (programs(wine) / "temporary.txt").read_text() == TEMPORARY
    assert not programs(wine).with_name("Gateway Companion Setup").exists()


@pytest.mark.parametrize("code", [5, -2])
def test_what_setup_ends_with_is_what_it_ends_with(wine: Mapping[str, str], folder: Path, code: int) -> None:
    """Also where Windows has ended it: such a code is below 0."""
    shutil.rmtree(programs(wine), ignore_errors=True)
    stand_in(folder, code)
    shutil.copy(FLEET / "preseed.json", folder)
    assert install(wine, folder) == code % 256
    assert not (programs(wine) / "preseed.json").exists()


def test_without_setup(wine: Mapping[str, str], folder: Path) -> None:
    assert install(wine, folder) == 9
