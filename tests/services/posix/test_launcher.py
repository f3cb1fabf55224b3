"""The launcher that Claude Desktop runs: written once, kept as it should be, and taken away again."""

from __future__ import annotations

import shlex
import stat
import sys
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import FindingId
from app.services.launcher import Launcher


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    return Launcher(tmp_path / "data" / "bin" / "gateway-credential", tmp_path / "data")


def test_it_is_missing_at_first(launcher: Launcher) -> None:
    assert not launcher.state().usable
    assert launcher.state().path == launcher.path


def test_it_is_installed_for_this_person_only(launcher: Launcher) -> None:
    launcher.install()
    assert launcher.state().usable
    assert stat.S_IMODE(launcher.path.stat().st_mode) == 0o700
    assert [path.name for path in launcher.path.parent.iterdir()] == ["gateway-credential"]


def test_it_names_absolute_places(launcher: Launcher, tmp_path: Path) -> None:
    launcher.install()
    _, _, last = launcher.path.read_text().partition("\nfi\n")
    home, exec_, program, *options, start, source, libraries = shlex.split(last)
    assert home == f"GATEWAY_COMPANION_HOME={tmp_path / 'data'}"
    assert (exec_, program, options) == ("exec", sys.executable, ["-I", "-S", "-c"])
    assert "from app.credential_helper import run\n" in start
    assert Path(source, "app/credential_helper.py").is_file()
    assert Path(libraries, "keyring/__init__.py").is_file()


def test_installing_again_writes_nothing(launcher: Launcher) -> None:
    launcher.install()
    before = launcher.path.stat()
    launcher.install()
    after = launcher.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("damage", [b"", b"#!/bin/sh\necho another\n", b"\xff"])
def test_a_changed_one_is_not_usable_and_is_set_right(launcher: Launcher, damage: bytes) -> None:
    launcher.install()
    wanted = launcher.path.read_bytes()
    launcher.path.write_bytes(damage)
    assert not launcher.state().usable
    launcher.install()
    assert launcher.path.read_bytes() == wanted


def test_one_that_may_not_be_started_is_set_right(launcher: Launcher) -> None:
    launcher.install()
    launcher.path.chmod(0o600)
    assert not launcher.state().usable
    launcher.install()
    assert launcher.state().usable


def test_one_of_a_program_that_moved_is_set_right(launcher: Launcher, tmp_path: Path) -> None:
    Launcher(launcher.path, tmp_path / "data", ("/opt/old place/gateway-credential",)).install()
    assert "exec '/opt/old place/gateway-credential'\n" in launcher.path.read_text()
    assert not launcher.state().usable
    launcher.install()
    assert launcher.state().usable


def test_an_installed_program_starts_the_helper_beside_it(launcher: Launcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/Gateway Companion/gateway-companion")
    launcher.install()
    assert launcher.path.read_text().endswith(" exec '/opt/Gateway Companion/gateway-credential'\n")


PLACES = {"data folder": 1, "bin": 0}


@pytest.mark.parametrize("mode", [0o777, 0o775, 0o757, 0o1777], ids=oct)
@pytest.mark.parametrize("above", PLACES.values(), ids=PLACES)
def test_where_others_may_put_another_one_it_is_not_usable_and_they_are_shut_out(
    launcher: Launcher, mode: int, above: int
) -> None:
    launcher.install()
    folder = launcher.path.parents[above]
    folder.chmod(mode)
    assert not launcher.state().usable
    launcher.install()
    assert launcher.state().usable
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_folders_that_were_there_before_are_shut(launcher: Launcher) -> None:
    launcher.path.parent.mkdir(parents=True)
    for folder in launcher.path.parents[:2]:
        folder.chmod(0o755)
    launcher.install()
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in launcher.path.parents[:2]} == {0o700}


@pytest.mark.parametrize("mode", [0o777, 0o720, 0o702], ids=oct)
def test_one_that_others_may_write_is_not_usable_and_is_set_right(launcher: Launcher, mode: int) -> None:
    launcher.install()
    launcher.path.chmod(mode)
    assert not launcher.state().usable
    launcher.install()
    assert launcher.state().usable
    assert stat.S_IMODE(launcher.path.stat().st_mode) == 0o700


def test_a_link_that_may_lead_anywhere_is_not_usable_and_is_set_aside(launcher: Launcher, tmp_path: Path) -> None:
    launcher.install()
    elsewhere = tmp_path / "elsewhere"
    launcher.path.rename(elsewhere)
    launcher.path.symlink_to(elsewhere)
    assert not launcher.state().usable
    launcher.install()
    assert launcher.state().usable
    assert not launcher.path.is_symlink()


def test_a_folder_in_its_place_is_told(launcher: Launcher) -> None:
    launcher.path.mkdir(parents=True)
    assert not launcher.state().usable
    with pytest.raises(AppError) as caught:
        launcher.install()
    assert caught.value.finding.id is FindingId.WRITE_FAILED


def test_it_is_taken_away(launcher: Launcher) -> None:
    launcher.remove()
    launcher.install()
    launcher.remove()
    assert not launcher.path.exists()
    assert not launcher.state().usable


def test_an_installed_exe_is_used_as_it_is(tmp_path: Path) -> None:
    program = tmp_path / "gateway-credential.exe"
    launcher = Launcher(program, tmp_path)
    assert not launcher.state().usable
    launcher.install()
    assert not program.exists()
    program.write_bytes(b"MZ")
    program.chmod(0o700)
    assert launcher.state().usable
    launcher.install()
    launcher.remove()
    assert program.read_bytes() == b"MZ"
