"""Keys in Claude's files by choice, and out of them: the bytes come back, and our own notes never hold a key."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.claude_settings import PROFILE_ID
from app.domain.diagnosis import diagnose
from app.domain.documents import Role
from app.domain.findings import AtFile, FindingId, Reason
from app.domain.goal import Handover
from app.domain.journal import ChangeKind
from app.domain.model import ApiKey
from app.domain.plan import WhyKept
from app.domain.secret_ref import SECRET
from tests.domain.building import GOAL, OTHER, STORED, text
from tests.services.claude_folders import Folders

KEY = ApiKey("sk-or-v1-0123456789abcdef0123456789abcdef7777")
STATIC = replace(GOAL, handover=Handover.STATIC)
LIBRARY = text({"entries": [{"id": OTHER, "name": "Default"}], "appliedId": OTHER})
BY_HAND = f"""{{
  "inferenceProvider": "gateway",
  "{SECRET}": "{KEY.reveal()}" ,
  "größe": [1.0, {{}}]
}}""".encode()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def of_ours(folders: Folders) -> str:
    """All that our own folder says."""
    files = (path for path in (folders.folder / "data").rglob("*") if path.is_file())
    return "".join(path.read_text() for path in files)


class TestCopyByChoice:
    def test_it_is_the_key_and_only_its_owner_can_read_it(self, folders: Folders) -> None:
        folders.change(ChangeKind.SETUP, STATIC)
        values = folders.values(Role.PROFILE) or {}
        assert (values["inferenceCredentialKind"], values[SECRET]) == ("static", STORED.reveal())
        assert "inferenceCredentialHelper" not in values
        assert stat.S_IMODE(folders.place(Role.PROFILE).stat().st_mode) == 0o600
        assert not folders.plan(ChangeKind.REPAIR, STATIC).changes

    def test_one_that_others_can_read_is_told_and_closed(self, folders: Folders) -> None:
        folders.change(ChangeKind.SETUP, STATIC)
        profile = folders.place(Role.PROFILE)
        before = profile.read_bytes()
        profile.chmod(0o644)
        told = [f for f in diagnose(folders.facts(STATIC), STATIC).findings if f.id is FindingId.KEY_IN_CLEAR]
        assert [f.detail for f in told] == [AtFile(str(profile), Reason.PERMISSION)]
        folders.change(ChangeKind.REPAIR, STATIC)
        assert (profile.read_bytes(), stat.S_IMODE(profile.stat().st_mode)) == (before, 0o600)

    def test_also_in_a_profile_that_others_could_read(self, folders: Folders) -> None:
        folders.set_up()
        folders.place(Role.PROFILE).chmod(0o644)
        folders.change(ChangeKind.REPAIR, STATIC)
        assert stat.S_IMODE(folders.place(Role.PROFILE).stat().st_mode) == 0o600

    def test_it_is_in_no_note_of_ours_at_any_time(self, folders: Folders) -> None:
        folders.change(ChangeKind.SETUP, STATIC)
        folders.rewrite(Role.PROFILE, lambda value: value.update(theirs=1))
        for kind, goal in ((ChangeKind.REPAIR, GOAL), (ChangeKind.REPAIR, STATIC), (ChangeKind.UNDO, STATIC)):
            folders.change(kind, goal)
            assert STORED.reveal() not in of_ours(folders)
        assert STORED.reveal() not in "".join(map(repr, folders.store.saved))

    def test_a_second_copy_of_the_same_name_is_cleaned_away(self, folders: Folders) -> None:
        folders.change(ChangeKind.SETUP, STATIC)
        profile = folders.place(Role.PROFILE)
        profile.write_bytes(profile.read_bytes().replace(b"{", f'{{"{SECRET}": "sk-or-v1-other",'.encode(), 1))
        folders.change(ChangeKind.REPAIR, STATIC)
        assert b"sk-or-v1-other" not in profile.read_bytes()
        assert (folders.values(Role.PROFILE) or {})[SECRET] == STORED.reveal()

    def test_switching_back_takes_it_out(self, folders: Folders) -> None:
        folders.set_up()
        before = folders.values(Role.PROFILE)
        folders.change(ChangeKind.REPAIR, STATIC)
        folders.change(ChangeKind.REPAIR, GOAL)
        assert folders.values(Role.PROFILE) == before
        assert STORED.reveal().encode() not in folders.place(Role.PROFILE).read_bytes()

    def test_an_undo_leaves_nothing_of_it(self, folders: Folders) -> None:
        before = folders.snapshot()
        folders.change(ChangeKind.SETUP, STATIC)
        folders.undo()
        assert folders.snapshot() == before


class TestAnothersProfile:
    @pytest.fixture
    def theirs(self, folders: Folders) -> Path:
        folders.furnish({Role.LIBRARY: LIBRARY})
        path = folders.place(Role.LIBRARY).with_name(f"{OTHER}.json")
        path.write_bytes(BY_HAND)
        path.chmod(0o640)
        folders.set_up()
        return path

    def test_only_the_key_goes(self, folders: Folders, theirs: Path) -> None:
        plan = folders.take_out(OTHER, KEY)
        assert [c.path for c in plan.changes] == [theirs]
        before, after = json.loads(BY_HAND), json.loads(theirs.read_bytes())
        assert after == {key: value for key, value in before.items() if key != SECRET}
        assert stat.S_IMODE(theirs.stat().st_mode) == 0o640
        assert KEY.reveal() not in of_ours(folders) + "".join(map(repr, folders.store.saved))

    def test_an_undo_brings_back_every_byte(self, folders: Folders, theirs: Path) -> None:
        folders.take_out(OTHER, KEY)
        folders.repair()
        folders.undo()
        assert theirs.read_bytes() == BY_HAND
        assert not folders.store.load().active

    def test_what_somebody_wrote_since_stays(self, folders: Folders, theirs: Path) -> None:
        folders.take_out(OTHER, KEY)
        theirs.write_bytes(text({**json.loads(theirs.read_bytes()), "theirs": 1}))
        folders.undo()
        assert json.loads(theirs.read_bytes()) == {**json.loads(BY_HAND), "theirs": 1}

    def test_a_key_that_is_lost_is_named_and_the_rest_is_undone(self, folders: Folders, theirs: Path) -> None:
        folders.take_out(OTHER, KEY)
        folders.lost = True
        plan = folders.undo()
        assert [(k.path, k.key, k.why) for k in plan.kept] == [(theirs, SECRET, WhyKept.KEY_GONE)]
        assert SECRET not in json.loads(theirs.read_bytes())
        assert not folders.store.load().active

    def test_a_profile_that_claude_no_longer_lists_gets_its_key_back(self, folders: Folders, theirs: Path) -> None:
        folders.take_out(OTHER, KEY)
        listed = [{"id": PROFILE_ID, "name": "OpenRouter"}]
        folders.rewrite(Role.LIBRARY, lambda value: value.update(entries=listed))
        folders.undo()
        assert theirs.read_bytes() == BY_HAND
        assert not folders.store.load().active

    @pytest.mark.parametrize("data", [b"[]", b"{", None])
    def test_a_profile_that_is_broken_or_gone_keeps_no_undo_from_the_rest(
        self, folders: Folders, theirs: Path, data: bytes | None
    ) -> None:
        folders.take_out(OTHER, KEY)
        theirs.unlink() if data is None else theirs.write_bytes(data)
        plan = folders.undo()
        assert [(k.path, k.why) for k in plan.kept] == [(theirs, WhyKept.PROFILE_GONE)]
        assert (theirs.read_bytes() if theirs.exists() else None) == data
        assert not folders.store.load().active

    def test_taken_out_twice(self, folders: Folders, theirs: Path) -> None:
        folders.take_out(OTHER, KEY)
        again = text({**json.loads(theirs.read_bytes()), SECRET: STORED.reveal()})
        theirs.write_bytes(again)
        folders.take_out(OTHER, STORED)
        folders.undo()
        assert theirs.read_bytes() == again
