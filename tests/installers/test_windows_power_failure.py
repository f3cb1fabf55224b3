"""A power failure at any moment of an upgrade: the next login makes it whole, the new version or the old one."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.desktop.waiting import until
from tests.installers.test_windows_setup import is_installed
from tests.installers.wine.computer import RUN_ONCE, UNINSTALL, Windows, files
from tests.installers.wine.payload import Setup

PROGRAMS = ("Gateway Companion.exe", "gateway-companion.exe", "gateway-credential.exe")
OUT = ("_internal", *PROGRAMS, "installed-files.txt", "uninstall.exe")
IN = ("_internal", *PROGRAMS, "LICENSE", "installed-files.txt", "uninstall.exe")
Step = Callable[[Path], None]


def out(name: str) -> Step:
    def step(program: Path) -> None:
        (program / ".upgrade/old").mkdir(exist_ok=True)
        (program / name).rename(program / ".upgrade/old" / name)

    return step


def into(name: str) -> Step:
    def step(program: Path) -> None:
        (program / ".upgrade/new" / name).rename(program / name)

    return step


def all_out(program: Path) -> None:
    (program / ".upgrade/out").touch()


STEPS: list[Step] = [*map(out, OUT), all_out, *map(into, IN)]
"""What `swap.nsh` does once all is copied, one rename after the other; the test before last holds it to that."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """What an upgrade leaves that was killed when all was copied: the program's folder, and what is in the registry."""

    folder: Path
    registry: str

    def bring_about(self, windows: Windows, steps: Sequence[Step] = ()) -> None:
        shutil.copytree(self.folder, windows.program)
        (windows.disk / "stopped.reg").write_text(self.registry, "utf-16")
        assert windows.run("regedit", "/S", r"C:\stopped.reg") == 0
        for step in steps:
            step(windows.program)


@pytest.fixture(scope="module")
def stopped(prefix: Windows, busy_helper: Setup, new: Setup, tmp_path_factory: pytest.TempPathFactory) -> Stopped:
    """Claude's helper holds a real upgrade up just before its first rename; there the power fails."""
    prefix.run(busy_helper.program, "/S")
    prefix.start(prefix.program / "gateway-credential.exe")
    until(lambda: prefix.window_is_open, what="the helper")
    prefix.start(new.program, "/S", "/WAIT=60")
    until((prefix.program / ".upgrade/ready").exists, what="all to be copied")
    exported = []
    for number, key in enumerate((UNINSTALL, RUN_ONCE)):
        assert prefix.run("reg", "export", rf"HKCU\{key}", rf"C:\{number}.reg", "/y") == 0
        exported.append((prefix.disk / f"{number}.reg").read_text("utf-16"))
    prefix.kill_everything()
    (prefix.seen / "window").unlink()
    folder = prefix.program.rename(tmp_path_factory.mktemp("stopped") / "program")
    prefix.clear()
    return Stopped(folder, exported[0] + exported[1].split("\n", 1)[1])


def log_in(windows: Windows) -> int:
    """As Windows does: it runs what is noted, and forgets it."""
    noted = windows.values(rf"HKCU\{RUN_ONCE}")
    assert list(noted) == ["!Gateway Companion"]
    program, *switches = shlex.split(noted["!Gateway Companion"].replace("\\", "\\\\"))
    code = windows.run(program, *switches)
    until(lambda: not (windows.program / ".upgrade").exists(), what="the working folder to go")
    return code


@pytest.mark.parametrize("done", range(len(STEPS) + 1))
def test_at_the_next_login_the_new_version_is_whole(
    windows: Windows, stopped: Stopped, busy_helper: Setup, new: Setup, done: int
) -> None:
    stopped.bring_about(windows, STEPS[:done])
    log_in(windows)
    is_installed(windows, new)


@pytest.mark.parametrize("done", [0, 1, 4, 7, 8, 10])
def test_on_its_way_back_the_old_version_is_whole(
    windows: Windows, stopped: Stopped, busy_helper: Setup, new: Setup, done: int
) -> None:
    stopped.bring_about(windows, STEPS[:done])
    (windows.program / ".upgrade/ready").unlink()
    log_in(windows)
    is_installed(windows, busy_helper)


@pytest.mark.parametrize("done", [0, 3, 9])
def test_whoever_runs_setup_first_is_well_served_too(
    windows: Windows, stopped: Stopped, busy_helper: Setup, new: Setup, done: int
) -> None:
    stopped.bring_about(windows, STEPS[:done])
    assert windows.run(busy_helper.program, "/S") == 0
    is_installed(windows, busy_helper)


def test_a_copy_that_is_not_whole_is_thrown_away(
    windows: Windows, stopped: Stopped, busy_helper: Setup, new: Setup
) -> None:
    stopped.bring_about(windows)
    for name in ("ready", "new-files.txt", "old-files.txt", "new/gateway-companion.exe"):
        (windows.program / ".upgrade" / name).unlink()
    log_in(windows)
    is_installed(windows, busy_helper)


def test_the_steps_of_these_tests_are_those_of_an_upgrade(
    windows: Windows, stopped: Stopped, busy_helper: Setup, new: Setup
) -> None:
    """After all of them only what is left to clear away is there."""
    stopped.bring_about(windows, STEPS)
    work = files(windows.program / ".upgrade")
    assert {name for name in work if "/" not in name} == {
        *("new", "old", "ready", "out", "finish.exe", "new-files.txt", "old-files.txt")
    }
    assert not any(name.startswith("new/") for name in work)
    assert {name.split("/")[1] for name in work if name.startswith("old/")} == set(OUT)
