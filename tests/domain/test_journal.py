"""What is remembered of a setup, and what an interrupted change leaves of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.journal import ChangeKind, FileRecord, Journal, Pending, PendingFile, settled, with_records


def record(path: str, written: str | None = "new", *, baseline: str | None = None, shared: bool = False) -> FileRecord:
    return FileRecord(path, baseline, written, shared, ())


def interrupted(kind: ChangeKind, known: tuple[FileRecord, ...], *pending: PendingFile) -> Journal:
    return Journal(known, pending=Pending("x", kind, claude_was_open=True, files=pending))


class TestRecords:
    def test_a_new_record_takes_the_place_of_the_old_one(self) -> None:
        journal = with_records(Journal((record("a"), record("b"))), {"a": record("a", "newer")})
        assert journal.record("a") == record("a", "newer")
        assert journal.record("b") == record("b")
        assert journal.record("c") is None
        assert journal.ended == ()

    def test_an_ended_record_is_kept_apart_and_only_once(self) -> None:
        journal = with_records(Journal((record("a"),)), {"a": None, "never": None})
        assert (journal.files, journal.ended) == ((), (record("a"),))
        again = with_records(replace(journal, files=(record("a"),)), {"a": None})
        assert again.ended == (record("a"),)

    def test_in_force(self) -> None:
        assert not Journal(ended=(record("a"),), folders=("x",)).active
        assert Journal((record("a"),)).active


def test_without_a_pending_change_nothing_is_settled() -> None:
    journal = Journal((record("a"),))
    assert settled(journal, {"a": "whatever"}) is journal


_FIRST, _AGAIN = PendingFile("a", "old", "new", record("a")), PendingFile("a", "new", "newer", record("a", "newer"))
_CREATED, _REMOVED = PendingFile("a", None, "new", record("a")), PendingFile("a", "new", None, None)


@pytest.mark.parametrize(
    "kind,known,pending,present,expected",
    [
        # written, not yet written, and written by somebody else since
        (ChangeKind.SETUP, (), _FIRST, "new", (record("a"),)),
        (ChangeKind.SETUP, (), _FIRST, "old", ()),
        (ChangeKind.SETUP, (), _FIRST, "foreign", (record("a", shared=True),)),
        (ChangeKind.SETUP, (), _FIRST, None, (record("a", shared=True),)),
        (ChangeKind.SETUP, (), _CREATED, "new", (record("a"),)),
        (ChangeKind.SETUP, (), _CREATED, None, ()),
        (ChangeKind.SETUP, (), _CREATED, "foreign", (record("a", shared=True),)),
        (ChangeKind.REPAIR, (record("a"),), _AGAIN, "newer", (record("a", "newer"),)),
        (ChangeKind.REPAIR, (record("a"),), _AGAIN, "new", (record("a"),)),
        (ChangeKind.REPAIR, (record("a"),), _AGAIN, "foreign", (record("a", "newer", shared=True),)),
        (ChangeKind.UNDO, (record("a"),), _REMOVED, None, ()),
        (ChangeKind.UNDO, (record("a"),), _REMOVED, "new", (record("a"),)),
        (ChangeKind.UNDO, (record("a"),), _REMOVED, "foreign", (record("a", shared=True),)),
        (ChangeKind.UNDO, (), _REMOVED, "foreign", ()),
    ],
)
def test_an_interrupted_change(
    kind: ChangeKind,
    known: tuple[FileRecord, ...],
    pending: PendingFile,
    present: str | None,
    expected: tuple[FileRecord, ...],
) -> None:
    journal = settled(interrupted(kind, (*known, record("other")), pending), {"a": present})
    assert [f for f in journal.files if f.path == "a"] == list(expected)
    assert journal.record("other") == record("other")
    assert journal.pending is None


_DIGESTS = st.none() | st.sampled_from(["0", "1", "2"])


@given(
    st.dictionaries(st.sampled_from("abc"), st.tuples(_DIGESTS, _DIGESTS, _DIGESTS), min_size=1),
    st.sampled_from([ChangeKind.SETUP, ChangeKind.REPAIR]),
)
def test_a_file_that_was_written_is_never_forgotten(
    moments: Mapping[str, tuple[str | None, str | None, str | None]], kind: ChangeKind
) -> None:
    """Whatever a kill left: a file that is not what it was before has a record that an undo goes by."""
    pending = [PendingFile(p, before, after, record(p, after)) for p, (before, after, _) in moments.items()]
    journal = settled(interrupted(kind, (), *pending), {path: now for path, (_, _, now) in moments.items()})
    for path, (before, after, now) in moments.items():
        known = journal.record(path)
        if now not in (before, after):
            assert known is not None
            assert known.shared
        elif now == after != before:
            assert known == record(path, after)
        elif now == before != after:
            assert known is None
