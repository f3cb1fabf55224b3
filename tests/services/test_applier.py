"""A plan carried out on real files: whole, or rolled back whole, and everything that an undo needs written down before."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.claude_settings import ENTRY, PROFILE_ID
from app.domain.documents import Role
from app.domain.errors import AppError
from app.domain.findings import AtFile, FindingId, Reason
from app.domain.goal import Goal
from app.domain.journal import ChangeKind, KeyRecord
from app.domain.json_text import canonical
from app.domain.plan import Action, WhyKept
from app.domain.secret_ref import SECRET
from app.services import files
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore
from tests.domain.building import MODELS, NOW, OTHER, text
from tests.services.claude_folders import Folders

SETUP, REPAIR, UNDO = ChangeKind.SETUP, ChangeKind.REPAIR, ChangeKind.UNDO
BAD = OTHER.upper()
OURS = canonical(PROFILE_ID)
RICH = {
    Role.LIBRARY: b'{\r\n\t"entries": [ {"id": "%s", "z": [1.50]} ], "appliedId":"%s",\r\n\t"hybridPointer": {"n": 1e999}\r\n}'
    % ((OTHER.encode(),) * 2),
    Role.GATEWAY_CONFIG: '\ufeff{ "größe": 1.0, "deploymentMode": "1p" }\n\n'.encode(),
    Role.NORMAL_CONFIG: b'{"deploymentMode":"1p","deploymentMode":"\\u0031p"}',
    Role.DEVELOPER: b'{"allowDevTools" : false }',
}
ORDER = [Role.PROFILE, Role.GATEWAY_CONFIG, Role.DEVELOPER, Role.LIBRARY]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


@pytest.fixture
def rich(folders: Folders) -> Folders:
    folders.furnish(RICH)
    return folders


def meta(folders: Folders) -> dict[str, object]:
    value = folders.values(Role.LIBRARY)
    assert value is not None
    return value


def listed(folders: Folders) -> list[dict[str, object]]:
    entries = meta(folders)["entries"]
    assert isinstance(entries, list)
    return entries


def content_files(folders: Folders) -> dict[str, bytes]:
    kept = folders.folder / "data/journal/contents"
    return {path.name: path.read_bytes() for path in kept.iterdir()} if kept.exists() else {}


class TestJournal:
    def test_what_was_there_is_kept_under_its_hash_and_spelled_as_it_was(self, rich: Folders) -> None:
        rich.set_up()
        journal = rich.store.load()
        assert content_files(rich) == {files.digest(data): data for data in RICH.values()}
        for role, data in RICH.items():
            record = journal.record(str(rich.place(role)))
            assert record is not None
            assert record.baseline == files.digest(data)
            assert record.written == files.digest(rich.place(role).read_bytes())
            assert not record.shared
        library = journal.record(str(rich.place(Role.LIBRARY)))
        assert library is not None
        assert set(library.keys) == {
            KeyRecord(ENTRY, None, OURS),
            KeyRecord(("appliedId",), f'"{OTHER}"', OURS),
            KeyRecord(("hybridPointer",), '{"n": 1e999}', None),
        }
        normal = journal.record(str(rich.place(Role.NORMAL_CONFIG)))
        assert normal is not None
        assert normal.keys == (KeyRecord(("deploymentMode",), '"\\u0031p"', '"3p"'),)

    def test_the_write_is_recorded_before_it_is_made(self, folders: Folders) -> None:
        folders.set_up()
        pending = next(j.pending for j in folders.store.saved if j.pending and j.pending.files)
        assert [Path(f.path) for f in pending.files] == [folders.place(role) for role in ORDER]
        assert all(f.before is None and f.after is not None and f.record is not None for f in pending.files)

    def test_what_needs_a_restart_is_dated(self, folders: Folders) -> None:
        folders.set_up()
        assert folders.store.load().written_at == NOW
        folders.store.save(replace(folders.store.load(), written_at=7.0))
        folders.place(Role.DEVELOPER).write_bytes(b"{}")
        folders.repair()
        assert folders.store.load().written_at == 7.0

    def test_our_own_profile_and_those_of_others_are_never_copied(self, rich: Folders) -> None:
        theirs = rich.place(Role.PROFILE).with_name(f"{OTHER}.json")
        theirs.write_bytes(b'{"inferenceGatewayApiKey": "sk-or-v1-theirs"}')
        rich.set_up()
        rich.rewrite(Role.PROFILE, lambda value: value.update({SECRET: "sk-or-v1-leaked", "toggle": 1}))
        rich.repair()
        rich.rewrite(Role.PROFILE, lambda value: value.update({SECRET: "sk-or-v1-leaked"}))
        rich.lose_the_journal()
        rich.repair()
        rich.rewrite(Role.PROFILE, lambda value: value.update({SECRET: "sk-or-v1-leaked"}))
        rich.undo()
        rich.set_up()
        written = b"".join(path.read_bytes() for path in rich.folder.joinpath("data").rglob("*") if path.is_file())
        assert b"leaked" not in written
        assert b"sk-or-v1-theirs" not in written
        assert theirs.read_bytes() == b'{"inferenceGatewayApiKey": "sk-or-v1-theirs"}'

    def test_a_member_first_touched_by_a_repair_goes_back_to_before_the_setup(self, folders: Folders) -> None:
        library = {"entries": [], "schema": 7}
        folders.furnish({Role.LIBRARY: text(library)})
        folders.set_up()
        folders.rewrite(Role.LIBRARY, lambda value: value.update(hybridPointer=OTHER))
        folders.repair()
        record = folders.store.load().record(str(folders.place(Role.LIBRARY)))
        assert record is not None
        assert KeyRecord(("hybridPointer",), None, None) in record.keys
        assert record.shared
        folders.undo()
        assert meta(folders) == library

    def test_the_first_baseline_is_kept_for_ever(self, folders: Folders) -> None:
        folders.furnish({Role.GATEWAY_CONFIG: b'{"deploymentMode": "1p"}'})
        folders.set_up()
        folders.rewrite(Role.GATEWAY_CONFIG, lambda value: value.update(deploymentMode=None, more=1))
        folders.repair()
        folders.undo()
        assert folders.values(Role.GATEWAY_CONFIG) == {"deploymentMode": "1p", "more": 1}
        ended = folders.store.load().ended
        assert files.digest(b'{"deploymentMode": "1p"}') in {record.baseline for record in ended}

    def test_a_change_that_was_not_recorded_is_not_made(self, folders: Folders) -> None:
        with pytest.raises(LookupError):
            folders.applier.write(folders.plan(SETUP), folders.facts(), NOW)
        assert folders.snapshot() == {}


class TestRollBack:
    """Whatever goes wrong in the middle: every file is as it was, and so is the journal."""

    def failing(self, folders: Folders, kind: ChangeKind, meanwhile: Callable[[], object]) -> AppError:
        folders.begin(kind)
        seen, plan = folders.facts(), folders.plan(kind)
        meanwhile()
        before, records = folders.snapshot(), folders.store.load().files
        with pytest.raises(AppError) as caught:
            folders.applier.write(plan, seen, NOW)
        assert folders.snapshot() == before
        assert folders.store.load().files == records
        return caught.value

    @pytest.mark.parametrize("role", RICH)
    def test_a_file_that_changed_since_it_was_seen(self, rich: Folders, role: Role) -> None:
        error = self.failing(rich, SETUP, lambda: rich.place(role).write_bytes(b'{"new": 1}'))
        assert error.finding.id is FindingId.CHANGED_MEANWHILE
        assert error.finding.detail == AtFile(str(rich.place(role)))

    @pytest.mark.parametrize("role", RICH)
    def test_a_file_that_went(self, rich: Folders, role: Role) -> None:
        error = self.failing(rich, SETUP, rich.place(role).unlink)
        assert error.finding.id is FindingId.CHANGED_MEANWHILE

    def test_a_file_that_came(self, folders: Folders) -> None:
        error = self.failing(folders, SETUP, lambda: folders.furnish({Role.LIBRARY: b"{}"}))
        assert error.finding.id is FindingId.CHANGED_MEANWHILE

    def test_a_file_that_cannot_be_written_in_the_middle(self, rich: Folders) -> None:
        """Its temporary file's name is taken by a folder, so all before it is written and all after it is not."""
        taken = rich.place(Role.LIBRARY).with_name("._meta.json.0123456789ab")
        error = self.failing(rich, SETUP, lambda: (taken / "x").mkdir(parents=True))
        assert error.finding.id is FindingId.WRITE_FAILED
        assert isinstance(error.finding.detail, AtFile)
        assert error.finding.detail.path == str(rich.place(Role.LIBRARY))

    def test_a_folder_that_became_a_file(self, folders: Folders) -> None:
        error = self.failing(folders, SETUP, lambda: folders.place(Role.DEVELOPER).parent.write_bytes(b"in the way"))
        assert error.finding.id is FindingId.SETTINGS_UNREADABLE
        assert error.finding.detail == AtFile(str(folders.place(Role.DEVELOPER)), Reason.NOT_A_FILE)
        assert folders.plan(SETUP).blocked

    def test_an_undo_too(self, rich: Folders) -> None:
        rich.set_up()
        taken = rich.place(Role.LIBRARY).with_name("._meta.json.0123456789ab")
        error = self.failing(rich, UNDO, lambda: (taken / "x").mkdir(parents=True))
        assert error.finding.id is FindingId.WRITE_FAILED
        (taken / "x").rmdir()
        taken.rmdir()
        rich.undo()
        assert {role: rich.place(role).read_bytes() for role in RICH} == RICH

    def test_folders_that_were_made_go_again(self, folders: Folders) -> None:
        taken = folders.place(Role.DEVELOPER).with_name(".developer_settings.json.0123456789ab")
        error = self.failing(folders, SETUP, lambda: (taken / "x").mkdir(parents=True))
        assert error.finding.id is FindingId.WRITE_FAILED
        assert not folders.place(Role.LIBRARY).parent.exists()
        assert folders.store.load().folders == ()

    def test_a_lost_backup_is_made_up_for_by_single_members(self, rich: Folders) -> None:
        rich.set_up()
        for path in (rich.folder / "data/journal/contents").iterdir():
            path.unlink()
        rich.rewrite(Role.LIBRARY, lambda value: value.update(hybridPointer="again"))
        rich.repair()
        plan = rich.undo()
        assert plan.kept == ()
        assert {role: json.loads(rich.place(role).read_bytes().decode("utf-8-sig")) for role in RICH} == {
            role: json.loads(data.decode("utf-8-sig")) for role, data in RICH.items()
        }

    def test_a_damaged_backup_is_not_believed(self, rich: Folders) -> None:
        rich.set_up()
        for path in (rich.folder / "data/journal/contents").iterdir():
            path.write_bytes(b'{"some": "other bytes"}')
        rich.undo()
        assert rich.values(Role.DEVELOPER) == {"allowDevTools": False}


