"""Start at login, switched on and off by real files, and on Windows by the registry's values; what is not ours stays."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import Because, FindingId, Reason
from app.domain.login_start import LoginStart
from app.platforms.linux_login import autostart
from app.platforms.login_entry import LoginFile, LoginItem
from app.platforms.macos_login import launch_agent
from app.platforms.registry import Hive
from app.platforms.windows_login import APPROVED, NAME, RUN, RunValue
from app.services.data_folder import DataFolder
from app.services.start_at_login import StartAtLogin, window_program
from tests.platforms.tables import Hives, OwnRegistry


@dataclass
class Home:
    """A person's home with the program in it."""

    folder: Path
    registry: OwnRegistry
    everybodys: dict[tuple[Hive, str], dict[str, str | int]]

    @property
    def program(self) -> Path:
        return self.folder / "my programs" / "Gateway Companion.exe"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def on(self, system: str) -> StartAtLogin:
        return StartAtLogin(DataFolder(self.data), partial(self.item, system), self.program)

    def item(self, system: str, program: Path) -> LoginItem:
        environment = {"HOME": str(self.folder), "XDG_CONFIG_DIRS": f"/nowhere/at/all:{self.folder / 'etc'}"}
        match system:
            case "linux":
                return autostart(environment, program)
            case "macos":
                return launch_agent(environment, program, self.folder / "everybodys")
            case _:
                return RunValue(self.registry, Hives(self.everybodys), program)

    def file(self, system: str) -> Path:
        item = self.item(system, self.program)
        assert isinstance(item, LoginFile)
        return item.path

    def wanted(self, system: str) -> bytes:
        item = self.item(system, self.program)
        assert isinstance(item, LoginFile)
        return item.wanted

    def everything(self) -> dict[str, bytes | None]:
        """All but the folders."""
        return {
            str(path.relative_to(self.folder)): None if path.is_symlink() and not path.exists() else path.read_bytes()
            for path in self.folder.rglob("*")
            if not path.is_dir()
        }


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path, OwnRegistry(), {})
    made.program.parent.mkdir()
    made.program.write_text("#!/bin/sh\n")
    made.program.chmod(0o755)
    return made


every_system = pytest.mark.parametrize("system", ["linux", "macos", "windows"])
by_file = pytest.mark.parametrize("system", ["linux", "macos"])


def refused(login: StartAtLogin, *, on: bool) -> Reason | None:
    with pytest.raises(AppError) as caught:
        login.turn(on=on)
    finding = caught.value.finding
    assert finding.id is FindingId.START_AT_LOGIN_UNCHANGED
    return getattr(finding.detail, "reason", None)


@every_system
def test_off_on_and_off_again_leaves_nothing(home: Home, system: str) -> None:
    login, before = home.on(system), home.everything()
    assert login.state() is LoginStart.OFF
    login.turn(on=False)
    assert (home.everything(), home.registry.values) == (before, {})
    login.turn(on=True)
    assert login.state() is LoginStart.ON
    login.turn(on=True)
    assert login.state() is LoginStart.ON
    login.turn(on=False)
    assert login.state() is LoginStart.OFF
    assert (home.everything(), home.registry.values) == (before, {})


@by_file
def test_the_file_is_whole_and_private_and_alone(home: Home, system: str) -> None:
    home.on(system).turn(on=True)
    file = home.file(system)
    assert file.read_bytes() == home.wanted(system)
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_registry_has_what_the_installer_writes(home: Home) -> None:
    home.on("windows").turn(on=True)
    assert home.registry.values == {(RUN, NAME): f'"{home.program}" --hidden'}


@every_system
def test_once_the_program_is_gone_it_starts_nothing_and_is_not_offered(home: Home, system: str) -> None:
    login = home.on(system)
    login.turn(on=True)
    home.program.unlink()
    assert login.state() is LoginStart.NOT_OFFERED
    assert refused(login, on=True) is Reason.NO_PROGRAM
    login.turn(on=False)
    assert home.everything() == {}
    assert home.registry.values == {}


@every_system
def test_an_entry_for_a_copy_that_is_gone_counts_as_off_and_is_renewed(home: Home, system: str) -> None:
    gone = home.folder / "gone" / "Gateway Companion.exe"
    gone.parent.mkdir()
    home.program.rename(gone)
    StartAtLogin(DataFolder(home.data), partial(home.item, system), gone).turn(on=True)
    gone.rename(home.program)
    login = home.on(system)
    assert login.state() is LoginStart.OFF
    login.turn(on=True)
    assert login.state() is LoginStart.ON


