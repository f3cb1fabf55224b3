"""Removing the program under Wine: Claude is put back first if asked, and nothing goes that is not the program's."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.platforms.windows_login import APPROVED, NAME, RUN
from tests.desktop.waiting import until
from tests.installers.test_windows_setup import DONE, IN_USE, is_installed
from tests.installers.wine.computer import RUN_ONCE, UNINSTALL, Windows, files
from tests.installers.wine.payload import Setup

ABORTED, UNDO_FAILED = 2, 6
LOOK = ["gateway-companion.exe quit", "gateway-companion.exe status --offline --short"]
UNDO = "gateway-companion.exe undo --yes"
FORGET = ["gateway-companion.exe key remove --yes", "gateway-companion.exe key remove --management --yes"]


@pytest.fixture
def installed(windows: Windows, old: Setup) -> Windows:
    """With start at login and a data folder; not connected."""
    windows.run(old.program, "/S", "/STARTATLOGIN")
    (windows.data / "journal").mkdir(parents=True)
    (windows.data / "journal/record").write_text("kept")
    windows.tell("status", out="not-connected claude-closed\n")
    return windows


def is_gone(windows: Windows) -> None:
    until(lambda: not windows.program.exists(), what="the folder to go")
    for key in (UNINSTALL, RUN_ONCE, RUN, APPROVED):
        assert windows.values(rf"HKCU\{key}") == {}
    assert windows.shortcuts() == {}


def test_all_of_the_program_goes_and_the_persons_data_stays(installed: Windows) -> None:
    assert installed.uninstall() == DONE
    is_gone(installed)
    assert installed.calls() == LOOK
    assert files(installed.data) == {"journal": None, "journal/record": b"kept"}


def test_as_windows_itself_starts_it(installed: Windows) -> None:
    """Without waiting, as its entry under "Installed apps" says."""
    installed.run(installed.program / "uninstall.exe", "/S")
    until(lambda: not installed.program.exists(), what="the folder to go")
    is_gone(installed)


def test_what_is_not_the_programs_stays(installed: Windows) -> None:
    theirs = {"mine.txt": b"1", "_internal/PySide6/mine.txt": b"2"}
    for name, content in theirs.items():
        (installed.program / name).write_bytes(content)
    installed.set_value(rf"HKCU\{RUN}", NAME, r'"C:\elsewhere\Gateway Companion.exe" --hidden')
    assert installed.uninstall() == DONE
    folders = {"_internal": None, "_internal/PySide6": None}
    until(lambda: files(installed.program) == {**theirs, **folders}, what="only theirs to be left")
    assert list(installed.values(rf"HKCU\{RUN}")) == [NAME]


@pytest.mark.parametrize("switches, calls", [((), LOOK), (("/UNDO",), [*LOOK, UNDO])], ids=["leave", "undo"])
def test_a_setup_is_undone_only_where_that_is_asked(
    installed: Windows, switches: tuple[str, ...], calls: list[str]
) -> None:
    installed.tell("status", out="connected claude-open\n")
    assert installed.uninstall(*switches) == DONE
    is_gone(installed)
    assert installed.calls() == calls
    assert installed.data.exists()


def test_nothing_is_undone_where_nothing_was_set_up(installed: Windows) -> None:
    assert installed.uninstall("/UNDO") == DONE
    assert installed.calls() == LOOK


def test_where_nobody_can_tell_it_is_undone_to_be_sure(installed: Windows) -> None:
    installed.tell("status", code=3)
    assert installed.uninstall("/UNDO") == DONE
    assert installed.calls() == [*LOOK, UNDO]


@pytest.mark.parametrize("switch", ["/UNDO", "/FORGET"])
def test_where_it_cannot_be_undone_nothing_goes(installed: Windows, old: Setup, switch: str) -> None:
    installed.tell("status", out="connected claude-open\n")
    installed.tell("undo", code=3)
    before = files(installed.program)
    assert installed.uninstall(switch) == UNDO_FAILED
    assert files(installed.program) == before
    is_installed(installed, old)
    assert files(installed.data) == {"journal": None, "journal/record": b"kept"}
    assert not any("key remove" in call for call in installed.calls())


@pytest.mark.parametrize("connected", [True, False])
def test_to_forget_is_to_undo_first(installed: Windows, *, connected: bool) -> None:
    installed.tell("status", out=f"{'' if connected else 'not-'}connected claude-closed\n")
    assert installed.uninstall("/FORGET") == DONE
    is_gone(installed)
    assert not installed.data.exists()
    assert installed.calls() == [*LOOK, *([f"{UNDO} --forget-key"] if connected else []), *FORGET]


def test_a_key_that_cannot_be_removed_keeps_all(installed: Windows, old: Setup) -> None:
    installed.tell("key", code=3)
    assert installed.uninstall("/FORGET") == UNDO_FAILED
    is_installed(installed, old)
    assert installed.data.exists()


def test_a_data_folder_that_is_a_link_is_not_followed(installed: Windows, tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("kept")
    (installed.data / "journal/record").unlink()
    (installed.data / "journal").rmdir()
    installed.data.rmdir()
    installed.data.symlink_to(tmp_path)
    installed.uninstall("/FORGET")
    assert (tmp_path / "theirs").read_text() == "kept"
    installed.data.unlink(missing_ok=True)


def test_an_open_window_is_closed(installed: Windows) -> None:
    window = installed.open_window()
    assert installed.uninstall() == DONE
    assert window.wait(30) == 0
    is_gone(installed)


def test_a_window_that_is_busy_keeps_all(installed: Windows, old: Setup) -> None:
    installed.tell("quit", code=1)
    installed.open_window()
    assert installed.uninstall("/UNDO") == IN_USE
    assert UNDO not in installed.calls()
    is_installed(installed, old)


def test_a_program_too_damaged_to_answer_goes_all_the_same(installed: Windows) -> None:
    installed.tell("quit", code=1)
    assert installed.uninstall() == DONE
    is_gone(installed)


def test_a_helper_in_use_keeps_all(windows: Windows, busy_helper: Setup) -> None:
    windows.run(busy_helper.program, "/S")
    windows.start(windows.program / "gateway-credential.exe")
    until(lambda: windows.window_is_open, what="the helper")
    windows.tell("quit", code=0)
    before = files(windows.program)
    assert windows.uninstall("/WAIT=1") == IN_USE
    assert files(windows.program) == before
    is_installed(windows, busy_helper)


def test_twice_is_once_too_often(installed: Windows) -> None:
    (installed.program / "installed-files.txt").unlink()
    assert installed.uninstall() == ABORTED
    assert (installed.program / "gateway-companion.exe").exists()