class TestSettle:
    """Killed between two writes: what is there is found out, and the next change goes on from that."""

    def killed(self, folders: Folders, kind: ChangeKind, writes: int) -> None:
        """Puts everything as it was when so many of the change's writes were made."""
        before = folders.snapshot()
        folders.store.saved.clear()
        plan = folders.change(kind)
        middle = next(j for j in folders.store.saved if j.pending and j.pending.files)
        for change in plan.changes[writes:]:
            path = Path(change.path)
            data, mode = before.get(path.relative_to(folders.home).as_posix(), (None, 0))
            if data is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                path.chmod(mode)
        folders.store.save(middle)

    @pytest.mark.parametrize("start", [{}, RICH], ids=["empty", "rich"])
    @pytest.mark.parametrize("writes", range(6))
    @pytest.mark.parametrize("then", [UNDO, REPAIR, SETUP])
    def test_a_setup(self, folders: Folders, start: dict[Role, bytes], writes: int, then: ChangeKind) -> None:
        folders.furnish(start)
        before = folders.snapshot()
        self.killed(folders, SETUP, writes)
        if then is not UNDO and (then is SETUP or folders.store.load().active or writes):
            folders.begin(then)
            assert folders.store.load().pending is not None
            folders.change(then)
            assert folders.plan(REPAIR).empty
        folders.undo()
        assert folders.snapshot() == before
        assert not folders.store.load().active

    @pytest.mark.parametrize("writes", range(6))
    def test_a_repair(self, rich: Folders, writes: int) -> None:
        before = rich.snapshot()
        rich.set_up()
        rich.rewrite(Role.GATEWAY_CONFIG, lambda value: value.update(deploymentMode="1p", new=1))
        rich.rewrite(Role.PROFILE, lambda value: value.update(inferenceGatewayAuthScheme="x", toggle=1))
        self.killed(rich, REPAIR, writes)
        rich.undo()
        assert rich.values(Role.GATEWAY_CONFIG) == {"größe": 1.0, "deploymentMode": "1p", "new": 1}
        config = rich.place(Role.GATEWAY_CONFIG).relative_to(rich.home).as_posix()
        assert {**rich.snapshot(), config: before[config]} == before

    @pytest.mark.parametrize("start", [{}, RICH], ids=["empty", "rich"])
    @pytest.mark.parametrize("writes", range(6))
    @pytest.mark.parametrize("then", [UNDO, SETUP])
    def test_an_undo(self, folders: Folders, start: dict[Role, bytes], writes: int, then: ChangeKind) -> None:
        folders.furnish(start)
        before = folders.snapshot()
        folders.set_up()
        folders.rewrite(Role.PROFILE, lambda value: value.update(theirToggle={"n": [1, None]}))
        self.killed(folders, UNDO, writes)
        if then is SETUP:
            folders.set_up()
            profile = folders.values(Role.PROFILE)
            assert profile is not None
            assert profile["theirToggle"] == {"n": [1, None]}
        folders.undo()
        assert folders.snapshot() == before
        journal = folders.store.load()
        assert not journal.active
        assert journal.folders == ()
        assert dict(journal.toggles) == {"theirToggle": '{"n":[1,null]}'}

    def test_a_file_that_somebody_wrote_after_the_kill_is_undone_by_its_members(self, rich: Folders) -> None:
        self.killed(rich, SETUP, 2)
        rich.rewrite(Role.GATEWAY_CONFIG, lambda value: value.update(since=1))
        rich.undo()
        assert rich.values(Role.GATEWAY_CONFIG) == {"größe": 1.0, "deploymentMode": "1p", "since": 1}

    def test_what_a_killed_write_left_beside_a_file_goes(self, rich: Folders) -> None:
        before = rich.snapshot()
        self.killed(rich, SETUP, 1)
        left = rich.place(Role.GATEWAY_CONFIG).with_name(".claude_desktop_config.json.0123456789ab")
        left.write_bytes(b"half")
        rich.undo()
        assert rich.snapshot() == before

    def test_a_file_that_cannot_be_looked_at_is_not_taken_for_gone(self, folders: Folders) -> None:
        folders.set_up()
        self.killed(folders, UNDO, 0)
        config = folders.place(Role.GATEWAY_CONFIG)
        written = config.read_bytes()
        config.unlink()
        config.mkdir()
        folders.applier.settle()
        config.rmdir()
        config.write_bytes(written)
        folders.undo()
        assert folders.snapshot() == {}

    def test_nothing_pending_nothing_written(self, folders: Folders) -> None:
        folders.applier.settle()
        assert folders.store.saved == []


