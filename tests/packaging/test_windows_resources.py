"""What Windows reads from each program: who made it, which version, and how it wants to be run."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import app

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = ROOT / "packaging" / "windows"
MANIFEST = ET.parse(WINDOWS / "program.manifest").getroot()  # noqa: S314  # our own file
PROGRAMS = ["Gateway Companion", "gateway-companion", "gateway-credential"]


def version_info(program: str) -> ast.Expression:
    """As PyInstaller reads it: one expression, of its own classes."""
    wanted = f"from version_info import version_info; print(version_info({program!r}, {app.__version__!r}))"
    command = [sys.executable, "-c", wanted]
    written = subprocess.run(command, cwd=WINDOWS, capture_output=True, text=True, check=True).stdout
    return ast.parse(written.strip(), mode="eval")


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def values(call: ast.Call) -> list[object]:
    return [ast.literal_eval(argument) for argument in call.args]


def setting(name: str) -> str | None:
    return next((element.text for element in MANIFEST.iter() if element.tag.endswith(f"}}{name}")), None)


def attributes(name: str) -> list[dict[str, str]]:
    return [element.attrib for element in MANIFEST.iter() if element.tag.endswith(f"}}{name}")]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_version_is_the_programs_own(program: str) -> None:
    found = version_info(program)
    (fixed,) = calls(found, "FixedFileInfo")
    numbers = {word.arg: ast.literal_eval(word.value) for word in fixed.keywords}
    assert numbers["filevers"] == numbers["prodvers"] == tuple(int(part) for part in f"{app.__version__}.0".split("."))
    strings = {str(name): str(value) for name, value in (values(call) for call in calls(found, "StringStruct"))}
    assert strings["FileVersion"] == strings["ProductVersion"] == app.__version__
    assert strings["OriginalFilename"] == f"{program}.exe"
    assert strings["ProductName"] == "Gateway Companion"
    assert strings["CompanyName"] == "Gateway Companion contributors"


def test_a_person_can_tell_the_programs_apart_in_the_task_manager() -> None:
    told = [
        str(values(call)[1])
        for program in PROGRAMS
        for call in calls(version_info(program), "StringStruct")
        if values(call)[0] == "FileDescription"
    ]
    assert len(set(told)) == 3
    assert all(text.startswith("Gateway Companion") for text in told)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_strings_are_in_the_language_that_is_announced(program: str) -> None:
    found = version_info(program)
    (table,) = calls(found, "StringTable")
    (announced,) = calls(found, "VarStruct")
    name, pairs = (ast.literal_eval(argument) for argument in announced.args)
    assert name == "Translation"
    assert ast.literal_eval(table.args[0]) == "".join(f"{number:04X}" for number in pairs)


def test_the_build_knows_these_classes() -> None:
    """PyInstaller evaluates the file: each name in it is one of its classes."""
    from importlib.util import find_spec

    spec = find_spec("PyInstaller")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    source = Path(spec.submodule_search_locations[0]) / "utils" / "win32" / "versioninfo.py"
    classes = {node.name for node in ast.parse(source.read_text("utf-8")).body if isinstance(node, ast.ClassDef)}
    names = {node.id for node in ast.walk(version_info(PROGRAMS[0])) if isinstance(node, ast.Name)}
    assert names <= classes


def test_no_administrator_is_asked_for() -> None:
    assert attributes("requestedExecutionLevel") == [{"level": "asInvoker", "uiAccess": "false"}]


def test_the_window_is_sharp_on_every_screen_and_long_paths_work() -> None:
    assert setting("dpiAwareness") == "PerMonitorV2"
    assert setting("longPathAware") == "true"


def test_windows_10_and_11_are_known() -> None:
    assert {"Id": "{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"} in attributes("supportedOS")


def test_the_code_page_stays_the_persons() -> None:
    """Windows' own programs answer in it, and their answers are read."""
    assert setting("activeCodePage") is None


def test_pyinstaller_takes_the_manifest() -> None:
    from PyInstaller.utils.win32.winmanifest import create_application_manifest  # type: ignore[import-untyped]

    made = create_application_manifest((WINDOWS / "program.manifest").read_bytes())
    again = ET.fromstring(made)  # noqa: S314  # our own text
    assert {element.tag for element in again.iter()} == {element.tag for element in MANIFEST.iter()}
    assert len(list(again.iter())) == len(list(MANIFEST.iter()))
