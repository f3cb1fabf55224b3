"""Applies a plan to Claude Desktop's files: journalled first, each file atomically, whole or rolled back whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from app.domain import claude_settings as claude
from app.domain.claude_edits import CutSecret, Secrets, SetMember, cut_between, edited, raw_member
from app.domain.documents import Loaded, Malformed, Role
from app.domain.errors import AppError, failure
from app.domain.facts import Facts
from app.domain.findings import AtFile, Finding, FindingId, found
from app.domain.journal import (
    ChangeKind,
    FileRecord,
    Journal,
    KeyRecord,
    PendingFile,
    settled,
    with_records,
)
from app.domain.json_text import JsonTextError, canonical
from app.domain.plan import Action, FileChange, Plan
from app.domain.secret_ref import Keychain, SecretAt
from app.services import files
from app.services.journal_store import JournalStore

Records = Mapping[str, FileRecord | None]


@dataclass(frozen=True, slots=True)
class _Write:
    """One file of the change, worked out: its bytes now and then (None = absent)."""

    change: FileChange
    path: Path
    now: bytes | None
    then: bytes | None


class HalfWritten(AppError):  # noqa: N818 - a state that an error left
    """What was written before the failure could not all be taken back."""


class Applier:
    """Works on real files, so call it off the GUI thread. It expects that Claude is closed and our lock is held."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store

    def settle(self) -> Journal:
        """Brings the journal in line with the files after an interrupted change; see `journal.settled`.

        The change stays pending, without files: Claude may have to be opened again for it.
        """
        journal = self._store.load()
        if journal.pending is None:
            return journal
        for file in journal.pending.files:
            files.drop_leftover(Path(file.path), journal.pending.id)
        present = {f.path: _present(Path(f.path)) for f in journal.pending.files}
        journal = replace(settled(journal, present), pending=replace(journal.pending, files=()))
        journal = _tidied(journal)
        self._store.save(journal)
        return journal

    def forget(self, facts: Facts) -> None:
        """Ends a setup of which an undo finds nothing left."""
        self._store.save(_undone(self._store.load(), facts))

    def write(self, plan: Plan, facts: Facts, at: float, secrets: Secrets = MappingProxyType({})) -> None:
        """Makes the plan's changes to files; `at` in seconds since the epoch, `secrets`: those that the plan speaks of.

        Raises `AppError` (changed-meanwhile, write-failed) with every file as it was before, else `HalfWritten`.
        """
        journal = self._store.load()
        begun = journal.pending
        if begun is None:
            raise LookupError("a change is recorded before it writes")
        writes = [self._work_out(change, facts, journal, secrets) for change in plan.changes]
        folders, toggles = _with_missing_folders(journal.folders, writes), _toggles(writes, journal.toggles)
        journal = replace(journal, folders=folders, toggles=toggles)
        pending = tuple(self._pending(write, plan.kind, journal, secrets) for write in writes)
        journal = replace(journal, pending=replace(begun, files=pending))
        self._store.save(journal)
        done: list[_Write] = []
        try:
            for write in writes:
                _put(write, begun.id)
                done.append(write)
            journal = replace(journal, pending=begun)
            records = {f.path: f.record for f in pending}
            undo = plan.kind is ChangeKind.UNDO
            self._store.save(_undone(journal, facts) if undo else _done(journal, records, writes, at))
        except files.ChangedMeanwhile:
            changed = found(FindingId.CHANGED_MEANWHILE, AtFile(str(writes[len(done)].path)))
            raise self._rolled_back(done, begun.id, changed) from None
        except AppError as error:
            raise self._rolled_back(done, begun.id, error.finding) from None

    def _work_out(self, change: FileChange, facts: Facts, journal: Journal, secrets: Secrets) -> _Write:
        path = Path(change.path)
        now = _bytes(path)
        if (None if now is None else files.digest(now)) != _seen_digest(change, facts):
            raise failure(FindingId.CHANGED_MEANWHILE, AtFile(str(path)))
        record = journal.record(str(path))
        if change.action is Action.REMOVE:
            return _Write(change, path, now, None)
        baseline = self._baseline(record) if change.restore else None
        return _Write(change, path, now, edited(now, change.edits, secrets) if baseline is None else baseline)

    def _baseline(self, record: FileRecord | None) -> bytes | None:
        """The file before us; None where there was none, or where our copy is lost and single members must do."""
        if record is None or record.baseline is None:
            return None
        try:
            return self._store.content(record.baseline)
        except LookupError:
            return None

    def _pending(self, write: _Write, kind: ChangeKind, journal: Journal, secrets: Secrets) -> PendingFile:
        first = journal.record(str(write.path)) is None and kind is not ChangeKind.UNDO
        if first and write.now is not None and write.change.role not in (Role.PROFILE, Role.OTHER_PROFILE):
            self._store.keep(write.now)
        before = None if write.now is None else files.digest(write.now)
        after = None if write.then is None else files.digest(write.then)
        if write.change.role is Role.OTHER_PROFILE:
            record = _cut_record(write, secrets, before, after)
        else:
            record = None if kind is ChangeKind.UNDO else self._record(write, journal, before, after)
        return PendingFile(str(write.path), before, after, record)

    def _record(self, write: _Write, journal: Journal, before: str | None, after: str | None) -> FileRecord:
        old = journal.record(str(write.path))
        own = write.change.role is Role.PROFILE
        baseline = None if own else old.baseline if old else before
        first = None if baseline is None else self._baseline(old) or write.now
        left = _left_over(write.change.role, first) if old is None else ()
        keys = {k.address: k for k in (old.keys if old else left)}
        for edit in write.change.edits:
            known = keys.get(edit.address)
            text = known.baseline if known else raw_member(first, edit.address)
            keys[edit.address] = KeyRecord(edit.address, text, edit.text if isinstance(edit, SetMember) else None)
        shared = bool(left) if old is None else old.shared or old.written != before
        return FileRecord(str(write.path), baseline, after, shared, tuple(keys.values()))

    def _rolled_back(self, done: list[_Write], id: str, why: Finding) -> AppError:
        """The error to raise. What cannot go back, as somebody wrote it since, is settled as after an interruption."""
        left = [write for write in reversed(done) if not _is_taken_back(write, id)]
        with suppress(AppError):  # then it stays pending, and the next change settles it
            self.settle()
        return HalfWritten(why) if left else AppError(why)


