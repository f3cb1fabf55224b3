"""The journal: what was there before us, what we wrote, and the change that is under way, so that all can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class ChangeKind(StrEnum):
    SETUP = "setup"
    REPAIR = "repair"
    UNDO = "undo"
    TAKE_OUT = "take-out"


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """One member: its JSON text before our first write (as it was spelled), and canonically as we wrote it.

    None = absent.
    """

    address: tuple[str, ...]
    baseline: str | None
    written: str | None


@dataclass(frozen=True, slots=True)
class Cut:
    """A secret that was taken out of somebody's file, and how it gets back to the byte; the secret is not in here.

    `name`: where in the keychain it is now, `digest`: its SHA-256. `at`: the byte where something was cut; `lead` and
    `tail`: what was cut before and after the secret. `at` None: it was spelled in an odd way and gets back as a member.
    """

    name: str
    digest: str
    at: int | None = None
    lead: str = ""
    tail: str = ""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file since our first write to it.

    `baseline`: SHA-256 of the bytes before it, kept for ever; None = it was absent. `written`: SHA-256 of what we
    last wrote. `shared`: somebody else wrote between two writes of ours, so only single members can be undone. `cut`:
    a profile of somebody else, of which we took out the key and keep no copy.
    """

    path: str
    baseline: str | None
    written: str | None
    shared: bool
    keys: tuple[KeyRecord, ...]
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A write of the change under way: SHA-256 before and after (None = absent), and the record once it is done."""

    path: str
    before: str | None
    after: str | None
    record: FileRecord | None


@dataclass(frozen=True, slots=True)
class Pending:
    """The change under way. It is recorded before Claude is asked to quit, and again before the first write."""

    id: str
    kind: ChangeKind
    claude_was_open: bool
    files: tuple[PendingFile, ...] = ()


@dataclass(frozen=True, slots=True)
class LogMark:
    """Where Claude's log ended when we started Claude at `started` (seconds since the epoch): file identity, bytes."""

    path: str
    inode: int
    size: int
    started: float


@dataclass(frozen=True, slots=True)
class Journal:
    """All that is remembered. `written_at` in seconds since the epoch, of the last write that needs a restart.

    `folders`: those that we made. `toggles`: members that Claude put into our profile, kept over an undo for the next
    setup. `ended`: the records of setups that were undone.
    """

    files: tuple[FileRecord, ...] = ()
    folders: tuple[str, ...] = ()
    pending: Pending | None = None
    written_at: float | None = None
    mark: LogMark | None = None
    toggles: tuple[tuple[str, str], ...] = ()
    ended: tuple[FileRecord, ...] = ()

    def record(self, path: str) -> FileRecord | None:
        return next((f for f in self.files if f.path == path), None)

    @property
    def active(self) -> bool:
        """A setup is in force."""
        return bool(self.files)


def with_records(journal: Journal, records: Mapping[str, FileRecord | None]) -> Journal:
    """The journal with these records in place of those of the same paths; None ends one."""
    kept = [f for f in journal.files if f.path not in records]
    new = [r for r in records.values() if r is not None]
    ended = [f for f in journal.files if records.get(f.path, f) is None and f not in journal.ended]
    return replace(journal, files=(*kept, *new), ended=(*journal.ended, *ended))


def settled(journal: Journal, present: Mapping[str, str | None]) -> Journal:
    """The journal after an interrupted change, from what the files are now (SHA-256 by path; None = absent).

    Nothing is written for it: each file that got its new bytes counts as done, each that did not as untouched, and one
    that somebody wrote since as shared. So the next change goes on from what is really there.
    """
    if journal.pending is None:
        return journal
    records: dict[str, FileRecord | None] = {}
    for file in journal.pending.files:
        now, old = present.get(file.path), journal.record(file.path)
        if now == file.after:
            records[file.path] = file.record
        elif now != file.before and (base := file.record or old) is not None:
            records[file.path] = replace(base, shared=True)
    return replace(with_records(journal, records), pending=None)
