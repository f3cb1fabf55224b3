"""What PyInstaller set for our own program is not handed on to those that it starts; whether we are installed is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import bundle

ROOT = Path(__file__).resolve().parent.parent
_INSTALLED = (
    "import json, os, sys; sys.frozen = True; sys._MEIPASS = '/opt/gc/_internal'; sys.executable = sys.argv[1]; "
    "from app import bundle; bundle.leave_no_traces(os.environ); "
    "print(json.dumps([dict(os.environ), str(bundle.contents()), str(bundle.program(bundle.CREDENTIAL)), "
    "bundle.is_practice_claude()]))"
)
SET_BY_PYINSTALLER = {"_PYI_ARCHIVE_FILE": "/opt/gc/x", "_PYI_PARENT_PROCESS_LEVEL": "1"}


def installed(executable: str = "/opt/gc/Gateway Companion", **environment: str) -> tuple[dict[str, str], list[object]]:
    """A process that is told to be an installed program: the environment it goes on with, and what it finds."""
    given = {"PATH": os.environ["PATH"], **environment}
    done = subprocess.run(
        [sys.executable, "-c", _INSTALLED, executable], env=given, cwd=ROOT, capture_output=True, check=True
    )
    left, *found = json.loads(done.stdout)
    return {name: value for name, value in left.items() if name != "LC_CTYPE"}, found


def test_from_source_it_is_not_installed_and_changes_nothing() -> None:
    environment = {"_PYI_ARCHIVE_FILE": "another program's", "LD_LIBRARY_PATH": "/lib"}
    bundle.leave_no_traces(environment)
    assert (bundle.is_bundled(), bundle.is_practice_claude()) == (False, False)
    assert environment == {"_PYI_ARCHIVE_FILE": "another program's", "LD_LIBRARY_PATH": "/lib"}
    assert (bundle.contents() / "resources").is_dir()


def test_what_is_started_does_not_load_our_libraries() -> None:
    left, _ = installed(**SET_BY_PYINSTALLER, LD_LIBRARY_PATH="/opt/gc/_internal")
    assert left == {"PATH": os.environ["PATH"]}


def test_nor_looks_for_programs_and_libraries_among_ours() -> None:
    left, _ = installed(PATH=os.pathsep.join(("/opt/gc/_internal", "/usr/bin", "", "/opt/gc/_internal/mine")))
    assert left == {"PATH": os.pathsep.join(("/usr/bin", "", "/opt/gc/_internal/mine"))}


def test_what_was_set_before_is_set_again() -> None:
    left, _ = installed(LD_LIBRARY_PATH="/opt/gc/_internal:/mine", LD_LIBRARY_PATH_ORIG="/mine")
    assert left == {"PATH": os.environ["PATH"], "LD_LIBRARY_PATH": "/mine"}


def test_what_somebody_else_set_stays() -> None:
    left, _ = installed(LD_LIBRARY_PATH="/theirs")
    assert left["LD_LIBRARY_PATH"] == "/theirs"


@pytest.mark.parametrize("ending", ["", ".exe"])
def test_an_installed_program_knows_what_lies_beside_it(ending: str) -> None:
    _, found = installed(f"/opt/gc/Gateway Companion{ending}")
    assert found == ["/opt/gc/_internal", f"/opt/gc/gateway-credential{ending}", False]


@pytest.mark.parametrize("ending", ["", ".exe"])
def test_by_its_name_it_is_the_practice_claude(ending: str) -> None:
    _, found = installed(f"/tmp/practice/claude-desktop{ending}")
    assert found[-1] is True
