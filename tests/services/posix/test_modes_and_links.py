"""Permission bits and symbolic links: kept as they are in Claude's folders, and strict in our own."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.domain.documents import Loaded, Role, Unreadable
from app.domain.findings import AtFile, FindingId, Reason, found
from app.domain.journal import ChangeKind
from tests.services.claude_folders import Folders

START = {
    Role.LIBRARY: b'{"entries": []}',
    Role.GATEWAY_CONFIG: b'{"deploymentMode": "1p"}',
    Role.NORMAL_CONFIG: b'{"deploymentMode": "1p"}',
    Role.DEVELOPER: b"{}",
}
MODES = {Role.LIBRARY: 0o640, Role.GATEWAY_CONFIG: 0o664, Role.NORMAL_CONFIG: 0o604, Role.DEVELOPER: 0o600}


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    folders = Folders(tmp_path)
    folders.furnish(START)
    for role, mode in MODES.items():
        folders.place(role).chmod(mode)
    return folders


def modes(folders: Folders) -> dict[Role, int]:
    return {role: stat.S_IMODE(folders.place(role).stat().st_mode) for role in START}


def test_the_mode_of_every_file_stays(folders: Folders) -> None:
    before = folders.snapshot()
    folders.set_up()
    assert modes(folders) == MODES
    folders.undo()
    assert folders.snapshot() == before


def test_what_is_new_is_for_the_person_alone(tmp_path: Path) -> None:
    folders = Folders(tmp_path)
    folders.set_up()
    assert {mode for data, mode in folders.snapshot().values() if data is not None} == {0o600}
    assert {mode for data, mode in folders.snapshot().values() if data is None} == {0o700}


def test_what_we_keep_is_for_the_person_alone(folders: Folders) -> None:
    folders.set_up()
    kept = list((folders.folder / "data").rglob("*"))
    assert {path.name for path in kept} >= {"journal", "journal.json", "contents"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600, 0o700}


def test_a_link_stays_and_what_it_leads_to_is_changed(folders: Folders) -> None:
    config, real = folders.place(Role.GATEWAY_CONFIG), folders.home / "dotfiles/config.json"
    real.parent.mkdir()
    config.rename(real)
    config.symlink_to(os.path.relpath(real, config.parent))
    before, link = folders.snapshot(), config.readlink()
    folders.set_up()
    assert config.readlink() == link
    assert real.read_bytes() == b'{"deploymentMode": "3p"}'
    folders.undo()
    assert config.readlink() == link
    assert folders.snapshot() == before


def test_a_file_that_was_protected_on_purpose_stays_as_it_is(folders: Folders) -> None:
    path = folders.place(Role.LIBRARY)
    path.chmod(0o400)
    (root,) = folders.facts().roots
    state = root.document(Role.LIBRARY).state
    assert isinstance(state, Loaded)
    assert not state.writable
    plan = folders.plan(ChangeKind.SETUP)
    assert plan.blocked == (found(FindingId.SETTINGS_UNREADABLE, AtFile(str(path), Reason.READ_ONLY)),)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OTHER_PROFILE])
def test_what_is_no_file_is_not_opened(tmp_path: Path, role: Role) -> None:
    folders = Folders(tmp_path)
    path = folders.place(role)
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    (root,) = folders.facts().roots
    assert root.document(role).state == Unreadable(Reason.NOT_A_FILE)
    path.unlink()
    path.symlink_to(path)
    (root,) = folders.facts().roots
    assert root.document(role).state == Unreadable(Reason.LINK_LOOP)
