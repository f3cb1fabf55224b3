"""The plan that takes a readable key out of somebody's profile, and the part of an undo that puts it back."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import managed
from app.domain.claude_edits import CutSecret, RestoreSecret
from app.domain.diagnosis import is_set_up
from app.domain.documents import Loaded, Profile, Role, RootFacts, Unreadable
from app.domain.facts import Facts, StoredKey
from app.domain.findings import AtFile, Finding, FindingId, Named, Reason, Severity, found
from app.domain.journal import ChangeKind, Cut
from app.domain.json_text import canonical
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept
from app.domain.secret_ref import SECRET, Keychain, SecretAt, taken_out

_SECRET = (SECRET,)


def plan_take_out(facts: Facts, profile: str) -> Plan:
    """The plan for the profile of that id or name; empty where no key lies in it. The keychain keeps it from then on."""
    holding = [(r, p) for r in facts.roots for p in r.others if p.listed and profile in (p.id, p.name) and p.key_digest]
    subject = next((p.name or p.id for _, p in holding), profile)
    blocked = tuple(_blocking(facts, holding)) if holding else ()
    if blocked:
        return Plan(ChangeKind.TAKE_OUT, blocked=blocked, subject=subject)
    changes = tuple(_change(p, CutSecret(_SECRET, _kept_as(p.key_digest))) for _, p in holding)
    running = bool(facts.claude.processes and changes)
    return Plan(ChangeKind.TAKE_OUT, changes, restart=running, reopen=running, subject=subject)


def _blocking(facts: Facts, holding: list[tuple[RootFacts, Profile]]) -> Iterator[Finding]:
    if facts.claude.installation is None:
        yield found(FindingId.CLAUDE_NOT_INSTALLED)
    if (by_it := managed.finding(facts)) is not None:
        yield by_it.as_(Severity.PROBLEM)
    if not is_set_up(facts):  # else Claude may be using that very key
        yield found(FindingId.NOT_SET_UP)
    if facts.trouble is not None:
        yield facts.trouble
    for root, profile in holding:
        if root.member(Role.LIBRARY, "appliedId") == canonical(profile.id):  # Claude uses it now
            yield found(FindingId.PROFILE_NOT_APPLIED, Named(profile.name or profile.id))
        if not profile.single:
            yield found(FindingId.SETTINGS_UNREADABLE, AtFile(str(profile.path), Reason.OTHER))
        yield from _read_only(profile)


def _read_only(profile: Profile) -> Iterator[Finding]:
    match profile.state:
        case Loaded(writable=False):
            yield found(FindingId.SETTINGS_UNREADABLE, AtFile(str(profile.path), Reason.READ_ONLY))
        case Unreadable(reason):
            yield found(FindingId.SETTINGS_UNREADABLE, AtFile(str(profile.path), reason))


def put_back(facts: Facts) -> Iterator[FileChange]:
    """The keys that an undo puts back, to the byte where nobody wrote to the profile since."""
    for profile, cut, written in _cut(facts):
        match profile.state, _now(facts, cut):
            case Loaded(digest=digest), StoredKey(digest=cut.digest) if not profile.key_digest:
                exact = cut if digest == written and cut.at is not None else None
                yield _change(profile, RestoreSecret(_SECRET, _kept_as(cut.digest), exact))


def not_put_back(facts: Facts) -> Iterator[Kept]:
    """The keys that an undo does not put back, and why not."""
    for profile, cut, _ in _cut(facts):
        if (why := _why_not(profile, cut, _now(facts, cut))) is not None:
            yield Kept(profile.path, SECRET, why)


def _why_not(profile: Profile, cut: Cut, now: StoredKey | Finding | None) -> WhyKept | None:
    if profile.key_digest:  # somebody has entered one since
        return WhyKept.CHANGED_SINCE if profile.key_digest != cut.digest else None
    if not isinstance(profile.state, Loaded):
        return WhyKept.PROFILE_GONE
    match now:
        case StoredKey(digest=cut.digest):
            return None
        case Finding():
            return WhyKept.KEY_NOT_TOLD
        case _:
            return WhyKept.KEY_GONE


def in_the_way(facts: Facts) -> Iterator[Finding]:
    """What a person can see to before keys are put back: a keychain that is locked, a profile that is protected."""
    waiting = [(profile, cut) for profile, cut, _ in _cut(facts) if not profile.key_digest]
    locked = (_now(facts, cut) for profile, cut in waiting if isinstance(profile.state, Loaded))
    for finding in locked:
        if isinstance(finding, Finding) and finding.id is FindingId.KEYCHAIN_LOCKED:
            yield finding
            break
    for profile, _ in waiting:
        yield from _read_only(profile)


def _now(facts: Facts, cut: Cut) -> StoredKey | Finding | None:
    """What the keychain says of that key; one that it was not asked for is not told."""
    unasked = found(FindingId.KEYCHAIN_UNAVAILABLE)
    return dict(facts.taken_out).get(cut.name, unasked)


def _cut(facts: Facts) -> Iterator[tuple[Profile, Cut, str | None]]:
    for profile in (p for root in facts.roots for p in root.others):
        record = facts.journal.record(str(profile.path))
        if record is not None and record.cut is not None:
            yield profile, record.cut, record.written


def _kept_as(digest: str) -> SecretAt:
    return SecretAt(Keychain(taken_out(digest)), digest)


def _change(profile: Profile, edit: CutSecret | RestoreSecret) -> FileChange:
    return FileChange(profile.path, Role.OTHER_PROFILE, Action.EDIT, (edit,))
