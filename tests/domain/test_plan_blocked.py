"""What a person must see to before anything is changed; then nothing at all is planned."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Document, Loaded, Role, Unreadable
from app.domain.facts import Claude, Facts, ManagedSource
from app.domain.findings import AtFile, Finding, FindingId, Named, Reason, found
from app.domain.journal import ChangeKind
from app.domain.plan import Plan, plan_change
from tests.domain.building import GOAL, JOURNAL, ONLINE, RUNNING, SET_UP, after, facts, place
from tests.domain.conditions import but, put
from tests.domain.conditions_settings import BAD, entries

LIBRARY, CONFIG = place(Role.LIBRARY), place(Role.GATEWAY_CONFIG)
NORMAL, DEVELOPER = place(Role.NORMAL_CONFIG), place(Role.DEVELOPER)
SETUP, REPAIR = ChangeKind.SETUP, ChangeKind.REPAIR


def unreadable(seen: Facts) -> Facts:
    (root,) = seen.roots
    documents = (
        Document(d.role, d.path, Unreadable(Reason.PERMISSION)) if d.role is Role.DEVELOPER else d
        for d in root.documents
    )
    return replace(seen, roots=(replace(root, documents=tuple(documents)),))


def read_only(seen: Facts) -> Facts:
    (root,) = seen.roots
    documents = (
        Document(d.role, d.path, replace(d.state, writable=False)) if isinstance(d.state, Loaded) else d
        for d in root.documents
    )
    return replace(seen, roots=(replace(root, documents=tuple(documents)),))


REJECTED, UNREACHABLE = found(FindingId.KEY_REJECTED), found(FindingId.GATEWAY_UNREACHABLE)
DAMAGED = facts(but(CONFIG, put("deploymentMode", "1p")), journal=JOURNAL)
NO_KEYCHAIN, LOCKED = found(FindingId.KEYCHAIN_UNAVAILABLE), found(FindingId.KEYCHAIN_LOCKED)


class TestBlocked:
    @pytest.mark.parametrize(
        "seen,finding",
        [
            (replace(DAMAGED, claude=Claude(None)), found(FindingId.CLAUDE_NOT_INSTALLED)),
            (replace(DAMAGED, claude=replace(RUNNING, version="1.2")), found(FindingId.CLAUDE_TOO_OLD, Named("1.2"))),
            (
                replace(DAMAGED, managed=ManagedSource("/etc/x", ("inferenceProvider",))),
                found(FindingId.MANAGED_CONFIGURATION, Named("/etc/x")),
            ),
            (
                facts({**SET_UP, NORMAL: b"{", CONFIG: b"{}"}, journal=JOURNAL),
                found(
                    FindingId.SETTINGS_MALFORMED,
                    AtFile(str(NORMAL), None, 1, "Expecting property name enclosed in double quotes"),
                ),
            ),
            (unreadable(DAMAGED), found(FindingId.SETTINGS_UNREADABLE, AtFile(str(DEVELOPER), Reason.PERMISSION))),
            (replace(DAMAGED, keychain=LOCKED), LOCKED),
            (replace(DAMAGED, keychain=NO_KEYCHAIN), NO_KEYCHAIN),
            (replace(DAMAGED, keychain=None, gateway=None), found(FindingId.KEY_MISSING)),
            (replace(DAMAGED, gateway=replace(ONLINE, key=REJECTED)), REJECTED),
            (replace(DAMAGED, gateway=replace(ONLINE, models=())), found(FindingId.NO_MODELS)),
        ],
    )
    @pytest.mark.parametrize("kind", [SETUP, REPAIR])
    def test_nothing_is_done(self, kind: ChangeKind, seen: Facts, finding: Finding) -> None:
        plan = plan_change(kind, seen, GOAL)
        assert plan == Plan(kind, blocked=(finding,))
        assert not plan.empty

    def test_all_that_stands_in_the_way_is_told_at_once(self) -> None:
        seen = replace(unreadable(facts({})), keychain=None, gateway=replace(ONLINE, models=()))
        assert {f.id for f in plan_change(SETUP, seen, GOAL).blocked} == {
            FindingId.SETTINGS_UNREADABLE,
            FindingId.NO_MODELS,
            FindingId.KEY_MISSING,
        }

    def test_a_repair_needs_a_setup(self) -> None:
        assert plan_change(REPAIR, facts({}), GOAL) == Plan(REPAIR, blocked=(found(FindingId.NOT_SET_UP),))

    def test_a_repair_needs_no_gateway(self) -> None:
        seen = replace(DAMAGED, gateway=replace(ONLINE, key=UNREACHABLE))
        assert plan_change(SETUP, seen, GOAL).blocked == (UNREACHABLE,)
        assert plan_change(REPAIR, seen, GOAL).changes
        assert plan_change(REPAIR, replace(DAMAGED, gateway=None), GOAL).changes

    def test_a_file_that_must_not_be_written(self) -> None:
        stops = found(FindingId.SETTINGS_UNREADABLE, AtFile(str(CONFIG), Reason.READ_ONLY))
        assert plan_change(REPAIR, read_only(DAMAGED), GOAL) == Plan(REPAIR, blocked=(stops,))
        assert plan_change(REPAIR, read_only(facts(SET_UP)), GOAL).empty


class TestBadEntries:
    SEEN = facts(entries(PROFILE_ID, BAD, "x", BAD))

    def test_they_stop_everything(self) -> None:
        plan = plan_change(REPAIR, self.SEEN, GOAL)
        assert {f.detail for f in plan.blocked} == {
            Named(BAD, "Profile 1"),
            Named("x", "Profile 2"),
            Named(BAD, "Profile 3"),
        }
        assert not plan.changes

    def test_also_where_only_some_may_be_taken_out(self) -> None:
        assert plan_change(REPAIR, self.SEEN, GOAL, frozenset({BAD})).blocked

    def test_with_consent_they_leave_the_list_and_nothing_else_does(self) -> None:
        plan = plan_change(REPAIR, self.SEEN, GOAL, frozenset({BAD, "x"}))
        assert [c.path for c in plan.changes] == [LIBRARY]
        assert json.loads(after(entries(PROFILE_ID, BAD, "x", BAD), plan)[LIBRARY]) == {
            "appliedId": PROFILE_ID,
            "entries": [{"id": PROFILE_ID, "name": "Profile 0"}],
        }