@every_system
def test_what_an_administrator_has_put_there_for_all_is_told(home: Home, system: str) -> None:
    login = home.on(system)
    item = home.item(system, home.program)
    if isinstance(item, LoginFile):
        item.everybodys[-1].parent.mkdir(parents=True)
        item.everybodys[-1].write_bytes(item.wanted)
    else:
        home.everybodys["HKLM", RUN] = {NAME: f'"{home.program}" --hidden'}
    assert login.state() is LoginStart.FOR_ALL
    login.turn(on=True)
    assert login.state() is LoginStart.ON
    login.turn(on=False)
    assert login.state() is LoginStart.FOR_ALL


@by_file
def test_what_is_not_ours_is_told_and_stays(home: Home, system: str) -> None:
    file, login = home.file(system), home.on(system)
    file.parent.mkdir(parents=True)
    file.write_bytes(b"somebody else's")
    before = home.everything()
    assert login.state() is LoginStart.NOT_OURS
    assert refused(login, on=True) is Reason.NOT_OURS
    assert refused(login, on=False) is Reason.NOT_OURS
    assert home.everything() == before


def test_another_program_in_the_registry_stays(home: Home) -> None:
    home.registry.values[RUN, NAME] = "other.exe"
    login = home.on("windows")
    assert login.state() is LoginStart.NOT_OURS
    assert refused(login, on=True) is Reason.NOT_OURS
    assert home.registry.values == {(RUN, NAME): "other.exe"}


@by_file
def test_a_folder_in_its_place_stays(home: Home, system: str) -> None:
    home.file(system).mkdir(parents=True)
    assert home.on(system).state() is LoginStart.NOT_OURS
    assert refused(home.on(system), on=True) is Reason.NOT_OURS
    assert home.file(system).is_dir()


def test_what_the_desktop_switched_off_is_held_back_until_it_is_switched_on_here(home: Home) -> None:
    login, file = home.on("linux"), home.file("linux")
    login.turn(on=True)
    file.write_bytes(home.wanted("linux") + b"Hidden=true\n")
    assert login.state() is LoginStart.HELD_BACK
    login.turn(on=True)
    assert login.state() is LoginStart.ON
    assert file.read_bytes() == home.wanted("linux")


def test_what_task_manager_switched_off_is_held_back_until_it_is_switched_on_here(home: Home) -> None:
    login = home.on("windows")
    login.turn(on=True)
    home.registry.values[APPROVED, NAME] = b"\x03" + bytes(11)
    assert login.state() is LoginStart.HELD_BACK
    login.turn(on=True)
    assert login.state() is LoginStart.ON


def test_a_registry_that_cannot_be_written_is_told(home: Home) -> None:
    home.registry.refuses = PermissionError(errno.EACCES, "no")
    assert refused(home.on("windows"), on=True) is Reason.PERMISSION


@by_file
def test_a_place_below_a_file_is_told(home: Home, system: str) -> None:
    top = ".config" if system == "linux" else "Library"
    (home.folder / top).write_text("mine")
    before = home.everything()
    assert refused(home.on(system), on=True) is not None
    assert home.everything() == before


def test_a_link_to_a_file_elsewhere_is_written_through(home: Home) -> None:
    """As people do who keep such files in a folder of their own."""
    kept = home.folder / "dotfiles"
    kept.write_bytes(home.wanted("linux").replace(b" --hidden", b""))
    file = home.file("linux")
    file.parent.mkdir(parents=True)
    file.symlink_to(kept)
    login = home.on("linux")
    assert login.state() is LoginStart.ON
    login.turn(on=True)
    assert file.is_symlink()
    assert kept.read_bytes() == home.wanted("linux")


@every_system
def test_practice_mode_never_touches_it(home: Home, system: str) -> None:
    home.on(system).turn(on=True)
    home.data.mkdir()
    (home.data / "practice.json").write_text('{"version": 1}\n')
    files, values = home.everything(), dict(home.registry.values)
    login = home.on(system)
    assert login.state() is LoginStart.NOT_OFFERED
    for on in (True, False):
        with pytest.raises(AppError) as caught:
            login.turn(on=on)
        assert caught.value.finding.detail == Because(Reason.PRACTICE)
    assert (home.everything(), home.registry.values) == (files, values)


def test_from_source_it_is_the_console_script() -> None:
    assert window_program().name.startswith("gateway-companion")
    assert window_program().is_file()
