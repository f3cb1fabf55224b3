"""From what is wrong to the smallest change: planned, carried out on the bytes, and then there is nothing left to do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claude_edits import DropMember, RestoreMember, SetMember
from app.domain.claude_settings import ENTRY, PROFILE_ID, profile_values, toggles
from app.domain.documents import Role
from app.domain.facts import Claude, HelperState
from app.domain.findings import FindingId, found
from app.domain.journal import ChangeKind
from app.domain.json_text import canonical
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept, plan_change
from app.domain.secret_ref import SECRET
from tests.domain.building import (
    CLOSED,
    CONFIRMED,
    GOAL,
    HELPER,
    JOURNAL,
    NOW,
    ONE_FOLDER,
    OTHER,
    ROOT,
    RUNNING,
    SET_UP,
    SHADOW,
    after,
    facts,
    place,
    set_up,
)
from tests.domain.conditions import but, drop, put, without
from tests.domain.conditions_settings import entries

LIBRARY, PROFILE, CONFIG = place(Role.LIBRARY), place(Role.PROFILE), place(Role.GATEWAY_CONFIG)
NORMAL, DEVELOPER = place(Role.NORMAL_CONFIG), place(Role.DEVELOPER)
SETUP, REPAIR = ChangeKind.SETUP, ChangeKind.REPAIR
OURS = canonical(PROFILE_ID)
MODE = (SetMember(("deploymentMode",), '"3p"'),)
MENU = (SetMember(("allowDevTools",), "true"),)


def edit(path: PurePath, role: Role, *edits: SetMember | DropMember) -> FileChange:
    return FileChange(path, role, Action.EDIT, edits)


def create(path: PurePath, role: Role, *edits: SetMember) -> FileChange:
    return FileChange(path, role, Action.CREATE, edits)


def all_set(*but: str) -> list[SetMember]:
    values = profile_values(GOAL, HELPER)
    return [SetMember((key,), canonical(value)) for key, value in values.items() if key not in but]


class TestNothingToDo:
    @pytest.mark.parametrize("kind", [SETUP, REPAIR])
    def test_on_a_healthy_computer(self, kind: ChangeKind) -> None:
        plan = plan_change(kind, facts(SET_UP, journal=JOURNAL), GOAL)
        assert plan == Plan(kind)
        assert plan.empty

    def test_a_repair_while_claude_is_closed(self) -> None:
        assert plan_change(REPAIR, facts(SET_UP, claude=CLOSED), GOAL).empty

    def test_a_setup_while_claude_is_closed_only_opens_it(self) -> None:
        assert plan_change(SETUP, facts(SET_UP, claude=CLOSED), GOAL) == Plan(SETUP, reopen=True)

    def test_one_folder_for_both(self) -> None:
        files = set_up({}, ONE_FOLDER)
        assert sorted(path.name for path in files) == sorted(
            ["_meta.json", f"{PROFILE_ID}.json", "claude_desktop_config.json", "developer_settings.json"]
        )
        assert plan_change(REPAIR, facts(files, roots=(ONE_FOLDER,)), GOAL).empty


def test_a_setup_of_an_empty_computer() -> None:
    plan = plan_change(SETUP, facts({}), GOAL)
    assert plan == Plan(
        SETUP,
        (
            create(PROFILE, Role.PROFILE, *all_set()),
            create(CONFIG, Role.GATEWAY_CONFIG, *MODE),
            create(DEVELOPER, Role.DEVELOPER, *MENU),
            create(LIBRARY, Role.LIBRARY, SetMember(ENTRY, OURS), SetMember(("appliedId",), OURS)),
        ),
        restart=True,
        reopen=True,
    )
    assert plan_change(SETUP, facts({}, claude=CLOSED), GOAL) == replace(plan, restart=False)


@pytest.mark.parametrize(
    "files,changes",
    [
        (but(PROFILE, put("inferenceGatewayBaseUrl", "http://x")), [
            edit(PROFILE, Role.PROFILE, put("inferenceGatewayBaseUrl", GOAL.base_url))]),
        (but(PROFILE, drop("inferenceGatewayAuthScheme"), put(SECRET, "k")), [
            edit(PROFILE, Role.PROFILE, put("inferenceGatewayAuthScheme", "bearer"), DropMember((SECRET,)))]),
        (but(CONFIG, put("deploymentMode", "1p")), [edit(CONFIG, Role.GATEWAY_CONFIG, *MODE)]),
        ({**SET_UP, NORMAL: b'{"deploymentMode": "1p"}'}, [edit(NORMAL, Role.NORMAL_CONFIG, *MODE)]),
        (without(CONFIG), [create(CONFIG, Role.GATEWAY_CONFIG, *MODE)]),
        (but(LIBRARY, put("hybridPointer", None)), [edit(LIBRARY, Role.LIBRARY, DropMember(("hybridPointer",)))]),
        (entries(PROFILE_ID, OTHER, applied=OTHER), [edit(LIBRARY, Role.LIBRARY, SetMember(("appliedId",), OURS))]),
        (entries(OTHER), [edit(LIBRARY, Role.LIBRARY, SetMember(ENTRY, OURS))]),
        (entries(PROFILE_ID.upper(), PROFILE_ID), [
            edit(LIBRARY, Role.LIBRARY, DropMember(("entries", PROFILE_ID.upper())))]),
        (without(PROFILE), [create(PROFILE, Role.PROFILE, *all_set())]),
        (without(LIBRARY), [create(LIBRARY, Role.LIBRARY, SetMember(ENTRY, OURS), SetMember(("appliedId",), OURS))]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [SETUP, REPAIR])
def test_each_damage_has_its_own_remedy(
    kind: ChangeKind, files: dict[PurePath, bytes], changes: list[FileChange]
) -> None:
    plan = plan_change(kind, facts(files, journal=JOURNAL), GOAL)
    assert plan == Plan(kind, tuple(changes), restart=True, reopen=True)
    closed = plan_change(kind, facts(files, journal=JOURNAL, claude=CLOSED), GOAL)
    assert closed == Plan(kind, tuple(changes), reopen=kind is SETUP)


class TestRestart:
    def test_the_developer_menu_alone_is_no_reason(self) -> None:
        for kind in (SETUP, REPAIR):
            assert plan_change(kind, facts(without(DEVELOPER)), GOAL).empty

    def test_it_is_turned_on_where_claude_is_closed(self) -> None:
        plan = plan_change(REPAIR, facts(without(DEVELOPER), claude=CLOSED), GOAL)
        assert plan == Plan(REPAIR, (create(DEVELOPER, Role.DEVELOPER, *MENU),))

    def test_and_together_with_something_that_matters(self) -> None:
        files = {**without(DEVELOPER), CONFIG: b"{}"}
        plan = plan_change(REPAIR, facts(files), GOAL)
        assert [c.role for c in plan.changes] == [Role.GATEWAY_CONFIG, Role.DEVELOPER]
        assert plan.restart

    def test_the_helper_needs_none(self) -> None:
        seen = replace(facts(SET_UP), helper=HelperState(HELPER, usable=False))
        assert plan_change(REPAIR, seen, GOAL) == Plan(REPAIR, install_helper=True)
        assert plan_change(SETUP, seen, GOAL) == Plan(SETUP, install_helper=True)

    def test_settings_that_claude_has_not_read(self) -> None:
        seen = facts(SET_UP, journal=replace(JOURNAL, written_at=NOW))
        for kind in (SETUP, REPAIR):
            assert plan_change(kind, seen, GOAL) == Plan(kind, restart=True, reopen=True)

    def test_an_old_list_of_models_is_moved_aside(self) -> None:
        evidence = replace(CONFIRMED, reports=(found(FindingId.STALE_MODEL_CACHE),))
        seen = facts(SET_UP, claude=replace(RUNNING, evidence=evidence))
        assert plan_change(REPAIR, seen, GOAL).empty
        cache = ROOT.gateway / "Cache"
        seen = replace(seen, roots=(replace(seen.roots[0], cache=cache),))
        assert plan_change(REPAIR, seen, GOAL) == Plan(REPAIR, cache=cache, restart=True, reopen=True)

    @given(
        st.sampled_from([{}, SET_UP, without(DEVELOPER), without(CONFIG), without(PROFILE)]),
        st.sampled_from([RUNNING, CLOSED]),
        st.sampled_from([SETUP, REPAIR]),
        st.booleans(),
        st.sampled_from([None, NOW]),
    )
    def test_claude_is_never_left_closed_and_no_running_one_gets_its_files_changed(
        self, files: dict[PurePath, bytes], claude: Claude, kind: ChangeKind, usable: bool, written: float | None
    ) -> None:
        seen = facts(files, claude=claude, journal=replace(JOURNAL, written_at=written))
        plan = plan_change(kind, replace(seen, helper=HelperState(HELPER, usable=usable)), GOAL)
        assert not plan.restart or (plan.reopen and claude.processes)
        assert not plan.changes or not claude.processes or plan.restart
        assert plan.reopen is (plan.restart or (kind is SETUP and not claude.processes))


class TestCopiesOnWindows:
    ROOTS = (ROOT, SHADOW)

    def test_each_file_is_changed_once(self) -> None:
        """The copy's normal folder is the real one, so its two files are told twice by the system."""
        plan = plan_change(SETUP, facts({}, roots=self.ROOTS), GOAL)
        paths = [change.path for change in plan.changes]
        assert len(paths) == len(set(paths)) == 7
        files = after({}, plan)
        assert plan_change(SETUP, facts(files, roots=self.ROOTS), GOAL).empty

    def test_only_the_copy_is_mended(self) -> None:
        files = {**SET_UP, place(Role.GATEWAY_CONFIG, SHADOW): b'{"deploymentMode": "1p"}'}
        plan = plan_change(REPAIR, facts(files, roots=self.ROOTS), GOAL)
        assert {c.path for c in plan.changes} == {path for path in set_up({}, SHADOW) if path not in SET_UP}


