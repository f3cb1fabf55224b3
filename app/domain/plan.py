"""What will be done, as data: shown to a person first, then applied. An empty plan means that all is well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from app.domain import claude_settings as claude
from app.domain.claude_edits import DropMember, Edit, SetMember
from app.domain.desired import edits, wanted
from app.domain.diagnosis import Diagnosis, diagnose, is_set_up
from app.domain.documents import Absent, Document, Loaded, Role, RootFacts
from app.domain.facts import Facts
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import AtFile, Finding, FindingId, Reason, Severity, found
from app.domain.goal import Goal, Handover
from app.domain.journal import ChangeKind
from app.domain.secret_ref import SECRET


class Action(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of Claude Desktop that will change.

    `restore`: the whole file gets the journal's baseline back (or goes, for REMOVE); else `edits` are made.
    """

    path: PurePath
    role: Role
    action: Action
    edits: tuple[Edit, ...] = ()
    restore: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple("/".join(e.address) for e in self.edits)


class WhyKept(StrEnum):
    """`not-known`: the journal was lost, so nobody knows what was there before. `key-gone`: nobody has that key now;
    `key-not-told`: the keychain does not say. `profile-gone`: there is no such profile any more, or it is broken.
    """

    CHANGED_SINCE = "changed-since"
    NOT_KNOWN = "not-known"
    KEY_GONE = "key-gone"
    KEY_NOT_TOLD = "key-not-told"
    PROFILE_GONE = "profile-gone"


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that an undo leaves as it is, and why."""

    path: PurePath
    key: str
    why: WhyKept


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole change. `blocked`: what a person must see to first; then nothing is written.

    `restart`: Claude must be closed for it. `reopen`: it is opened afterwards. `cache`: Claude's model cache, moved aside.
    `loses_key`: the only copy of the key goes with what is removed. `subject`: the name of the profile that it is about.
    """

    kind: ChangeKind
    changes: tuple[FileChange, ...] = ()
    install_helper: bool = False
    cache: PurePath | None = None
    restart: bool = False
    reopen: bool = False
    blocked: tuple[Finding, ...] = ()
    kept: tuple[Kept, ...] = ()
    loses_key: bool = False
    subject: str = ""

    @property
    def empty(self) -> bool:
        return not (self.changes or self.install_helper or self.cache or self.restart or self.reopen or self.blocked)

    @property
    def only_models(self) -> bool:
        """Whether nothing but the list of models in our own profile is edited."""
        edits = {(c.role, key) for c in self.changes for key in c.keys}
        beside = self.install_helper or self.cache is not None or bool(self.blocked)
        return edits <= {(Role.PROFILE, "inferenceModels")} and not beside

    @property
    def only_handover(self) -> bool:
        """Whether nothing but the way in which Claude gets its key changes."""
        ways = {*claude.CREDENTIAL_KEYS, SECRET, *claude.SET_ONCE}
        edits = {(c.role, key) for c in self.changes for key in c.keys}
        return edits <= {(Role.PROFILE, way) for way in ways} and self.cache is None and not self.blocked

    def same_words(self, other: Plan) -> bool:
        """Whether a person who agreed to the one has agreed to the other."""
        return self._words() == other._words()

    def _words(self) -> tuple[object, ...]:
        files = frozenset((c.path, c.action is Action.REMOVE, frozenset(c.keys)) for c in self.changes)
        return files, self.install_helper, self.cache, self.blocked, frozenset(self.kept)


_F = FindingId
_BLOCKING = frozenset(
    {
        _F.CLAUDE_NOT_INSTALLED,
        _F.CLAUDE_TOO_OLD,
        _F.MANAGED_CONFIGURATION,
        _F.MANAGED_BY_THIS,
        _F.SETTINGS_MALFORMED,
        _F.SETTINGS_UNREADABLE,
        _F.KEYCHAIN_LOCKED,
        _F.KEYCHAIN_UNAVAILABLE,
        _F.KEY_MISSING,
        _F.KEY_REJECTED,
        _F.KEY_IS_MANAGEMENT,
        _F.NO_MODELS,
    }
)


