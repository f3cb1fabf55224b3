"""What a computer lacks for a window is installed, or the one command for it is told."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "packaging" / "system_packages.py"


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("system_packages", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "system_packages", module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ran(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run; each succeeds, but for sudo."""
    commands = list[list[str]]()

    def succeeds(command: list[str]) -> bool:
        commands.append(command)
        return "sudo" not in command

    monkeypatch.setattr(script, "succeeds", succeeds)
    monkeypatch.setattr(script, "is_program", lambda name: name == "apt-get")
    return commands


def test_this_computer_has_what_these_tests_need(script: ModuleType) -> None:
    assert script.main(["tests"]) == 0


@pytest.mark.parametrize("probe", ["loads", "is_program", "is_bus_service", "is_font"])
def test_what_is_not_there_is_noticed(script: ModuleType, probe: str) -> None:
    assert getattr(script, probe)("there-is-no-such-thing") is False


def test_whoever_needs_no_password_gets_it_installed(
    script: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    there = iter([False, True])
    monkeypatch.setitem(script.GROUPS, "tests", (script.Need("xclip", lambda _: next(there), "xclip"),))
    assert script.main(["tests", "python3.11-venv"]) == 0
    (command,) = ran
    assert command[-3:] == ["--no-install-recommends", "python3.11-venv", "xclip"]


def test_a_package_that_does_not_bring_it_is_told(
    script: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setitem(script.GROUPS, "tests", (script.Need("libEGL.so.1", lambda _: False, "libegl1"),))
    with pytest.raises(SystemExit, match=r"Still missing: libEGL\.so\.1"):
        script.main(["tests"])


def test_everybody_else_is_told_the_one_command(
    script: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    needs = (script.Need("trayer", lambda _: False, "trayer"), script.Need("xclip", lambda _: False, "xclip"))
    monkeypatch.setitem(script.GROUPS, "tests", needs)
    with pytest.raises(SystemExit, match="Please type:  sudo apt-get install trayer xclip"):
        script.main(["tests"])
    assert ran == [["sudo", "-n", "true"]]