class TestToggles:
    TOGGLES = (("theirToggle", "true"), ("größe", '{"n":1E+999}'))

    def test_what_claude_had_put_into_our_profile_comes_back_with_it(self) -> None:
        journal = replace(JOURNAL, toggles=self.TOGGLES)
        new = after({}, plan_change(SETUP, facts({}, journal=journal), GOAL))
        assert toggles(new[PROFILE]) == self.TOGGLES
        assert plan_change(SETUP, facts(new, journal=journal), GOAL).empty

    def test_a_profile_that_is_there_is_left_to_claude(self) -> None:
        assert plan_change(SETUP, facts(SET_UP, journal=replace(JOURNAL, toggles=self.TOGGLES)), GOAL).empty


class TestSameWords:
    CHANGE = edit(CONFIG, Role.GATEWAY_CONFIG, *MODE)
    PLAN = Plan(SETUP, (CHANGE,), restart=True, reopen=True)

    @pytest.mark.parametrize(
        "other",
        [
            PLAN,
            replace(PLAN, restart=False, reopen=False),
            replace(PLAN, changes=(replace(CHANGE, action=Action.CREATE),)),
            replace(PLAN, changes=(replace(CHANGE, restore=True),)),
            replace(PLAN, changes=(replace(CHANGE, edits=(RestoreMember(("deploymentMode",), '"1p"'),)),)),
        ],
    )
    def test_a_person_has_agreed_to_it(self, other: Plan) -> None:
        assert other.same_words(self.PLAN)
        assert self.PLAN.same_words(other)

    @pytest.mark.parametrize(
        "other",
        [
            Plan(SETUP),
            replace(PLAN, changes=(CHANGE, edit(NORMAL, Role.NORMAL_CONFIG, *MODE))),
            replace(PLAN, changes=(replace(CHANGE, path=NORMAL),)),
            replace(PLAN, changes=(replace(CHANGE, action=Action.REMOVE),)),
            replace(PLAN, changes=(replace(CHANGE, edits=(*MODE, *MENU)),)),
            replace(PLAN, install_helper=True),
            replace(PLAN, cache=ROOT.gateway / "Cache"),
            replace(PLAN, blocked=(found(FindingId.KEY_MISSING),)),
            replace(PLAN, kept=(Kept(CONFIG, "deploymentMode", WhyKept.CHANGED_SINCE),)),
        ],
    )
    def test_a_person_must_be_asked_again(self, other: Plan) -> None:
        assert not other.same_words(self.PLAN)
        assert not self.PLAN.same_words(other)

    def test_the_order_says_nothing(self) -> None:
        changes = (self.CHANGE, edit(NORMAL, Role.NORMAL_CONFIG, *MODE))
        assert Plan(SETUP, changes).same_words(Plan(SETUP, changes[::-1]))


def test_a_plan_says_whether_it_is_about_models_alone() -> None:
    others = replace(GOAL, models=GOAL.models[1:])
    seen = facts(SET_UP, journal=JOURNAL, claude=CLOSED)
    assert plan_change(ChangeKind.SETUP, seen, others).only_models
    assert not plan_change(
        ChangeKind.SETUP, replace(seen, helper=replace(seen.helper, usable=False)), others
    ).only_models
    changed = {path: data.replace(b"bearer", b"x-api-key") for path, data in SET_UP.items()}
    assert not plan_change(ChangeKind.SETUP, facts(changed, journal=JOURNAL, claude=CLOSED), others).only_models
    assert not plan_change(ChangeKind.SETUP, facts({}, claude=CLOSED), others).only_models
