"""Claude's folders read into facts: every state of every document, the list, and other people's profiles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Absent, DocumentState, Loaded, Malformed, Profile, Role, RootFacts, Unreadable
from app.domain.findings import Reason
from app.domain.gateway_address import DEFAULT_BASE_URL
from app.domain.model import ApiKey
from app.services import claude_files, files
from tests.domain.building import OTHER, SET_UP, place, root_facts, text
from tests.services.claude_folders import Folders

KEY = "sk-or-v1-0123456789abcdef0123456789abcdef9f2c"
FOURTH = "4" * 36
DOCUMENTS = [role for role in Role if role is not Role.OTHER_PROFILE]


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path)


def look(folders: Folders) -> RootFacts:
    return claude_files.look(folders.roots, DEFAULT_BASE_URL)[0]


def profile(folders: Folders, name: str, data: object) -> None:
    path = folders.place(Role.LIBRARY).with_name(f"{name}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else text(data))


def listed(folders: Folders, *ids: str) -> None:
    folders.furnish({Role.LIBRARY: text({"entries": [{"id": id, "name": f"Profile {n}"} for n, id in enumerate(ids)]})})


def by_hand(**more: object) -> dict[str, object]:
    return {
        "inferenceProvider": "gateway",
        "inferenceGatewayBaseUrl": DEFAULT_BASE_URL,
        "inferenceGatewayApiKey": KEY,
        **more,
    }


class TestDocuments:
    def test_nothing_at_all(self, folders: Folders) -> None:
        seen = look(folders)
        assert {d.role: d.state for d in seen.documents} == dict.fromkeys(DOCUMENTS, Absent())
        assert (seen.entries, seen.others, seen.cache) == ((), (), None)
        assert folders.snapshot() == {}

    def test_what_is_seen_on_disk_is_what_the_bytes_say(self, folders: Folders) -> None:
        """So that what is proven on bytes alone holds for real folders too."""
        folders.furnish({role: SET_UP[place(role)] for role in DOCUMENTS if place(role) in SET_UP})
        expected = root_facts(SET_UP)
        seen = look(folders)
        assert seen.entries == expected.entries == ((PROFILE_ID, "OpenRouter"),)
        for document in seen.documents:
            state, other = document.state, expected.document(document.role).state
            if isinstance(state, Loaded) and isinstance(other, Loaded):
                assert (state.digest, state.members, state.width) == (other.digest, other.members, other.width)
            else:
                assert state == other

    @pytest.mark.parametrize("role", DOCUMENTS)
    @pytest.mark.parametrize(
        "data,line",
        [
            (b"", 1),
            (b"[]", 1),
            (b"null", 1),
            (b'{\n "a": 1,}', 2),
            (b"{'a': 1}", 1),
            (b'{"a": 1 /* x */}', 1),
            (b'{"a": NaN}', 1),
            (b'{"a": "\xff"}', 1),
            (b'{"a": 1}\n\n{', 3),
            (b'\xef\xbb\xbf\xef\xbb\xbf{"a": 1}', 1),
            ('{"a": 1}'.encode("utf-16"), 1),
            (b"{" + b'"a":{' * 300 + b"}" * 301, 1),
        ],
    )
    def test_malformed(self, folders: Folders, role: Role, data: bytes, line: int) -> None:
        folders.furnish({role: data})
        state = look(folders).document(role).state
        assert isinstance(state, Malformed)
        assert (state.line, state.digest) == (line, files.digest(data))
        assert look(folders).entries == ()

    @pytest.mark.parametrize(
        "entries", [{}, None, "x", [1], [[]], [{}], [{"name": "no id"}], [{"id": 7}], [{"id": OTHER}, {"id": None}]]
    )
    def test_a_list_that_claude_would_not_read(self, folders: Folders, entries: object) -> None:
        folders.furnish({Role.LIBRARY: text({"entries": entries})})
        assert isinstance(look(folders).document(Role.LIBRARY).state, Malformed)
        assert look(folders).entries == ()

    @pytest.mark.parametrize("role", DOCUMENTS)
    def test_a_folder_is_no_file(self, folders: Folders, role: Role) -> None:
        folders.place(role).mkdir(parents=True)
        assert look(folders).document(role).state == Unreadable(Reason.NOT_A_FILE)

    def test_a_file_in_place_of_a_folder(self, folders: Folders) -> None:
        folders.place(Role.LIBRARY).parent.parent.mkdir()
        folders.place(Role.LIBRARY).parent.write_bytes(b"")
        assert look(folders).document(Role.LIBRARY).state == Unreadable(Reason.NOT_A_FILE)
        assert look(folders).document(Role.PROFILE).state == Unreadable(Reason.NOT_A_FILE)

    def test_five_megabytes(self, folders: Folders) -> None:
        big = {"list": [{"n": n, "text": "x" * 40} for n in range(60_000)], "deploymentMode": "1p"}
        data = json.dumps(big).encode()
        folders.furnish({Role.GATEWAY_CONFIG: data})
        state = look(folders).document(Role.GATEWAY_CONFIG).state
        assert isinstance(state, Loaded)
        assert (state.digest, state.width) == (files.digest(data), 2)
        assert state.get("deploymentMode") == '"1p"'
        folders.set_up()
        assert folders.values(Role.GATEWAY_CONFIG) == {**big, "deploymentMode": "3p"}
        folders.undo()
        assert folders.place(Role.GATEWAY_CONFIG).read_bytes() == data

    def test_a_file_that_lies_in_two_roots_is_told_once(self, tmp_path: Path) -> None:
        folders = Folders(tmp_path, shadows=("copy",))
        first, second = claude_files.look(folders.roots, DEFAULT_BASE_URL)
        assert {d.role for d in first.documents} == set(DOCUMENTS)
        assert {d.role for d in second.documents} == {Role.LIBRARY, Role.PROFILE, Role.GATEWAY_CONFIG}
        assert second.member(Role.NORMAL_CONFIG, "deploymentMode") is None
        assert not second.has(Role.DEVELOPER)

    def test_claudes_cache_of_models(self, folders: Folders) -> None:
        cache = folders.home / "Claude-3p/Cache"
        cache.parent.mkdir()
        cache.write_bytes(b"")
        assert look(folders).cache is None
        cache.unlink()
        cache.mkdir()
        assert look(folders).cache == cache


class TestOthers:
    """Profiles of other people's making: known by name, with a key only as its hint."""

    def test_a_key_in_clear(self, folders: Folders) -> None:
        listed(folders, OTHER, PROFILE_ID)
        profile(folders, OTHER, by_hand())
        profile(folders, PROFILE_ID, by_hand())
        seen = look(folders)
        path = folders.place(Role.LIBRARY).with_name(f"{OTHER}.json")
        digest = files.digest(path.read_bytes())
        held = Profile(
            OTHER, "Profile 0", "gateway", "sk-or-…9f2c", True, path, Loaded(digest, (), 3), ApiKey(KEY).digest
        )
        assert seen.others == (held,)
        assert seen.entries == ((OTHER, "Profile 0"), (PROFILE_ID, "Profile 1"))
        assert KEY[:-4] not in repr(seen)

    @pytest.mark.parametrize(
        "data,expected",
        [
            (by_hand(inferenceGatewayBaseUrl=f"{DEFAULT_BASE_URL}/v1/"), ("gateway", "sk-or-…9f2c", True)),
            (by_hand(inferenceGatewayBaseUrl="https://gateway.example"), ("gateway", "sk-or-…9f2c", False)),
            (by_hand(inferenceGatewayBaseUrl=7), ("gateway", "sk-or-…9f2c", False)),
            (by_hand(inferenceProvider="bedrock"), ("bedrock", "sk-or-…9f2c", False)),
            (by_hand(inferenceProvider=[]), (None, "sk-or-…9f2c", False)),
            (by_hand(inferenceGatewayApiKey=f"  {KEY}\n"), ("gateway", "sk-or-…9f2c", True)),
            (by_hand(inferenceGatewayApiKey="ollama"), ("gateway", "sk-or-…", True)),
            (by_hand(inferenceGatewayApiKey=" \n"), ("gateway", None, False)),
            (by_hand(inferenceGatewayApiKey=None), ("gateway", None, False)),
            (by_hand(inferenceGatewayApiKey={"key": KEY}), ("gateway", None, False)),
            (by_hand(inferenceGatewayApiKey="schlüssel"), ("gateway", None, False)),
            (b'{"inferenceProvider": "gateway", "inferenceGatewayApiKey": "\\ud83d"}', ("gateway", None, False)),
            ({}, (None, None, False)),
            (b"[]", (None, None, False)),
            (b"{", (None, None, False)),
            (b"\xff", (None, None, False)),
        ],
    )
    def test_whatever_it_says(
        self, folders: Folders, data: object, expected: tuple[str | None, str | None, bool]
    ) -> None:
        listed(folders, OTHER)
        profile(folders, OTHER, data)
        (seen,) = look(folders).others
        assert (seen.provider, seen.clear_key_hint, seen.same_gateway) == expected

    def test_a_profile_without_a_file_and_one_that_is_a_folder(self, folders: Folders) -> None:
        listed(folders, OTHER, FOURTH)
        folders.place(Role.LIBRARY).with_name(f"{FOURTH}.json").mkdir()
        library = folders.place(Role.LIBRARY)
        states: tuple[tuple[str, DocumentState], ...] = (
            (OTHER, Absent()),
            (FOURTH, Unreadable(Reason.NOT_A_FILE)),
        )
        assert look(folders).others == tuple(
            Profile(id, f"Profile {number}", None, path=library.with_name(f"{id}.json"), state=state)
            for number, (id, state) in enumerate(states)
        )

    @pytest.mark.parametrize(
        "id", ["../../secret", f"../{OTHER[:-3]}", "/etc/hostname", "", ".", "x" * 36, OTHER.upper(), "\ud800"]
    )
    def test_an_id_that_is_none_is_never_a_path(self, folders: Folders, id: str) -> None:
        listed(folders)
        for path in (folders.home / "secret.json", folders.home / f"Claude-3p/{OTHER[:-3]}.json"):
            path.write_bytes(text(by_hand()))
        data = json.dumps({"entries": [{"id": id, "name": "trick"}]}).encode()
        folders.furnish({Role.LIBRARY: data})
        seen = look(folders)
        assert seen.entries == ((id, "trick"),)
        assert seen.others == ()

    def test_a_list_without_end_is_not_followed(self, folders: Folders) -> None:
        listed(folders, *(f"{n:036}" for n in range(300)))
        seen = look(folders)
        assert len(seen.entries) == 300
        assert len(seen.others) == 50


class TestClearKey:
    """Read only once a person said yes to using it."""

    def test_it_is_the_one_that_was_shown(self, folders: Folders) -> None:
        profile(folders, OTHER, by_hand(inferenceGatewayApiKey=f" {KEY}\n"))
        key = claude_files.clear_key(folders.roots[0], OTHER)
        assert key is not None
        assert key.reveal() == KEY

    @pytest.mark.parametrize("data", [{}, by_hand(inferenceGatewayApiKey=""), by_hand(inferenceGatewayApiKey=7), b"{"])
    def test_or_none(self, folders: Folders, data: object) -> None:
        profile(folders, OTHER, data)
        assert claude_files.clear_key(folders.roots[0], OTHER) is None
        assert claude_files.clear_key(folders.roots[0], FOURTH) is None
