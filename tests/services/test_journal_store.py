"""The journal on disk: what was saved is what is loaded, and contents are found by their hash or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.journal import ChangeKind, FileRecord, Journal, KeyRecord, LogMark, Pending, PendingFile
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore

RECORD = FileRecord(
    "/home/ada/größe/_meta.json",
    "0" * 64,
    None,
    True,
    (KeyRecord(("entries", "\ud800"), '{"a": 1e999}', None), KeyRecord(("appliedId",), None, '"x"')),
)
JOURNAL = Journal(
    files=(RECORD,),
    folders=("/a", "/a/b"),
    pending=Pending(
        "x", ChangeKind.UNDO, True, (PendingFile("/a/f", None, "1" * 64, RECORD), PendingFile("/b", "2", None, None))
    ),
    written_at=1_790_000_000.25,
    mark=LogMark("/log", 2**63, 7, 1_790_000_000.0),
    toggles=(("größe", '"\\ud800"'), ("\ud800", "1")),
    ended=(RECORD,),
)


@pytest.fixture
def store(tmp_path: Path) -> JournalStore:
    return JournalStore(DataFolder(tmp_path))


def contents(folder: Path) -> list[Path]:
    return sorted((folder / "journal/contents").iterdir())


def test_an_empty_journal_where_there_is_none(store: JournalStore) -> None:
    assert store.load() == Journal()


@pytest.mark.parametrize("journal", [Journal(), JOURNAL, Journal(written_at=7)], ids=["empty", "full", "whole seconds"])
def test_what_was_saved_is_what_is_loaded(store: JournalStore, journal: Journal) -> None:
    store.save(journal)
    assert store.load() == journal


def test_a_damaged_one_is_moved_aside_by_the_next_save(store: JournalStore, tmp_path: Path) -> None:
    store.save(JOURNAL)
    path = tmp_path / "journal/journal.json"
    damaged = path.read_bytes()[:-20]
    path.write_bytes(damaged)
    assert store.load() == Journal()
    assert path.read_bytes() == damaged
    store.save(JOURNAL)
    assert store.load() == JOURNAL
    assert [p.read_bytes() for p in path.parent.glob("journal.json.damaged-*")] == [damaged]


@settings(max_examples=20)
@given(st.binary())
def test_bytes_are_kept_as_they_are(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("data")
    store = JournalStore(DataFolder(folder))
    digest = store.keep(data)
    assert digest == hashlib.sha256(data).hexdigest()
    assert store.content(digest) == data
    (kept,) = contents(folder)
    assert (kept.name, kept.read_bytes()) == (digest, data)


def test_the_same_bytes_are_kept_once(store: JournalStore, tmp_path: Path) -> None:
    store.keep(b"x")
    (first,) = contents(tmp_path)
    written = first.stat().st_mtime_ns
    store.keep(b"x")
    store.keep(b"y")
    assert len(contents(tmp_path)) == 2
    assert first.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    "change", [Path.unlink, lambda path: path.write_bytes(b"other"), lambda path: path.write_bytes(b"")]
)
def test_what_is_lost_or_damaged_is_not_given(store: JournalStore, tmp_path: Path, change: object) -> None:
    digest = store.keep(b"x")
    (kept,) = contents(tmp_path)
    assert callable(change)
    change(kept)
    with pytest.raises(LookupError):
        store.content(digest)
    with pytest.raises(LookupError):
        store.content("")


def test_a_damaged_content_is_mended_when_it_is_kept_again(store: JournalStore, tmp_path: Path) -> None:
    digest = store.keep(b"x")
    (kept,) = contents(tmp_path)
    kept.write_bytes(b"")
    store.keep(b"x")
    assert store.content(digest) == b"x"
