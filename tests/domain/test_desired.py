"""What each document should say, and the smallest change for that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from app.domain import claude_settings as claude
from app.domain.claude_edits import DropMember, Edit, SetMember, SetSecret
from app.domain.claude_settings import ENTRY, PROFILE_ID, SET_ONCE, profile_values
from app.domain.desired import differing, edits, wanted
from app.domain.documents import Document, Malformed, Role, Unreadable
from app.domain.facts import HelperState, StoredKey
from app.domain.findings import Reason
from app.domain.goal import Handover
from app.domain.json_text import canonical
from app.domain.model import ApiKey
from app.domain.secret_ref import SECRET, ClaudeProfile, Keychain, SecretAt, SecretRef
from tests.domain.building import GOAL, HELPER, MODELS, OTHER, ROOT, SET_UP, facts, place, root_facts, text
from tests.domain.conditions import but, drop, put

OURS = canonical(PROFILE_ID)
MISSPELT = PROFILE_ID.upper()
MODE = ("deploymentMode",)
SEEN = facts(SET_UP)
STATIC = replace(GOAL, handover=Handover.STATIC)
PROFILE = place(Role.PROFILE)


def needed(role: Role, data: bytes | None) -> tuple[Edit, ...]:
    root = root_facts({} if data is None else {place(role): data})
    return edits(root.document(role), wanted(root, role, GOAL, SEEN))


@pytest.mark.parametrize("role", [Role.LIBRARY, Role.PROFILE, Role.GATEWAY_CONFIG, Role.DEVELOPER, Role.NORMAL_CONFIG])
def test_a_computer_that_is_set_up_needs_nothing(role: Role) -> None:
    assert needed(role, SET_UP.get(place(role))) == ()
    assert differing(root_facts(SET_UP), role, GOAL, SEEN) == ()


@pytest.mark.parametrize(
    "role,data,expected",
    [
        (Role.GATEWAY_CONFIG, None, [SetMember(MODE, '"3p"')]),
        (Role.GATEWAY_CONFIG, b"{}", [SetMember(MODE, '"3p"')]),
        (Role.GATEWAY_CONFIG, b'{"deploymentMode": "1p"}', [SetMember(MODE, '"3p"')]),
        (Role.GATEWAY_CONFIG, b'{"deploymentMode": {}}', [SetMember(MODE, '"3p"')]),
        (Role.GATEWAY_CONFIG, b'{"deploymentMode": "\\u0033p"}', []),
        (Role.NORMAL_CONFIG, None, []),
        (Role.NORMAL_CONFIG, b"{}", []),
        (Role.NORMAL_CONFIG, b'{"deploymentMode": "3p"}', []),
        (Role.NORMAL_CONFIG, b'{"deploymentMode": "later"}', []),
        (Role.NORMAL_CONFIG, b'{"deploymentMode": "1p"}', [SetMember(MODE, '"3p"')]),
        (Role.DEVELOPER, None, [SetMember(("allowDevTools",), "true")]),
        (Role.DEVELOPER, b'{"allowDevTools": 1}', [SetMember(("allowDevTools",), "true")]),
        (Role.DEVELOPER, b'{"allowDevTools": true, "x": 1}', []),
        (Role.LIBRARY, None, [SetMember(ENTRY, OURS), SetMember(("appliedId",), OURS)]),
        (Role.LIBRARY, b'{"hybridPointer": null}', [
            SetMember(ENTRY, OURS), SetMember(("appliedId",), OURS), DropMember(("hybridPointer",))]),
        (Role.LIBRARY, text({"appliedId": PROFILE_ID, "entries": [{"id": OTHER}, {"id": PROFILE_ID, "x": 1}]}), []),
        (Role.LIBRARY, text({"appliedId": OTHER, "entries": [{"id": PROFILE_ID}]}), [SetMember(("appliedId",), OURS)]),
        (Role.LIBRARY, text({"appliedId": MISSPELT, "entries": [{"id": MISSPELT}, {"id": MISSPELT}]}), [
            DropMember(("entries", MISSPELT)), SetMember(ENTRY, OURS), SetMember(("appliedId",), OURS)]),
    ],
)  # fmt: skip
def test_the_smallest_change(role: Role, data: bytes | None, expected: list[Edit]) -> None:
    assert list(needed(role, data)) == expected


def test_a_new_profile_says_everything_and_holds_no_key() -> None:
    values = profile_values(GOAL, HELPER)
    assert needed(Role.PROFILE, None) == tuple(SetMember((key,), canonical(value)) for key, value in values.items())


def test_what_a_person_changed_in_our_profile_stays() -> None:
    changed = [put(key, "mine") for key in SET_ONCE]
    assert (
        needed(Role.PROFILE, but(place(Role.PROFILE), *changed, put("theirs", value=True))[place(Role.PROFILE)]) == ()
    )


def test_what_is_set_once_comes_back_where_it_was_taken_out() -> None:
    data = but(place(Role.PROFILE), drop("chatTabEnabled"))[place(Role.PROFILE)]
    assert needed(Role.PROFILE, data) == (put("chatTabEnabled", value=True),)


def test_a_key_in_clear_is_taken_out_unless_it_was_chosen() -> None:
    root = root_facts(but(place(Role.PROFILE), put(SECRET, "sk-or-v1")))
    document = root.document(Role.PROFILE)
    assert edits(document, wanted(root, Role.PROFILE, GOAL, SEEN)) == (DropMember((SECRET,)),)
    copied = replace(SEEN, keychain=StoredKey("sk-or-…", ApiKey("sk-or-v1").digest))
    assert set(edits(document, wanted(root, Role.PROFILE, STATIC, copied))) == {
        SetMember(("inferenceCredentialKind",), '"static"'),
        DropMember((claude.HELPER,)),
    }


@pytest.mark.parametrize("place", [Keychain(), ClaudeProfile(PROFILE_ID)])
def test_a_copy_by_choice_is_named_by_its_place_and_is_no_text(place: SecretRef) -> None:
    stored = replace(SEEN, keychain=StoredKey("sk-or-…9f2c", ApiKey("sk-or-v1").digest, place))
    set_secret = SetSecret((SECRET,), SecretAt(place, ApiKey("sk-or-v1").digest))
    for data in ({}, but(PROFILE, put(SECRET, "another"))):
        root = root_facts(data)
        assert set_secret in edits(root.document(Role.PROFILE), wanted(root, Role.PROFILE, STATIC, stored))
    there = root_facts(but(PROFILE, put(SECRET, " sk-or-v1\n")))
    needed = edits(there.document(Role.PROFILE), wanted(there, Role.PROFILE, STATIC, stored))
    assert all(edit.address != (SECRET,) for edit in needed)


def test_without_a_key_a_copy_stays_as_it_is() -> None:
    root = root_facts(but(PROFILE, put(SECRET, "sk-or-v1")))
    nobody_knows = replace(SEEN, keychain=None)
    assert (SECRET,) not in wanted(root, Role.PROFILE, STATIC, nobody_knows)


def test_each_part_of_a_goal_has_its_member() -> None:
    root = root_facts(SET_UP)
    elsewhere = replace(SEEN, helper=HelperState(PurePosixPath("/elsewhere"), usable=True))
    assert differing(root, Role.PROFILE, replace(GOAL, base_url="https://x.example"), SEEN) == (
        "inferenceGatewayBaseUrl",
    )
    assert differing(root, Role.PROFILE, replace(GOAL, models=MODELS[::-1]), SEEN) == ("inferenceModels",)
    assert differing(root, Role.PROFILE, GOAL, elsewhere) == ("inferenceCredentialHelper",)


@pytest.mark.parametrize("state", [Malformed(1, "x", "0"), Unreadable(Reason.PERMISSION)])
def test_what_cannot_be_read_is_not_edited(state: Malformed | Unreadable) -> None:
    root = root_facts({})
    for role, path in ((d.role, d.path) for d in root.documents):
        assert edits(Document(role, path, state), wanted(root, role, GOAL, SEEN)) == ()
    assert root.root == ROOT
