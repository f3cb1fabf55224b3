"""A readable key in somebody's profile: what takes it out, and what an undo makes of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from app.domain import claude_settings as claude
from app.domain.claude_edits import CutSecret, RestoreSecret, cut_between, edited
from app.domain.documents import Absent, Loaded, Malformed, Profile, Role, Unreadable
from app.domain.facts import Claude, Facts, KeychainState, ManagedSource, StoredKey
from app.domain.findings import FindingId, Reason, found
from app.domain.journal import Cut, FileRecord, Journal
from app.domain.json_text import Document
from app.domain.model import ApiKey
from app.domain.plan import Action, WhyKept
from app.domain.secret_ref import SECRET, Keychain, SecretAt, taken_out
from app.domain.take_out import plan_take_out
from app.domain.undo import plan_undo
from tests.domain.building import CLOSED, JOURNAL, OTHER, ROOT, RUNNING, SET_UP, facts, place, text
from tests.domain.json_documents import _objects, documents, values

KEY = ApiKey("sk-or-v1-0123456789abcdef0123456789abcdef7777")
PATH = claude.profile_path(ROOT, OTHER)
AT = SecretAt(Keychain(taken_out(KEY.digest)), KEY.digest)
LOADED = Loaded("a" * 64, (), 3)
HOLDING = Profile(OTHER, "Default", "gateway", KEY.hint, True, PATH, LOADED, KEY.digest)
EMPTY = replace(HOLDING, clear_key_hint=None, same_gateway=False, state=replace(LOADED, digest="b" * 64), key_digest="")
CUT = Cut(taken_out(KEY.digest), KEY.digest, 1, '"inferenceGatewayApiKey":"', '",')
TAKEN = replace(
    JOURNAL, files=(*JOURNAL.files, FileRecord(str(PATH), "a" * 64, "b" * 64, shared=False, keys=(), cut=CUT))
)


def told(state: KeychainState) -> tuple[tuple[str, KeychainState], ...]:
    """What the keychain says of the key that was taken out."""
    return ((CUT.name, state),)


THERE = told(StoredKey(KEY.hint, KEY.digest, Keychain(CUT.name)))
GONE = told(None)


def beside(
    profile: Profile,
    *,
    journal: Journal = JOURNAL,
    claude: Claude = RUNNING,
    taken_out: tuple[tuple[str, KeychainState], ...] = (),
) -> Facts:
    seen = facts(SET_UP, journal=journal, claude=claude)
    return replace(seen, roots=(replace(seen.roots[0], others=(profile,)),), taken_out=taken_out)


def applied(seen: Facts) -> Facts:
    """Claude uses that profile now."""
    library = text({"appliedId": OTHER, "entries": [{"id": OTHER, "name": "Default"}]})
    root = facts({**SET_UP, place(Role.LIBRARY): library}).roots[0]
    return replace(seen, roots=(replace(root, others=seen.roots[0].others),))


class TestTakingOut:
    def test_the_key_goes_to_the_keychain_and_nothing_else_changes(self) -> None:
        (change,) = plan_take_out(beside(HOLDING), OTHER).changes
        assert (change.path, change.role, change.action) == (PATH, Role.OTHER_PROFILE, Action.EDIT)
        assert change.edits == (CutSecret((SECRET,), AT),)

    def test_claude_is_closed_for_it_and_opened_again_where_it_runs(self) -> None:
        running, closed = (plan_take_out(beside(HOLDING, claude=c), OTHER) for c in (RUNNING, CLOSED))
        assert (running.restart, running.reopen) == (True, True)
        assert (closed.restart, closed.reopen) == (False, False)

    @pytest.mark.parametrize("seen,id", [(beside(EMPTY), OTHER), (beside(HOLDING), "4" * 36)])
    def test_where_there_is_no_key_there_is_nothing_to_do(self, seen: Facts, id: str) -> None:
        assert plan_take_out(seen, id).empty

    @pytest.mark.parametrize(
        "seen,why",
        [
            (replace(beside(HOLDING), trouble=found(FindingId.KEYCHAIN_LOCKED)), FindingId.KEYCHAIN_LOCKED),
            (replace(beside(HOLDING), managed=ManagedSource("/etc", ())), FindingId.MANAGED_CONFIGURATION),
            (beside(replace(HOLDING, state=replace(LOADED, writable=False))), FindingId.SETTINGS_UNREADABLE),
            (beside(replace(HOLDING, single=False)), FindingId.SETTINGS_UNREADABLE),
            (applied(beside(HOLDING)), FindingId.PROFILE_NOT_APPLIED),
            (beside(HOLDING, claude=Claude(None)), FindingId.CLAUDE_NOT_INSTALLED),
        ],
    )
    def test_what_is_in_the_way(self, seen: Facts, why: FindingId) -> None:
        plan = plan_take_out(seen, OTHER)
        assert why in [f.id for f in plan.blocked]
        assert plan.changes == ()

    def test_a_claude_that_may_be_using_that_key_keeps_it(self) -> None:
        seen = facts({}, journal=Journal())
        seen = replace(seen, roots=(replace(seen.roots[0], others=(HOLDING,)),))
        assert [f.id for f in plan_take_out(seen, OTHER).blocked] == [FindingId.NOT_SET_UP]


class TestUndoing:
    def restored(self, seen: Facts) -> list[RestoreSecret]:
        changes = [c for c in plan_undo(seen).changes if c.role is Role.OTHER_PROFILE]
        return [edit for c in changes for edit in c.edits if isinstance(edit, RestoreSecret)]

    def kept(self, seen: Facts) -> list[WhyKept]:
        return [k.why for k in plan_undo(seen).kept if k.path == PATH]

    def test_to_the_byte_where_nobody_wrote_since(self) -> None:
        seen = beside(EMPTY, journal=TAKEN, taken_out=THERE)
        assert self.restored(seen) == [RestoreSecret((SECRET,), AT, CUT)]
        assert self.kept(seen) == []

    def test_as_a_member_where_somebody_did(self) -> None:
        seen = beside(replace(EMPTY, state=replace(LOADED, digest="c" * 64)), journal=TAKEN, taken_out=THERE)
        assert self.restored(seen) == [RestoreSecret((SECRET,), AT)]

    def test_a_key_that_the_keychain_no_longer_has_is_named(self) -> None:
        seen = beside(EMPTY, journal=TAKEN, taken_out=GONE)
        assert (self.restored(seen), self.kept(seen)) == ([], [WhyKept.KEY_GONE])

    def test_what_nobody_asked_for_is_not_called_gone(self) -> None:
        assert self.kept(beside(EMPTY, journal=TAKEN)) == [WhyKept.KEY_NOT_TOLD]

    @pytest.mark.parametrize("state", [Absent(), Malformed(1, "x", "0")])
    def test_a_profile_that_is_gone_or_broken_is_left_alone_and_named(self, state: Absent | Malformed) -> None:
        seen = beside(replace(EMPTY, state=state), journal=TAKEN, taken_out=THERE)
        assert (self.restored(seen), self.kept(seen)) == ([], [WhyKept.PROFILE_GONE])

    def test_one_that_cannot_be_read_is_seen_to_first(self) -> None:
        seen = beside(replace(EMPTY, state=Unreadable(Reason.PERMISSION)), journal=TAKEN, taken_out=THERE)
        assert [f.id for f in plan_undo(seen).blocked] == [FindingId.SETTINGS_UNREADABLE]

    def test_a_locked_keychain_is_waited_for_and_one_that_is_gone_is_not(self) -> None:
        locked, gone = (found(id) for id in (FindingId.KEYCHAIN_LOCKED, FindingId.KEYCHAIN_UNAVAILABLE))
        assert plan_undo(beside(EMPTY, journal=TAKEN, taken_out=told(locked))).blocked == (locked,)
        assert self.kept(beside(EMPTY, journal=TAKEN, taken_out=told(gone))) == [WhyKept.KEY_NOT_TOLD]
        assert plan_undo(beside(HOLDING, journal=TAKEN, taken_out=told(locked))).blocked == ()

    def test_a_profile_that_may_not_be_written_is_told_before(self) -> None:
        seen = beside(replace(EMPTY, state=replace(LOADED, writable=False)), journal=TAKEN, taken_out=THERE)
        assert [f.id for f in plan_undo(seen).blocked] == [FindingId.SETTINGS_UNREADABLE]

    def test_a_key_that_somebody_entered_since_stays(self) -> None:
        other = replace(HOLDING, key_digest="d" * 64)
        seen = beside(other, journal=TAKEN, taken_out=THERE)
        assert (self.restored(seen), self.kept(seen)) == ([], [WhyKept.CHANGED_SINCE])

    def test_the_same_key_entered_again_is_as_it_was(self) -> None:
        seen = beside(HOLDING, journal=TAKEN, taken_out=THERE)
        assert (self.restored(seen), self.kept(seen)) == ([], [])


def cut_and_back(before: bytes) -> bytes:
    after = edited(before, [CutSecret((SECRET,), AT)])
    assert KEY.reveal() not in after.decode()
    cut = cut_between(before, after, KEY, "name")
    assert KEY.reveal() not in repr(cut)
    assert cut.at is not None
    return edited(after, [RestoreSecret((SECRET,), AT, cut)], {KEY.digest: KEY})


@given(documents(_objects(values)))
def test_a_key_that_was_cut_gets_back_to_the_byte_in_any_document(document: Document) -> None:
    before = document.with_member(SECRET, json.dumps(KEY.reveal())).to_bytes()
    assert cut_and_back(before) == before


@pytest.mark.parametrize("value", [f'"  {KEY.reveal()}\\n"', f'\n\t"{KEY.reveal()}" '])
def test_also_with_odd_spaces_around_it(value: str) -> None:
    before = f'{{"ä": "ü" , "{SECRET}"\t:{value}, "inferenceGatewayApiKeys": 1}}'.encode()
    assert cut_and_back(before) == before


def test_a_key_that_is_spelled_oddly_gets_back_as_a_member() -> None:
    odd = KEY.reveal().replace("s", "\\u0073")
    before = f'{{"x": 1, "{SECRET}": "{odd}"}}'.encode()
    after = edited(before, [CutSecret((SECRET,), AT)])
    assert cut_between(before, after, KEY, "name") == Cut("name", KEY.digest)
    back = edited(after, [RestoreSecret((SECRET,), AT)], {KEY.digest: KEY})
    assert json.loads(back) == {"x": 1, SECRET: KEY.reveal()}


def test_two_keys_of_one_name_are_never_written_down() -> None:
    first = "sk-or-v1-" + "9" * 40
    before = f'{{"{SECRET}": "{first}", "{SECRET}": "{KEY.reveal()}", "x": 1}}'.encode()
    after = edited(before, [CutSecret((SECRET,), AT)])
    assert cut_between(before, after, KEY, "name") == Cut("name", KEY.digest)


def test_a_key_whose_text_stands_in_the_members_own_name() -> None:
    key = ApiKey("Key")
    before = f'{{"{SECRET}": "Key", "x": 1}}'.encode()
    after = edited(before, [CutSecret((SECRET,), SecretAt(Keychain(), key.digest))])
    assert cut_between(before, after, key, "name").at is None


def test_a_secret_that_nobody_has_is_never_made_up() -> None:
    with pytest.raises(LookupError):
        edited(b"{}", [RestoreSecret((SECRET,), AT)], {})
