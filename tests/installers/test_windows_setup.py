"""Setup.exe under Wine: what is installed, upgraded while it runs, and what is refused; seen by files, registry and shortcuts."""

from __future__ import annotations

import pytest

from app.platforms.screen import HIDDEN
from app.platforms.windows_login import APPROVED, NAME, RUN
from app.project import PAGE
from tests.desktop.waiting import until
from tests.installers.wine.computer import RUN_ONCE, UNINSTALL, Windows, files, program_files
from tests.installers.wine.payload import Setup

WINDOW = "Gateway Companion.exe"
DONE, CANCELLED, IN_USE, NO_RIGHTS, DISK_FULL, OLD_WINDOWS = 0, 1, 3, 4, 5, 7


def is_installed(windows: Windows, setup: Setup, hive: str = "HKCU") -> None:
    """Whole, without anything of another version or of the installation itself."""
    folder = windows.program if hive == "HKCU" else windows.for_all
    assert program_files(folder) == files(setup.payload)
    entry = windows.values(rf"{hive}\{UNINSTALL}")
    assert (entry["DisplayVersion"], entry["InstallLocation"]) == (setup.version, windows.inside(folder))
    assert windows.values(rf"{hive}\{RUN_ONCE}") == {}


def test_it_is_installed_for_one_person(windows: Windows, old: Setup) -> None:
    assert windows.run(old.program, "/S") == DONE
    is_installed(windows, old)
    folder = windows.inside(windows.program)
    kilobytes = sum(len(content or b"") for content in files(windows.program).values()) // 1024
    entry = windows.values(rf"HKCU\{UNINSTALL}")
    assert abs(int(entry.pop("EstimatedSize"), 16) - kilobytes) < 16
    assert entry == {
        "DisplayName": "Gateway Companion",
        "DisplayVersion": "0.1.0",
        "DisplayIcon": rf"{folder}\{WINDOW},0",
        "Publisher": "Gateway Companion contributors",
        "URLInfoAbout": PAGE,
        "InstallLocation": folder,
        "UninstallString": rf'"{folder}\uninstall.exe"',
        "QuietUninstallString": rf'"{folder}\uninstall.exe" /S _?={folder}',
        "NoModify": "0x1",
        "NoRepair": "0x1",
    }
    assert list(windows.shortcuts()) == ["Gateway Companion"]
    link = windows.shortcuts()["Gateway Companion"]
    assert windows.user in link.parents
    assert rf"{folder}\{WINDOW}" in link.read_bytes().decode("utf-16-le", "ignore") + link.read_bytes().decode("latin1")
    assert windows.values(rf"HKCU\{RUN}") == {}
    assert windows.values(rf"HKLM\{UNINSTALL}") == {}
    assert windows.calls() == []


def test_the_list_names_all_that_belongs_to_it(windows: Windows, old: Setup) -> None:
    windows.run(old.program, "/S")
    listed = (windows.program / "installed-files.txt").read_text("utf-16-le").splitlines()
    named = {line.removeprefix("*").removesuffix("\\").replace("\\", "/") for line in listed}
    assert named == set(files(old.payload))
    assert {line for line in listed if line.startswith("*")} == {
        "*_internal\\",
        *(f"*{name}.exe" for name in ("Gateway Companion", "gateway-companion", "gateway-credential")),
    }


def test_start_at_login_is_what_the_program_itself_would_write(windows: Windows, old: Setup) -> None:
    windows.set_value(rf"HKCU\{APPROVED}", NAME, "switched off once")
    assert windows.run(old.program, "/S", "/STARTATLOGIN") == DONE
    wanted = {NAME: f'"{windows.inside(windows.program)}\\{WINDOW}" {HIDDEN}'}
    assert windows.values(rf"HKCU\{RUN}") == wanted
    assert NAME not in windows.values(rf"HKCU\{APPROVED}")
    assert windows.run(old.program, "/S") == DONE  # an upgrade leaves it as it is
    assert windows.values(rf"HKCU\{RUN}") == wanted


def test_for_everybody(windows: Windows, old: Setup, new: Setup) -> None:
    assert windows.run(old.program, "/S", "/ALLUSERS", "/STARTATLOGIN") == DONE
    is_installed(windows, old, "HKLM")
    assert windows.values(rf"HKCU\{UNINSTALL}") == {}
    assert not windows.program.exists()
    assert windows.disk / "ProgramData" in windows.shortcuts()["Gateway Companion"].parents
    assert NAME in windows.values(rf"HKLM\{RUN}")
    assert windows.run(new.program, "/S", "/ALLUSERS") == DONE
    is_installed(windows, new, "HKLM")
    assert windows.uninstall(folder=windows.for_all) == DONE
    until(lambda: not windows.for_all.exists(), what="the folder to go")
    assert windows.values(rf"HKLM\{UNINSTALL}") == windows.values(rf"HKLM\{RUN}") == {}
    assert not windows.shortcuts()