def _done(journal: Journal, records: Records, writes: list[_Write], at: float) -> Journal:
    """The change is done, but for Claude, which may have to be opened again: so it stays pending, without files."""
    journal = with_records(journal, records)
    matters = any(w.change.role is not Role.DEVELOPER for w in writes)
    return replace(journal, written_at=at) if matters else journal


def _undone(journal: Journal, facts: Facts) -> Journal:
    """Likewise. A file in folders that Claude does not use at present keeps its record, so that it can be undone."""
    seen = {str(document.path) for root in facts.roots for document in root.documents}
    seen |= {str(profile.path) for root in facts.roots for profile in root.others}
    ended = (f.path for f in journal.files if f.path in seen or not Path(f.path).exists())
    return _tidied(with_records(journal, dict.fromkeys(ended)))


def _tidied(journal: Journal) -> Journal:
    """Without our folders that hold nothing; where no setup is in force any more, also without what was known of it."""
    files.drop_empty_folders(map(Path, journal.folders))
    if not journal.active:
        return replace(journal, folders=(), written_at=None, mark=None)
    return replace(journal, folders=tuple(f for f in journal.folders if Path(f).exists()))


def _left_over(role: Role, first: bytes | None) -> tuple[KeyRecord, ...]:
    """Our own members in a baseline: left by a setup whose journal was lost, so an undo must not bring them back."""
    if role is not Role.LIBRARY or first is None:
        return ()
    ours, present = canonical(claude.PROFILE_ID), dict(claude.read(role, first).members)
    addresses = (claude.ENTRY, ("appliedId",))
    return tuple(KeyRecord(address, None, ours) for address in addresses if present.get(address) == ours)


def _cut_record(write: _Write, secrets: Secrets, before: str | None, after: str | None) -> FileRecord | None:
    """Of somebody else's profile no copy is kept, only how the key that was cut gets back; None once it is back."""
    for edit in write.change.edits:
        match edit:
            case CutSecret(secret=SecretAt(Keychain(name), digest)) if write.now is not None and write.then is not None:
                cut = cut_between(write.now, write.then, secrets[digest], name)
                return FileRecord(str(write.path), before, after, shared=False, keys=(), cut=cut)
    return None


def _put(write: _Write, id: str) -> None:
    expected = None if write.now is None else files.digest(write.now)
    if write.then is not None:
        files.make_folders(write.path.parent)
        private = write.change.role is Role.PROFILE
        files.put(write.path, write.then, expected=expected, temporary_suffix=id, private=private)
    elif expected is not None:
        files.remove(write.path, expected=expected)


def _is_taken_back(write: _Write, id: str) -> bool:
    try:
        _put(_Write(write.change, write.path, write.then, write.now), id)
    except (files.ChangedMeanwhile, AppError):
        return False
    return True


def _bytes(path: Path) -> bytes | None:
    match files.read(path):
        case files.Content(data=data):
            return data
        case files.NoFile():
            return None
        case files.Blocked(reason=reason):
            raise failure(FindingId.SETTINGS_UNREADABLE, AtFile(str(path), reason))


def _present(path: Path) -> str | None:
    match files.read(path):
        case files.Content(data=data):
            return files.digest(data)
        case files.NoFile():
            return None
        case files.Blocked(reason=reason):
            return reason


def _seen_digest(change: FileChange, facts: Facts) -> str | None:
    for root in facts.roots:
        for document in root.documents:
            if document.path == change.path:
                state = document.state
                return state.digest if isinstance(state, Loaded | Malformed) else None
    others = (p.state for root in facts.roots for p in root.others if p.path == change.path)
    return next((state.digest for state in others if isinstance(state, Loaded)), None)


def _with_missing_folders(known: tuple[str, ...], writes: list[_Write]) -> tuple[str, ...]:
    """The folders that this change will make, recorded before they are made."""
    missing = dict.fromkeys(known)
    for write in writes:
        folder = write.path.parent
        while write.then is not None and not os.path.exists(folder):  # noqa: PTH110 - never raises
            missing[str(folder)] = None
            folder = folder.parent
    return tuple(missing)


def _toggles(writes: list[_Write], known: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """What Claude or a person put beside our own members into the profile that goes, else what is known of an earlier one.

    Kept before it goes, so that nothing is lost when we are killed in the middle.
    """
    for write in writes:
        if write.change.role is Role.PROFILE and write.now is not None and write.then is None:
            with suppress(JsonTextError):
                known = claude.toggles(write.now)
    return known
