"""Files are replaced whole and keep what belongs to them: links, mode, owner."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.domain.findings import AtFile, FindingId, Reason
from app.services.files import (
    ChangedMeanwhile,
    Content,
    digest,
    drop_empty_folders,
    drop_leftover,
    make_folders,
    move_aside,
    overwrite,
    put,
    read,
    remove,
)

OLD, NEW = b'{"old": 1}', b'{"new": 2}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(os.path.realpath(tmp_path))


@pytest.fixture
def file(folder: Path) -> Path:
    path = folder / "settings.json"
    path.write_bytes(OLD)
    return path


def another_owner() -> tuple[int, int]:
    """Somebody else, as far as this user may give files away."""
    return (4242, 4243) if os.geteuid() == 0 else (os.geteuid(), os.getgroups()[-1])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refusal(call: Callable[[], object]) -> AtFile:
    with pytest.raises(AppError) as caught:
        call()
    assert caught.value.finding.id is FindingId.WRITE_FAILED
    assert isinstance(caught.value.finding.detail, AtFile)
    return caught.value.finding.detail


class TestPut:
    def test_a_new_file_is_private(self, folder: Path) -> None:
        before = os.umask(0)
        put(folder / "new", NEW, expected=None, temporary_suffix="gc")
        os.umask(before)
        assert read(folder / "new") == Content(NEW, 0o600, folder / "new", writable=True)
        assert names(folder) == ["new"]

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o700])
    def test_mode_and_owner_stay(self, file: Path, mode: int) -> None:
        os.chown(file, *another_owner())
        file.chmod(mode | 0o004)
        put(file, NEW, expected=digest(OLD), temporary_suffix="gc")
        status = file.stat()
        assert (status.st_uid, status.st_gid) == another_owner()
        assert status.st_mode & 0o777 == mode | 0o004
        assert file.read_bytes() == NEW
        assert names(file.parent) == [file.name]

    def test_links_stay_links(self, file: Path) -> None:
        (file.parent / "real").mkdir()
        target = file.rename(file.parent / "real" / "file")
        file.symlink_to("middle")
        (file.parent / "middle").symlink_to("real/file")
        put(file, NEW, expected=digest(OLD), temporary_suffix="gc")
        assert target.read_bytes() == NEW
        assert not target.is_symlink()
        assert file.readlink() == Path("middle")
        assert names(target.parent) == ["file"]

    def test_a_dangling_link_gets_its_target(self, folder: Path) -> None:
        (folder / "link").symlink_to("target")
        put(folder / "link", NEW, expected=None, temporary_suffix="gc")
        assert (folder / "link").readlink() == Path("target")
        assert (folder / "target").read_bytes() == NEW
        assert not (folder / "target").is_symlink()

    @pytest.mark.parametrize("expected", [None, digest(NEW)])
    def test_a_file_that_changed_since_it_was_read_stays(self, file: Path, expected: str | None) -> None:
        with pytest.raises(ChangedMeanwhile):
            put(file, NEW, expected=expected, temporary_suffix="gc")
        assert file.read_bytes() == OLD
        assert names(file.parent) == [file.name]

    def test_a_file_that_went_since_it_was_read_stays_away(self, folder: Path) -> None:
        with pytest.raises(ChangedMeanwhile):
            put(folder / "gone", NEW, expected=digest(OLD), temporary_suffix="gc")
        assert names(folder) == []

    def test_a_leftover_is_replaced_and_never_followed(self, file: Path) -> None:
        leftover = file.with_name(f".{file.name}.gc")
        victim = file.with_name("victim")
        victim.write_bytes(b"mine")
        leftover.symlink_to(victim)
        put(file, NEW, expected=digest(OLD), temporary_suffix="gc")
        leftover.write_bytes(NEW * 1000)
        put(file, OLD, expected=digest(NEW), temporary_suffix="gc")
        assert file.read_bytes() == OLD
        assert victim.read_bytes() == b"mine"
        assert names(file.parent) == sorted([file.name, "victim"])

    def test_a_read_only_folder(self, file: Path) -> None:
        file.parent.chmod(0o500)
        why = refusal(lambda: put(file, NEW, expected=digest(OLD), temporary_suffix="gc"))
        file.parent.chmod(0o700)
        assert why == AtFile(str(file), Reason.PERMISSION)
        assert file.read_bytes() == OLD
        assert names(file.parent) == [file.name]

    def test_places_where_no_file_can_be(self, file: Path) -> None:
        loop, taken = file.with_name("loop"), file.with_name("taken")
        loop.symlink_to("loop")
        taken.mkdir()
        places = {loop: Reason.LINK_LOOP, taken: Reason.NOT_A_FILE, file / "x": Reason.NOT_A_FILE}
        places[taken / "no" / "x"] = Reason.NO_SUCH_PLACE
        for path, reason in places.items():
            why = refusal(lambda path=path: put(path, NEW, expected=None, temporary_suffix="gc"))  # type: ignore[misc]
            assert why == AtFile(str(path), reason)
        assert names(file.parent) == sorted(["loop", file.name, "taken"])


class TestOverwrite:
    def test_whatever_was_there(self, folder: Path) -> None:
        for data in (OLD, NEW):
            overwrite(folder / "own", data)
            assert read(folder / "own") == Content(data, 0o600, folder / "own", writable=True)
        overwrite(folder / "own", OLD, mode=0o700)
        assert read(folder / "own") == Content(OLD, 0o700, folder / "own", writable=True)

    def test_many_writers_at_once(self, folder: Path) -> None:
        texts = [bytes([letter]) * 100_000 for letter in b"abcdefgh"]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda text: overwrite(folder / "own", text), texts * 10))
        assert (folder / "own").read_bytes() in texts
        assert names(folder) == ["own"]

    def test_failure_is_told(self, folder: Path) -> None:
        why = refusal(lambda: overwrite(folder / "no" / "x", NEW))
        assert why == AtFile(str(folder / "no" / "x"), Reason.NO_SUCH_PLACE)


class TestRemove:
    def test_a_file(self, file: Path) -> None:
        remove(file, expected=digest(OLD))
        assert names(file.parent) == []

    def test_behind_a_link_which_leads_there_again(self, file: Path) -> None:
        link = file.with_name("link")
        link.symlink_to(file.name)
        remove(link, expected=digest(OLD))
        assert names(file.parent) == ["link"]
        put(link, OLD, expected=None, temporary_suffix="gc")
        assert file.read_bytes() == OLD

    def test_only_as_it_was_read(self, file: Path) -> None:
        for path in (file, file.with_name("absent")):
            with pytest.raises(ChangedMeanwhile):
                remove(path, expected=digest(NEW))
        assert file.read_bytes() == OLD

    def test_failure_is_told(self, file: Path) -> None:
        file.parent.chmod(0o500)
        why = refusal(lambda: remove(file, expected=digest(OLD)))
        file.parent.chmod(0o700)
        assert why == AtFile(str(file), Reason.PERMISSION)
        assert file.read_bytes() == OLD


class TestMoveAside:
    def test_it_keeps_the_bytes(self, file: Path) -> None:
        move_aside(file, file.with_name("aside"))
        assert names(file.parent) == ["aside"]
        assert file.with_name("aside").read_bytes() == OLD

    def test_failure_is_told(self, folder: Path) -> None:
        why = refusal(lambda: move_aside(folder / "x", folder / "y"))
        assert why == AtFile(str(folder / "x"), Reason.NO_SUCH_PLACE)


class TestFolders:
    def test_the_missing_ones_are_made_private_and_go_again(self, folder: Path) -> None:
        wanted = folder / "a" / "b" / "c"
        made = make_folders(wanted)
        assert made == (folder / "a", folder / "a" / "b", wanted)
        assert {path.stat().st_mode & 0o777 for path in made} == {0o700}
        assert make_folders(wanted) == ()
        drop_empty_folders(made)
        assert names(folder) == []

    def test_one_that_is_in_use_stays_with_those_above_it(self, folder: Path) -> None:
        made = make_folders(folder / "a" / "b" / "c")
        (folder / "a" / "b" / "file").touch()
        drop_empty_folders([*made, folder / "absent"])
        assert names(folder / "a" / "b") == ["file"]

    def test_they_belong_to_whom_the_folder_above_belongs(self, folder: Path) -> None:
        (folder / "home").mkdir()
        (folder / "home").chmod(0o777)
        os.chown(folder / "home", another_owner()[0], -1)
        put(folder / "home" / "file", NEW, expected=None, temporary_suffix="gc")
        assert (folder / "home" / "file").stat().st_uid == another_owner()[0]
        owners = []
        for made in make_folders(folder / "home" / "a" / "b"):
            owners.append(made.stat().st_uid)
            os.chown(made, os.geteuid(), -1)  # or else nobody could look below it, nor clear it away
        assert owners == [another_owner()[0]] * 2

    def test_behind_a_dangling_link(self, folder: Path) -> None:
        (folder / "link").symlink_to("target")
        assert make_folders(folder / "link" / "a") == (folder / "target", folder / "target" / "a")
        assert (folder / "link" / "a").is_dir()

    def test_none_is_left_where_not_all_can_be_made(self, folder: Path) -> None:
        wanted = folder / "a" / ("x" * 300)
        assert refusal(lambda: make_folders(wanted)) == AtFile(str(wanted), Reason.OTHER)
        assert names(folder) == []

    def test_no_permission(self, folder: Path) -> None:
        folder.chmod(0o500)
        why = refusal(lambda: make_folders(folder / "a"))
        folder.chmod(0o700)
        assert why == AtFile(str(folder / "a"), Reason.PERMISSION)


def test_only_our_own_leftover_is_dropped(file: Path) -> None:
    link = file.parent / "link"
    link.symlink_to(file.name)
    for suffix in ("gc", "other"):
        file.with_name(f".{file.name}.{suffix}").touch()
    drop_leftover(link, "gc")
    assert names(file.parent) == sorted([f".{file.name}.other", "link", file.name])
    drop_leftover(link, "gc")
    drop_leftover(file / "below", "gc")