class TestUndo:
    def test_toggles_of_claude_come_back_with_the_next_setup(self, folders: Folders) -> None:
        toggles = {"a": True, "größe": 1.5, "b": {"c": [None]}, "chatTabEnabled": False}
        folders.set_up()
        folders.rewrite(Role.PROFILE, lambda value: value.update(toggles))
        folders.undo()
        folders.set_up()
        profile = folders.values(Role.PROFILE)
        assert profile is not None
        assert {key: profile[key] for key in toggles} == {**toggles, "chatTabEnabled": True}

    def test_toggles_that_a_person_took_out_since_do_not(self, folders: Folders) -> None:
        folders.set_up()
        folders.rewrite(Role.PROFILE, lambda value: value.update(a=True))
        folders.undo()
        folders.set_up()
        folders.rewrite(Role.PROFILE, lambda value: value.pop("a"))
        folders.undo()
        folders.set_up()
        profile = folders.values(Role.PROFILE)
        assert profile is not None
        assert "a" not in profile

    @pytest.mark.parametrize("toggle", [b'"\\ud800": 1', b'"x": "\\ud800"', b'"x": 1e999', b'"x": ' + b"7" * 5000])
    def test_toggles_of_any_spelling(self, folders: Folders, toggle: bytes) -> None:
        folders.set_up()
        path = folders.place(Role.PROFILE)
        path.write_bytes(path.read_bytes().rstrip()[:-1] + b", " + toggle + b"}")
        folders.undo()
        folders.set_up()
        assert folders.plan(REPAIR).empty

    def test_a_malformed_profile_of_ours_goes_too(self, folders: Folders) -> None:
        folders.set_up()
        folders.place(Role.PROFILE).write_bytes(b"{")
        folders.undo()
        assert folders.snapshot() == {}

    def test_a_setup_of_which_nothing_is_left_is_over(self, folders: Folders) -> None:
        folders.set_up()
        for role in (Role.PROFILE, Role.LIBRARY, Role.GATEWAY_CONFIG, Role.DEVELOPER):
            folders.place(role).unlink()
        plan = folders.undo()
        assert plan.empty
        assert not folders.store.load().active
        assert folders.snapshot() == {}

    def test_folders_that_others_use_by_now_stay(self, folders: Folders) -> None:
        folders.set_up()
        theirs = folders.place(Role.LIBRARY).with_name(f"{OTHER}.json")
        theirs.write_bytes(b"{}")
        folders.undo()
        assert sorted(folders.snapshot()) == [
            "Claude-3p",
            "Claude-3p/configLibrary",
            f"Claude-3p/configLibrary/{OTHER}.json",
        ]

    def test_a_list_of_ours_that_was_only_respelled_goes(self, folders: Folders) -> None:
        folders.set_up()
        for role in (Role.LIBRARY, Role.GATEWAY_CONFIG, Role.DEVELOPER):
            folders.rewrite(role)
        folders.undo()
        assert folders.snapshot() == {}

    def test_a_file_of_ours_never_goes_with_somebodys_members_in_it(self, folders: Folders) -> None:
        """An idle record must not be counted for a member that is really there."""
        folders.set_up()
        folders.rewrite(Role.LIBRARY, lambda value: value.update(hybridPointer=OTHER))
        folders.repair()
        theirs = [{"id": OTHER, "name": "theirs"}]
        folders.rewrite(Role.LIBRARY, lambda value: value.update(entries=theirs))
        folders.undo()
        assert meta(folders) == {"entries": theirs}

    def test_an_applied_profile_of_others_survives_a_lost_journal(self, folders: Folders) -> None:
        theirs = {"entries": [{"id": OTHER, "n": 1}], "appliedId": OTHER}
        folders.furnish({Role.LIBRARY: text(theirs)})
        folders.set_up()
        folders.rewrite(Role.LIBRARY, lambda value: value.update(appliedId=OTHER))
        folders.lose_the_journal()
        folders.set_up()
        folders.undo()
        assert meta(folders) == theirs

    def test_what_a_lost_journal_makes_unknown_is_named(self, folders: Folders) -> None:
        folders.furnish({Role.GATEWAY_CONFIG: b'{"deploymentMode": "1p"}'})
        folders.set_up()
        folders.lose_the_journal()
        plan = folders.undo()
        assert [(k.path, k.key, k.why) for k in plan.kept] == [
            (folders.place(Role.GATEWAY_CONFIG), "deploymentMode", WhyKept.NOT_KNOWN)
        ]
        assert folders.values(Role.LIBRARY) == {"entries": []}

    @pytest.mark.parametrize("bad", [BAD, "", "\ud800", "../../x"])
    def test_entries_that_were_taken_out_come_back_once(self, folders: Folders, bad: str) -> None:
        entry = f'{{"id": {json.dumps(bad)} , "n": 1.0}}'
        folders.furnish({Role.LIBRARY: f'{{"entries": [{entry}]}}'.encode()})
        folders.change(SETUP, take_out=frozenset({bad}))
        folders.rewrite(Role.LIBRARY)
        assert [row["id"] for row in listed(folders)] == [PROFILE_ID]
        folders.undo()
        assert entry.encode() in folders.place(Role.LIBRARY).read_bytes()
        assert meta(folders) == {"entries": [{"id": bad, "n": 1.0}]}

    def test_and_not_where_somebody_put_them_back(self, folders: Folders) -> None:
        folders.furnish({Role.LIBRARY: text({"entries": [{"id": BAD}]})})
        folders.change(SETUP, take_out=frozenset({BAD}))
        folders.rewrite(Role.LIBRARY, lambda value: value.update(entries=[{"id": BAD, "new": 1}]))
        folders.undo()
        assert meta(folders) == {"entries": [{"id": BAD, "new": 1}]}

    def test_folders_that_claude_does_not_use_at_present_keep_their_records(self, folders: Folders) -> None:
        folders.set_up()
        before = folders.snapshot()
        moved = replace(folders.facts(), roots=())
        folders.begin(UNDO)
        folders.applier.forget(moved)
        assert folders.snapshot() == before
        assert folders.store.load().active
        folders.undo()
        assert folders.snapshot() == {}


class TestCopiesOnWindows:
    def test_all_are_set_up_and_undone(self, tmp_path: Path) -> None:
        folders = Folders(tmp_path, shadows=("Local", "Roaming"))
        (folders.home / "Roaming").mkdir()
        (folders.home / "Local").mkdir()
        before = folders.snapshot()
        plan = folders.set_up()
        assert len(plan.changes) == 3 * 3 + 1
        assert {c.action for c in plan.changes} == {Action.CREATE}
        assert folders.plan(REPAIR).empty
        folders.undo()
        assert folders.snapshot() == before


def test_another_goal_is_another_baseline_to_none(rich: Folders) -> None:
    before = rich.snapshot()
    rich.set_up()
    rich.change(REPAIR, Goal("https://gateway.example", MODELS[:1]))
    profile = rich.values(Role.PROFILE)
    assert profile is not None
    assert profile["inferenceGatewayBaseUrl"] == "https://gateway.example"
    rich.undo()
    assert rich.snapshot() == before


def test_a_store_finds_what_it_kept_and_nothing_else(tmp_path: Path) -> None:
    store = JournalStore(DataFolder(tmp_path))
    with pytest.raises(LookupError):
        store.content("0" * 64)
    assert store.content(store.keep(b"x")) == b"x"
