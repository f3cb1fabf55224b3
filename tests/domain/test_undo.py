"""The plan of an undo: whole files where nobody else wrote, single members where somebody did, and nothing of others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

import pytest

from app.domain.claude_edits import DropMember, Edit, RestoreMember
from app.domain.claude_settings import ENTRY, PROFILE_ID
from app.domain.documents import Document, Loaded, Role, Unreadable
from app.domain.facts import Facts, ManagedSource
from app.domain.findings import AtFile, FindingId, Named, Reason, found
from app.domain.journal import ChangeKind, FileRecord, Journal, KeyRecord
from app.domain.json_text import canonical
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept
from app.domain.undo import plan_undo
from tests.domain.building import CLOSED, JOURNAL, OTHER, RUNNING, SET_UP, facts, place, text

UNDO = ChangeKind.UNDO
LIBRARY, PROFILE, CONFIG = place(Role.LIBRARY), place(Role.PROFILE), place(Role.GATEWAY_CONFIG)
DEVELOPER = place(Role.DEVELOPER)
OURS = canonical(PROFILE_ID)
MODE = KeyRecord(("deploymentMode",), '"1p"', '"3p"')
NEW_MODE = replace(MODE, baseline=None)
ENTRY_KEY = KeyRecord(ENTRY, None, OURS)
APPLIED = KeyRecord(("appliedId",), f'"{OTHER}"', OURS)
NEW_APPLIED = replace(APPLIED, baseline=None)
REMOVED_PROFILE = FileChange(PROFILE, Role.PROFILE, Action.REMOVE, restore=True)


def digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def record(
    path: PurePath, before: bytes | None, written: bytes | None, *keys: KeyRecord, shared: bool = False
) -> FileRecord:
    return FileRecord(str(path), digest(before), digest(written), shared, keys)


def undo(files: Mapping[PurePath, bytes], *records: FileRecord) -> Plan:
    return plan_undo(facts(files, claude=CLOSED, journal=Journal(records)))


def one(files: Mapping[PurePath, bytes], *records: FileRecord) -> FileChange:
    (change,) = undo(files, *records).changes
    return change


class TestNothing:
    def test_where_we_never_were(self) -> None:
        theirs = {LIBRARY: text({"entries": [{"id": OTHER}], "appliedId": OTHER}), CONFIG: b'{"deploymentMode": "3p"}'}
        for files in ({}, theirs):
            assert undo(files) == Plan(UNDO)
            assert plan_undo(facts(files)).empty

    def test_where_everything_of_ours_is_gone(self) -> None:
        assert plan_undo(facts({}, journal=JOURNAL)).empty

    def test_where_another_one_is_as_it_was(self) -> None:
        assert undo({CONFIG: b'{"deploymentMode":"1p"}'}, record(CONFIG, b"x", b"y", MODE)).empty


class TestWholeFiles:
    AFTER = b'{"deploymentMode": "3p"}'

    def test_what_was_there_comes_back(self) -> None:
        change = one({CONFIG: self.AFTER}, record(CONFIG, b'{"deploymentMode": "1p"}', self.AFTER, MODE))
        shown = (RestoreMember(("deploymentMode",), '"1p"'),)
        assert change == FileChange(CONFIG, Role.GATEWAY_CONFIG, Action.EDIT, shown, restore=True)

    def test_what_was_not_there_goes(self) -> None:
        change = one({CONFIG: self.AFTER}, record(CONFIG, None, self.AFTER, NEW_MODE))
        shown = (DropMember(("deploymentMode",)),)
        assert change == FileChange(CONFIG, Role.GATEWAY_CONFIG, Action.REMOVE, shown, restore=True)

    def test_members_that_we_left_as_they_were_are_not_shown(self) -> None:
        same = KeyRecord(("deploymentMode",), '"\\u0033p"', '"3p"')
        idle = KeyRecord(("hybridPointer",), None, None)
        assert one({CONFIG: self.AFTER}, record(CONFIG, b"{}", self.AFTER, same, idle)).edits == ()

    @pytest.mark.parametrize("data", [SET_UP[PROFILE], b"{", b"[]", b'{"theirs": 1}'])
    @pytest.mark.parametrize("known", [True, False])
    def test_our_profile_goes_whatever_became_of_it(self, data: bytes, known: bool) -> None:
        records = [record(PROFILE, None, SET_UP[PROFILE])] if known else []
        assert one({PROFILE: data}, *records) == REMOVED_PROFILE


class TestSingleMembers:
    """Somebody wrote since: each member of ours by itself."""

    @pytest.mark.parametrize(
        "now,key,edit,kept",
        [
            ({"deploymentMode": "3p", "x": 1}, MODE, RestoreMember(("deploymentMode",), '"1p"'), False),
            ({"deploymentMode": "3p", "x": 1}, NEW_MODE, DropMember(("deploymentMode",)), False),
            ({"deploymentMode": "1p", "x": 1}, MODE, None, False),
            ({"x": 1}, NEW_MODE, None, False),
            ({"deploymentMode": "1p"}, NEW_MODE, None, True),
            ({"deploymentMode": "new"}, MODE, None, True),
            ({"x": 1}, MODE, None, True),
            ({"deploymentMode": "3p"}, replace(MODE, baseline='"3p"'), None, False),
            ({"deploymentMode": 1e20}, replace(MODE, baseline="1e20"), None, False),
        ],
    )
    @pytest.mark.parametrize("shared", [True, False])
    def test_what_becomes_of_it(self, now: object, key: KeyRecord, edit: Edit | None, kept: bool, shared: bool) -> None:
        data = text(now)
        plan = undo({CONFIG: data}, record(CONFIG, b"{}", data if shared else b"other", key, shared=shared))
        changes = (FileChange(CONFIG, Role.GATEWAY_CONFIG, Action.EDIT, (edit,)),) if edit else ()
        why = (Kept(CONFIG, "deploymentMode", WhyKept.CHANGED_SINCE),) if kept else ()
        assert plan == Plan(UNDO, changes, kept=why)

    def test_a_value_that_no_number_type_holds_is_compared_exactly(self) -> None:
        pointer = KeyRecord(("hybridPointer",), '{"n": 1e999, "m": ' + "7" * 5000 + ', "s": "\\ud800"}', None)
        back = one({LIBRARY: b"{}"}, record(LIBRARY, b"x", b"y", pointer))
        assert back.edits == (RestoreMember(("hybridPointer",), pointer.baseline or ""),)
        same = f'{{"hybridPointer": {pointer.baseline}}}'.encode()
        assert undo({LIBRARY: same}, record(LIBRARY, b"x", b"y", pointer)).empty

    def test_an_entry_that_was_taken_out_comes_back(self) -> None:
        entry = KeyRecord(("entries", "BAD"), '{"id": "BAD"}', None)
        change = one({LIBRARY: text({"entries": [{"id": OTHER}]})}, record(LIBRARY, b"x", b"y", entry))
        assert change.edits == (RestoreMember(("entries", "BAD"), '{"id": "BAD"}'),)


class TestFilesThatWeMade:
    """A file that was not there before us goes once nothing but ours would be left in it."""

    @pytest.mark.parametrize(
        "now,action",
        [
            ({"entries": [{"id": PROFILE_ID}], "appliedId": PROFILE_ID}, Action.REMOVE),
            ({"entries": [{"id": PROFILE_ID, "more": 1}], "appliedId": PROFILE_ID}, Action.REMOVE),
            ({"entries": [{"id": PROFILE_ID}]}, Action.REMOVE),
            ({"entries": [{"id": PROFILE_ID}], "appliedId": OTHER}, Action.EDIT),
            ({"entries": [{"id": PROFILE_ID}, {"id": OTHER}], "appliedId": PROFILE_ID}, Action.EDIT),
            ({"entries": [{"id": PROFILE_ID}], "appliedId": PROFILE_ID, "theirs": 1}, Action.EDIT),
            ({"entries": [{"id": OTHER}], "appliedId": PROFILE_ID}, Action.EDIT),
            ({"entries": [], "appliedId": PROFILE_ID}, Action.EDIT),
            ({}, Action.REMOVE),
        ],
    )
    @pytest.mark.parametrize("idle", [(), (KeyRecord(("hybridPointer",), None, None),)])
    def test_the_list(self, now: object, action: Action, idle: tuple[KeyRecord, ...]) -> None:
        written = record(LIBRARY, None, b"other", ENTRY_KEY, NEW_APPLIED, *idle)
        change = one({LIBRARY: text(now)}, written)
        assert (change.action, change.restore) == (action, False)

    def test_one_that_was_there_stays_even_when_nothing_is_left(self) -> None:
        now = text({"entries": [{"id": PROFILE_ID}], "appliedId": PROFILE_ID})
        change = one({LIBRARY: now}, record(LIBRARY, b"{}", b"other", ENTRY_KEY, NEW_APPLIED))
        assert change.action is Action.EDIT

    def test_what_somebody_changed_in_it_is_left_and_named(self) -> None:
        plan = undo({DEVELOPER: b'{"allowDevTools": false}'},
                    record(DEVELOPER, None, b"x", KeyRecord(("allowDevTools",), None, "true")))  # fmt: skip
        assert plan == Plan(UNDO, kept=(Kept(DEVELOPER, "allowDevTools", WhyKept.CHANGED_SINCE),))


class TestLostJournal:
    def test_only_what_is_certainly_ours_goes(self) -> None:
        plan = undo(SET_UP)
        assert plan.changes == (
            REMOVED_PROFILE,
            FileChange(LIBRARY, Role.LIBRARY, Action.EDIT, (DropMember(("appliedId",)), DropMember(ENTRY))),
        )
        assert plan.kept == (Kept(CONFIG, "deploymentMode", WhyKept.NOT_KNOWN),)

    @pytest.mark.parametrize(
        "library,edits",
        [
            ({"entries": [{"id": PROFILE_ID}, {"id": OTHER}], "appliedId": OTHER}, (DropMember(ENTRY),)),
            ({"entries": [{"id": OTHER}], "appliedId": PROFILE_ID}, (DropMember(("appliedId",)),)),
        ],
    )
    def test_what_is_left_of_it(self, library: object, edits: tuple[Edit, ...]) -> None:
        assert one({LIBRARY: text(library)}).edits == edits

    def test_another_list_than_the_one_we_know(self) -> None:
        """Such as that of a package copy that came later."""
        plan = undo(SET_UP, record(CONFIG, None, SET_UP[CONFIG], NEW_MODE))
        assert [change.path for change in plan.changes] == [PROFILE, CONFIG, LIBRARY]
        assert plan.kept == ()


class TestRestart:
    def test_claude_is_closed_for_it_and_opened_again(self) -> None:
        plan = plan_undo(facts(SET_UP, claude=RUNNING))
        assert (plan.restart, plan.reopen) == (True, True)

    def test_not_where_it_is_closed_nor_where_nothing_is_to_be_done(self) -> None:
        plan = plan_undo(facts(SET_UP, claude=CLOSED))
        assert (plan.restart, plan.reopen) == (False, False)
        assert plan_undo(facts({}, claude=RUNNING)) == Plan(UNDO)

    def test_it_needs_neither_claude_nor_key_nor_gateway(self) -> None:
        seen = replace(facts(SET_UP, gateway=None), keychain=found(FindingId.KEYCHAIN_LOCKED))
        seen = replace(seen, claude=replace(CLOSED, installation=None))
        assert plan_undo(seen).changes


def with_state(role: Role, state: Loaded | Unreadable) -> Facts:
    seen = facts(SET_UP, claude=CLOSED, journal=JOURNAL)
    (root,) = seen.roots
    documents = (Document(d.role, d.path, state) if d.role is role else d for d in root.documents)
    return replace(seen, roots=(replace(root, documents=tuple(documents)),))


class TestBlocked:
    MANAGED = ManagedSource("/etc/policy", ("x",), owner="IT")

    def test_by_a_managed_configuration(self) -> None:
        stops = found(FindingId.MANAGED_CONFIGURATION, Named("/etc/policy", "IT"))
        for seen in (facts(SET_UP), facts({}, journal=JOURNAL)):
            assert plan_undo(replace(seen, managed=self.MANAGED)) == Plan(UNDO, blocked=(stops,))
        assert plan_undo(replace(facts({}), managed=self.MANAGED)).empty

    def test_by_a_file_of_ours_that_is_malformed_now(self) -> None:
        plan = plan_undo(facts({**SET_UP, LIBRARY: b"{\n"}, journal=JOURNAL))
        (stops,) = plan.blocked
        assert (stops.id, plan.changes) == (FindingId.SETTINGS_MALFORMED, ())

    def test_not_by_one_in_which_we_never_wrote(self) -> None:
        assert not undo({**SET_UP, DEVELOPER: b"{"}).blocked

    def test_by_a_file_of_ours_that_cannot_be_read(self) -> None:
        plan = plan_undo(with_state(Role.LIBRARY, Unreadable(Reason.PERMISSION)))
        assert plan.blocked == (found(FindingId.SETTINGS_UNREADABLE, AtFile(str(LIBRARY), Reason.PERMISSION)),)

    def test_by_a_file_that_must_not_be_written(self) -> None:
        for role in (Role.LIBRARY, Role.PROFILE):
            state = facts(SET_UP).roots[0].document(role).state
            assert isinstance(state, Loaded)
            locked = with_state(role, replace(state, writable=False))
            plan = plan_undo(replace(locked, journal=Journal()))
            assert plan.blocked == (found(FindingId.SETTINGS_UNREADABLE, AtFile(str(place(role)), Reason.READ_ONLY)),)
