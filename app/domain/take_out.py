"""The plan that takes a readable key out of somebody's profile, and the part of an undo that puts it back."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import claude_settings as claude
from app.domain.claude_edits import CutSecret, RestoreSecret
from app.domain.diagnosis import is_set_up
from app.domain.facts import Facts, Profile, Role
from app.domain.findings import AtFile, Finding, FindingId, Named, Reason, found
from app.domain.journal import ChangeKind, Cut
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept
from app.domain.secret_ref import Keychain, SecretAt, taken_out

_SECRET = (claude.SECRET,)


def plan_take_out(facts: Facts, profile: str) -> Plan:
    """The plan for the profile of that id or name; empty where no key lies in it. The keychain keeps it from then on."""
    holding = [p for p in _others(facts) if profile in (p.id, p.name) and p.key_digest]
    blocked = tuple(_blocking(facts, holding)) if holding else ()
    if blocked:
        return Plan(ChangeKind.TAKE_OUT, blocked=blocked)
    changes = tuple(_change(p, CutSecret(_SECRET, _kept_as(p.key_digest))) for p in holding)
    running = bool(facts.claude.processes and changes)
    return Plan(ChangeKind.TAKE_OUT, changes, restart=running, reopen=running)


def _blocking(facts: Facts, holding: list[Profile]) -> Iterator[Finding]:
    if facts.claude.installation is None:
        yield found(FindingId.CLAUDE_NOT_INSTALLED)
    if facts.managed is not None:
        yield found(FindingId.MANAGED_CONFIGURATION, Named(facts.managed.place, facts.managed.owner))
    if not is_set_up(facts):  # else Claude may be using that very key
        yield found(FindingId.NOT_SET_UP)
    if isinstance(facts.keychain, Finding):
        yield facts.keychain
    yield from (f for p in holding if (f := _read_only(p)) is not None)


def _read_only(profile: Profile) -> Finding | None:
    if profile.writable:
        return None
    return found(FindingId.SETTINGS_UNREADABLE, AtFile(str(profile.path), Reason.READ_ONLY))


def put_back(facts: Facts) -> Iterator[FileChange]:
    """The keys that an undo puts back, to the byte where nobody wrote to the profile since."""
    for profile, cut, written in _cut(facts):
        if not profile.key_digest and cut.digest in _at_hand(facts):
            exact = cut if profile.digest == written and cut.at is not None else None
            yield _change(profile, RestoreSecret(_SECRET, _kept_as(cut.digest), exact))


def not_put_back(facts: Facts) -> Iterator[Kept]:
    """The keys that an undo does not put back: somebody has entered one since, or nobody has it any more."""
    for profile, cut, _ in _cut(facts):
        if profile.key_digest:
            if profile.key_digest != cut.digest:
                yield Kept(profile.path, claude.SECRET, WhyKept.CHANGED_SINCE)
        elif cut.digest not in _at_hand(facts):
            yield Kept(profile.path, claude.SECRET, WhyKept.KEY_GONE)


def in_the_way(facts: Facts) -> Iterator[Finding]:
    """What a person can see to before keys are put back: a keychain that is locked, a profile that is write-protected."""
    waiting = [profile for profile, _, _ in _cut(facts) if not profile.key_digest]
    if waiting and isinstance(facts.at_hand, Finding) and facts.at_hand.id is FindingId.KEYCHAIN_LOCKED:
        yield facts.at_hand
    yield from (f for profile in waiting if (f := _read_only(profile)) is not None)


def _at_hand(facts: Facts) -> frozenset[str]:
    return frozenset() if isinstance(facts.at_hand, Finding) else facts.at_hand


def _cut(facts: Facts) -> Iterator[tuple[Profile, Cut, str | None]]:
    for profile in _others(facts):
        record = facts.journal.record(str(profile.path))
        if record is not None and record.cut is not None:
            yield profile, record.cut, record.written


def _others(facts: Facts) -> Iterator[Profile]:
    return (p for root in facts.roots for p in root.others)


def _kept_as(digest: str) -> SecretAt:
    return SecretAt(Keychain(taken_out(digest)), digest)


def _change(profile: Profile, edit: CutSecret | RestoreSecret) -> FileChange:
    return FileChange(profile.path, Role.OTHER_PROFILE, Action.EDIT, (edit,))
