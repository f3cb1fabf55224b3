"""The plan that takes a setup back: byte for byte where nobody else wrote, member by member where somebody did."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import claude_settings as claude
from app.domain import managed
from app.domain.claude_edits import DropMember, Edit, RestoreMember
from app.domain.documents import Document, Loaded, Malformed, Role, RootFacts, Unreadable
from app.domain.facts import Facts, StoredKey
from app.domain.findings import AtFile, Finding, FindingId, Reason, Severity, found
from app.domain.journal import ChangeKind, FileRecord, KeyRecord
from app.domain.json_text import Document as JsonDocument
from app.domain.json_text import canonical
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept
from app.domain.secret_ref import Keychain
from app.domain.take_out import in_the_way, not_put_back, put_back


def plan_undo(facts: Facts) -> Plan:
    """The plan for an undo; empty where nothing of ours is left."""
    changes = tuple(c for root in facts.roots for d in root.documents if (c := _change(root, d, facts)) is not None)
    changes += tuple(put_back(facts))
    blocked = tuple(_blocking(facts, changes))
    if blocked:
        return Plan(ChangeKind.UNDO, blocked=blocked)
    running = bool(facts.claude.processes and changes)
    kept = (*(k for root in facts.roots for k in _kept(root, facts)), *not_put_back(facts))
    loses_key = _loses_key(facts)
    return Plan(ChangeKind.UNDO, changes, restart=running, reopen=running, kept=kept, loses_key=loses_key)


def _loses_key(facts: Facts) -> bool:
    """Whether our profile holds, or may hold, a key that the keychain does not have, as far as it says."""
    profiles = [d for root in facts.roots for d in root.documents if d.role is Role.PROFILE]
    nobody_knows = any(isinstance(d.state, Malformed) for d in profiles)
    match facts.keychain:
        case StoredKey(digest=digest, place=Keychain()) if facts.trouble is None:
            return facts.own_copy not in ("", digest)
        case _:
            return bool(facts.own_copy) or nobody_knows


def _change(root: RootFacts, document: Document, facts: Facts) -> FileChange | None:
    """What becomes of one file; None where nothing in it is ours."""
    record = facts.journal.record(str(document.path))
    match document.state:
        case Loaded() | Malformed() if document.role is Role.PROFILE:
            return FileChange(document.path, document.role, Action.REMOVE, restore=True)
        case Loaded() as state:
            if record is not None and state.digest == record.written and not record.shared:
                action = Action.REMOVE if record.baseline is None else Action.EDIT
                edits = tuple(_undone(key) for key in record.keys if key.written != _before(key))
                return FileChange(document.path, document.role, action, edits, restore=True)
            edits = tuple(_member_edits(state, record) if record else _unrecorded_edits(document.role, state))
            if record is not None and record.baseline is None and _empties(root, state, edits):
                return FileChange(document.path, document.role, Action.REMOVE, edits)
            return FileChange(document.path, document.role, Action.EDIT, edits) if edits else None
    return None


def _empties(root: RootFacts, state: Loaded, edits: tuple[Edit, ...]) -> bool:
    """Whether nothing would be left of a file that we made, though somebody spelled it anew."""
    dropped = {edit.address for edit in edits if isinstance(edit, DropMember)}
    members = sum(len(address) == 1 and state.get(*address) is not None for address in dropped)
    listed = {("entries", id) for id, _ in root.entries}
    the_list = any(len(address) == 2 for address in dropped) and listed <= dropped
    return members + the_list == state.width


def _undone(key: KeyRecord) -> Edit:
    return DropMember(key.address) if key.baseline is None else RestoreMember(key.address, key.baseline)


def _before(key: KeyRecord) -> str | None:
    return None if key.baseline is None else canonical(JsonDocument.parse(key.baseline.encode()).value)


def _member_edits(state: Loaded, record: FileRecord) -> Iterator[Edit]:
    yield from (_undone(key) for key in record.keys if state.get(*key.address) == key.written != _before(key))


def _unrecorded_edits(role: Role, state: Loaded) -> Iterator[Edit]:
    """Our entry in a library that the journal does not know: the journal was lost."""
    if role is Role.LIBRARY:
        if state.get("appliedId") == canonical(claude.PROFILE_ID):
            yield DropMember(("appliedId",))
        if state.get(*claude.ENTRY) is not None:
            yield DropMember(claude.ENTRY)


def _kept(root: RootFacts, facts: Facts) -> Iterator[Kept]:
    for document in root.documents:
        record = facts.journal.record(str(document.path))
        match document.state:
            case Loaded() as state if record is not None and document.role is not Role.PROFILE:
                if state.digest != record.written or record.shared:
                    yield from (
                        Kept(document.path, "/".join(k.address), w) for k in record.keys if (w := _why(state, k))
                    )
            case Loaded() as state if document.role is Role.GATEWAY_CONFIG and not facts.journal.active:
                if root.has(Role.PROFILE) and state.get("deploymentMode") == claude.GATEWAY_MODE:
                    yield Kept(document.path, "deploymentMode", WhyKept.NOT_KNOWN)


def _why(state: Loaded, key: KeyRecord) -> WhyKept | None:
    """Why a member stays as it is; None where it is undone, or already says what it said before us."""
    return None if state.get(*key.address) in (key.written, _before(key)) else WhyKept.CHANGED_SINCE


def _blocking(facts: Facts, changes: tuple[FileChange, ...]) -> Iterator[Finding]:
    by_it = managed.finding(facts)
    if by_it is not None and (changes or facts.journal.active):
        yield by_it.as_(Severity.PROBLEM)
    yield from in_the_way(facts)
    touched = {c.path for c in changes}
    for root in facts.roots:
        for document in root.documents:
            path = str(document.path)
            recorded = facts.journal.record(path) is not None
            match document.state:
                case Malformed(line=line, text=text) if recorded and document.path not in touched:
                    yield found(FindingId.SETTINGS_MALFORMED, AtFile(path, None, line, text))
                case Unreadable(reason) if recorded:
                    yield found(FindingId.SETTINGS_UNREADABLE, AtFile(path, reason))
                case Loaded(writable=False) if document.path in touched:
                    yield found(FindingId.SETTINGS_UNREADABLE, AtFile(path, Reason.READ_ONLY))