def test_an_upgrade_keeps_the_persons_files_and_none_of_the_old_version(
    windows: Windows, old: Setup, new: Setup
) -> None:
    windows.run(old.program, "/S")
    theirs = {"mine.txt": b"1", "_internal/PySide6/mine.txt": b"2", "notes/mine.txt": b"3"}
    for name, content in theirs.items():
        (windows.program / name).parent.mkdir(exist_ok=True)
        (windows.program / name).write_bytes(content)
    assert windows.run(new.program, "/S") == DONE
    assert program_files(windows.program) == {**files(new.payload), **theirs, "notes": None}
    assert windows.values(rf"HKCU\{UNINSTALL}")["DisplayVersion"] == "0.2.0"


@pytest.mark.parametrize("damage", ["installed-files.txt", "_internal/python.dll", "gateway-companion.exe"])
def test_what_is_damaged_is_mended(windows: Windows, old: Setup, damage: str) -> None:
    windows.run(old.program, "/S")
    (windows.program / damage).unlink()
    assert windows.run(old.program, "/S") == DONE
    is_installed(windows, old)


def test_back_to_an_older_version_is_whole_too(windows: Windows, old: Setup, new: Setup) -> None:
    windows.run(new.program, "/S")
    assert windows.run(old.program, "/S") == DONE
    is_installed(windows, old)


def test_a_running_window_is_asked_to_close_and_opened_again_in_the_tray(
    windows: Windows, old: Setup, new: Setup
) -> None:
    windows.run(old.program, "/S")
    first = windows.open_window()
    assert windows.run(new.program, "/S") == DONE
    assert first.wait(30) == 0
    is_installed(windows, new)
    until(lambda: windows.window_is_open, what="the window to be opened again")
    assert windows.calls() == [WINDOW, "gateway-companion.exe quit", f"{WINDOW} {HIDDEN}"]


def test_a_window_that_is_busy_stays_open_and_nothing_changes(windows: Windows, old: Setup, new: Setup) -> None:
    windows.run(old.program, "/S")
    before = files(windows.program)
    windows.tell("quit", code=1)
    windows.open_window()
    assert windows.run(new.program, "/S") == IN_USE
    assert windows.window_is_open
    assert files(windows.program) == before
    is_installed(windows, old)


def test_one_that_says_yes_and_stays_is_not_ended(windows: Windows, old: Setup, new: Setup) -> None:
    windows.run(old.program, "/S")
    windows.tell("quit", code=0)
    windows.open_window()
    assert windows.run(new.program, "/S", "/WAIT=1") == IN_USE
    assert windows.window_is_open
    is_installed(windows, old)


def test_a_helper_that_claude_runs_just_then_is_waited_for(windows: Windows, busy_helper: Setup, new: Setup) -> None:
    windows.run(busy_helper.program, "/S")
    windows.start(windows.program / "gateway-credential.exe")
    until(lambda: windows.window_is_open, what="the helper")
    before = files(windows.program)
    assert windows.run(new.program, "/S", "/WAIT=1") == IN_USE
    assert files(windows.program) == before
    is_installed(windows, busy_helper)

    setup = windows.start(new.program, "/S", "/WAIT=60")
    until((windows.program / ".upgrade/ready").exists, what="all to be copied")
    assert windows.run(new.program, "/S") == IN_USE  # a second Setup
    windows.close_window()
    assert setup.wait(60) == DONE
    is_installed(windows, new)


@pytest.mark.parametrize("before", [True, False], ids=["upgrade", "first"])
def test_a_full_disk_leaves_what_was_there(windows: Windows, old: Setup, new: Setup, *, before: bool) -> None:
    if before:
        windows.run(old.program, "/S")
    assert windows.run(new.program, "/S", limit="1048576") == DISK_FULL  # its library is larger
    if before:
        is_installed(windows, old)
    else:
        assert not windows.program.exists() or files(windows.program) == {}
        assert windows.values(rf"HKCU\{UNINSTALL}") == {}
        assert not windows.shortcuts()


def test_a_folder_that_cannot_be_made(windows: Windows, old: Setup) -> None:
    windows.program.parent.rmdir()
    windows.program.parent.write_text("a file, not a folder")
    try:
        assert windows.run(old.program, "/S") == NO_RIGHTS
    finally:
        windows.program.parent.unlink()
        windows.program.parent.mkdir()
    assert windows.values(rf"HKCU\{UNINSTALL}") == {}


def test_a_folder_with_other_things_gets_one_of_ours_in_it(windows: Windows, old: Setup, new: Setup) -> None:
    other = windows.disk / "tools/_internal/theirs.dll"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"theirs")
    assert windows.run(old.program, "/S", r"/D=C:\tools") == DONE
    ours = windows.disk / "tools/Gateway Companion"
    assert program_files(ours) == files(old.payload)
    assert windows.run(new.program, "/S") == DONE  # an upgrade finds it
    assert program_files(ours) == files(new.payload)
    assert windows.uninstall(folder=ours) == DONE
    until(lambda: not ours.exists(), what="the folder to go")
    assert files(windows.disk / "tools") == {"_internal": None, "_internal/theirs.dll": b"theirs"}


def test_a_windows_that_is_too_old(windows: Windows, old: Setup) -> None:
    try:
        windows.run("winecfg", "-v", "win81")
        assert windows.run(old.program, "/S") == OLD_WINDOWS
    finally:
        windows.run("winecfg", "-v", "win10")
    assert not windows.program.exists()