def plan_change(kind: ChangeKind, facts: Facts, goal: Goal, take_out: frozenset[str] = frozenset()) -> Plan:
    """The plan for a setup or a repair. `take_out`: other people's bad entry ids that may go from the list."""
    diagnosis = diagnose(facts, goal)
    blocked = tuple(_blocking(kind, facts, diagnosis, take_out))
    if blocked or (kind is ChangeKind.REPAIR and not is_set_up(facts)):
        return Plan(kind, blocked=blocked or (found(_F.NOT_SET_UP),))
    changes = tuple(_changes(facts, goal, take_out))
    blocked = tuple(_read_only(facts, changes))
    if blocked:
        return Plan(kind, blocked=blocked)
    cache = _stale_cache(facts, diagnosis)
    running = bool(facts.claude.processes)
    needed = any(c.role is not Role.DEVELOPER for c in changes) or cache is not None
    needed = needed or _F.RESTART_NEEDED in diagnosis.ids()
    if not needed and running:
        changes = ()  # the Developer menu alone is no reason to close Claude
    restart = running and needed
    reopen = restart or (kind is ChangeKind.SETUP and not running)
    install = goal.handover is Handover.HELPER and not facts.helper.usable
    return Plan(kind, changes, install, cache, restart, reopen)


def _blocking(kind: ChangeKind, facts: Facts, diagnosis: Diagnosis, take_out: frozenset[str]) -> Iterator[Finding]:
    stops = _BLOCKING | GATEWAY_IN_THE_WAY if kind is ChangeKind.SETUP else _BLOCKING
    for finding in diagnosis.findings:
        if finding.id is _F.MANAGED_BY_THIS and kind is ChangeKind.SETUP:
            yield finding.as_(Severity.PROBLEM)  # there is nothing to set up, which is not what was asked for
        elif finding.id in stops:
            yield finding
    ids = {f.id for f in diagnosis.findings}
    if kind is ChangeKind.SETUP and facts.keychain is None and _F.KEY_MISSING not in ids:
        yield found(_F.KEY_MISSING)
    bad = {id for root in facts.roots for id, _ in root.entries if claude.foreign_and_bad(id)}
    if not bad <= take_out:
        yield from (f for f in diagnosis.findings if f.id is _F.BAD_ENTRY_ID and not f.repairable)


def _changes(facts: Facts, goal: Goal, take_out: frozenset[str]) -> Iterator[FileChange]:
    for root in facts.roots:
        for document in root.documents:
            needed = _edits(root, document, facts, goal, take_out)
            if needed:
                action = Action.CREATE if isinstance(document.state, Absent) else Action.EDIT
                yield FileChange(document.path, document.role, action, needed)


def _edits(root: RootFacts, document: Document, facts: Facts, goal: Goal, take_out: frozenset[str]) -> tuple[Edit, ...]:
    needed = edits(document, wanted(root, document.role, goal, facts))
    if document.role is Role.LIBRARY:
        needed = (*(DropMember(("entries", id)) for id, _ in root.entries if id in take_out), *needed)
    if document.role is Role.PROFILE and isinstance(document.state, Absent):
        needed = (*needed, *(SetMember((key,), text) for key, text in facts.journal.toggles))
    return needed


def _read_only(facts: Facts, changes: tuple[FileChange, ...]) -> Iterator[Finding]:
    touched = {c.path for c in changes}
    for root in facts.roots:
        for document in root.documents:
            if document.path in touched and (finding := read_only(document)) is not None:
                yield finding


def read_only(document: Document) -> Finding | None:
    """That this document may not be written, or not be made."""
    match document.state:
        case Loaded(writable=False) | Absent(writable=False):
            return found(_F.SETTINGS_UNREADABLE, AtFile(str(document.path), Reason.READ_ONLY))
        case _:
            return None


def _stale_cache(facts: Facts, diagnosis: Diagnosis) -> PurePath | None:
    if _F.STALE_MODEL_CACHE not in diagnosis.ids():
        return None
    copies_first = sorted(facts.roots, key=lambda r: not r.root.shadow)  # as their log is the one that is read
    return next((r.cache for r in copies_first if r.cache is not None), None)
