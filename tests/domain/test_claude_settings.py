"""Claude Desktop's documents: what is read of them, and that each edit touches nothing but what it is for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import claude_settings as claude
from app.domain.claude_edits import DropMember, Edit, RestoreMember, SetMember, edited, raw_member
from app.domain.claude_settings import ENTRY, PROFILE_ID
from app.domain.documents import Role
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.json_text import JsonTextError, canonical
from app.domain.model import ApiKey
from app.domain.secret_ref import SECRET
from tests.domain.building import GOAL, HELPER, HOME, ONE_FOLDER, OTHER, ROOT

BAD = OTHER.upper()


def entry(id: str, **more: object) -> dict[str, object]:
    return {"id": id, "name": "n", **more}


def library(*ids: str, **more: object) -> bytes:
    return json.dumps({"entries": [entry(id) for id in ids], **more}).encode()


def values(data: bytes) -> dict[str, object]:
    read: dict[str, object] = json.loads(data.decode("utf-8-sig"))
    return read


def ids(data: bytes) -> list[str]:
    listed = values(data)["entries"]
    assert isinstance(listed, list)
    return [item["id"] for item in listed]


class TestPlaces:
    def test_the_profile_is_written_before_what_points_to_it(self) -> None:
        assert [role for role, _ in claude.places(ROOT)] == [
            Role.PROFILE,
            Role.GATEWAY_CONFIG,
            Role.NORMAL_CONFIG,
            Role.DEVELOPER,
            Role.LIBRARY,
        ]

    def test_one_folder_for_both_has_one_config(self) -> None:
        places = claude.places(ONE_FOLDER)
        assert len({path for _, path in places}) == len(places) == 4
        assert Role.NORMAL_CONFIG not in dict(places)

    def test_spelling(self) -> None:
        found = dict(claude.places(ROOT))
        assert found[Role.PROFILE] == HOME / "Claude-3p/configLibrary" / f"{PROFILE_ID}.json"
        assert found[Role.LIBRARY] == HOME / "Claude-3p/configLibrary/_meta.json"
        assert found[Role.GATEWAY_CONFIG] == HOME / "Claude-3p/claude_desktop_config.json"
        assert found[Role.NORMAL_CONFIG] == HOME / "Claude/claude_desktop_config.json"
        assert found[Role.DEVELOPER] == HOME / "Claude/developer_settings.json"


@pytest.mark.parametrize(
    "id,valid,foreign_and_bad",
    [
        (PROFILE_ID, True, False),
        (PROFILE_ID.upper(), False, False),
        (OTHER, True, False),
        (OTHER.upper(), False, True),
        (OTHER[:-1], False, True),
        (OTHER + "0", False, True),
        (OTHER[:-1] + "g", False, True),
        (OTHER[:-1] + "\n", False, True),
        (OTHER + "\n", False, True),
        ("../../../../../../../../../etc/passw", False, True),
        ("", False, True),
        ("-" * 36, True, False),
    ],
)
def test_ids(id: str, valid: bool, foreign_and_bad: bool) -> None:
    assert claude.valid_id(id) is valid
    assert claude.foreign_and_bad(id) is foreign_and_bad


class TestMembers:
    def test_a_document_shows_only_what_we_care_for(self) -> None:
        data = b'{"mcpServers": {"a": {"env": {"TOKEN": "secret"}}}, "deploymentMode" : "1p"}'
        for role in (Role.GATEWAY_CONFIG, Role.NORMAL_CONFIG):
            assert claude.read(role, data).members == ((("deploymentMode",), '"1p"'),)
        assert claude.read(Role.DEVELOPER, data).members == ()
        assert claude.read(role, data).width == 2

    def test_a_list_shows_our_entry_however_it_is_spelled(self) -> None:
        data = library(OTHER, PROFILE_ID.upper(), PROFILE_ID, appliedId=OTHER, hybridPointer=None, x=1)
        assert dict(claude.read(Role.LIBRARY, data).members) == {
            ("appliedId",): f'"{OTHER}"',
            ("hybridPointer",): "null",
            ("entries", PROFILE_ID): f'"{PROFILE_ID}"',
            ("entries", PROFILE_ID.upper()): f'"{PROFILE_ID.upper()}"',
        }

    def test_a_profile_shows_our_own_members_but_no_secret(self) -> None:
        data = (
            b'{"inferenceGatewayApiKey": "sk-or-v1-secret", "someToggle": 1.0, "inferenceBedrockBearerToken": "secret"}'
        )
        members = dict(claude.read(Role.PROFILE, data).members)
        assert "secret" not in repr(members)
        assert members == {("inferenceGatewayApiKey",): canonical(ApiKey("sk-or-v1-secret").digest)}

    @pytest.mark.parametrize(
        "value",
        [
            {"headers": {"Authorization": "x"}},
            [{"env": {"MY_TOKEN": "x"}}],
            ["Bearer abc"],
            {"note": "sk-or-v1-abc"},
        ],
    )
    def test_a_secret_deep_inside_a_toggle_is_not_remembered(self, value: object) -> None:
        assert claude.toggles(json.dumps({"managedServers": value, "wide": True}).encode()) == (("wide", "true"),)

    def test_toggles_are_what_is_not_ours_and_cannot_be_a_secret(self) -> None:
        data = b"""{"inferenceProvider": "gateway", "inferenceGatewayApiKey": "x", "someToggle": 1.0, "list": [{"a": 1e999}],
            "otherApiKey": "x", "AccessToken": "x", "inferenceCustomHeaders": {}, "myPassword": "x", "clientSecret": "x"}"""
        assert dict(claude.toggles(data)) == {"someToggle": "1", "list": '[{"a":1E+999}]'}
        assert claude.toggles(b"[]") == ()

    @pytest.mark.parametrize("role", Role)
    @pytest.mark.parametrize(
        "data", [b"", b"[]", b"null", b'"text"', b"{", b'{"a": 1,}', b"{/**/}", b'{"a": NaN}', b'{"a": "\xff"}']
    )
    def test_what_claude_cannot_read_is_refused(self, role: Role, data: bytes) -> None:
        with pytest.raises(JsonTextError):
            claude.read(role, data)

    @pytest.mark.parametrize("listed", ["{}", "null", '"x"', "[1]", "[null]", "[[]]", "[{}]", '[{"id": 7}]', "[{}, 1]"])
    def test_a_list_of_another_shape_is_refused(self, listed: str) -> None:
        with pytest.raises(JsonTextError):
            claude.read(Role.LIBRARY, f'{{"entries": {listed}}}'.encode())

    def test_a_list_may_be_missing_and_names_may_be_anything(self) -> None:
        assert claude.read(Role.LIBRARY, b"{}").members == ()
        assert claude.read(Role.LIBRARY, b'{"entries": [{"id": "x"}, {"id": "y", "name": 1}]}').members == ()


class TestProfile:
    def test_what_it_says(self) -> None:
        said = claude.profile_values(GOAL, HELPER)
        assert said == {
            "inferenceProvider": "gateway",
            "inferenceGatewayBaseUrl": "https://openrouter.ai/api",
            "inferenceGatewayAuthScheme": "bearer",
            "inferenceCredentialKind": "helper-script",
            "inferenceCredentialHelper": str(HELPER),
            "inferenceCredentialHelperTtlSec": 3600,
            "inferenceCredentialHelperTimeoutSec": 60,
            "modelDiscoveryEnabled": False,
            "deploymentDisplayName": "OpenRouter",
            "chatTabEnabled": True,
            "inferenceModels": [
                {
                    "name": "anthropic/claude-sonnet-4.6",
                    "labelOverride": "Claude Sonnet 4.6",
                    "anthropicFamilyTier": "sonnet",
                    "isFamilyDefault": True,
                    "supports1m": True,
                },
                {
                    "name": "anthropic/claude-opus-4.6",
                    "labelOverride": "Claude Opus 4.6",
                    "anthropicFamilyTier": "opus",
                    "isFamilyDefault": True,
                },
                {
                    "name": "anthropic/claude-haiku-4.5",
                    "labelOverride": "Claude Haiku 4.5",
                    "anthropicFamilyTier": "haiku",
                    "isFamilyDefault": True,
                },
            ],
        }

    def test_one_default_a_family_and_none_where_there_is_no_family(self) -> None:
        models = tuple(ChosenModel(f"anthropic/claude-opus-{n}", "Opus", Tier.OPUS) for n in (1, 2))
        listed = claude.profile_values(Goal(models=(*models, ChosenModel("claude-x", "X", None))), HELPER)
        assert listed["inferenceModels"] == [
            {
                "name": "anthropic/claude-opus-1",
                "labelOverride": "Opus",
                "anthropicFamilyTier": "opus",
                "isFamilyDefault": True,
            },
            {"name": "anthropic/claude-opus-2", "labelOverride": "Opus", "anthropicFamilyTier": "opus"},
            {"name": "claude-x", "labelOverride": "X"},
        ]

    def test_the_key_is_no_part_of_it(self) -> None:
        assert SECRET not in claude.profile_values(GOAL, HELPER)

    def test_what_must_never_be_written(self) -> None:
        never = {
            "disableDeploymentModeChooser",
            "deploymentOrganizationUuid",
            "inferenceGatewayHeaders",
            "isDxtEnabled",
            "inference",
        }
        assert not never & claude.OWN_KEYS

    def test_we_answer_for_what_we_write_and_for_the_key(self) -> None:
        assert {*claude.profile_values(GOAL, HELPER), SECRET} == claude.OWN_KEYS


class TestNewDocument:
    def test_it_looks_as_claude_writes_it(self) -> None:
        edits = (SetMember(ENTRY, '"x"'), SetMember(("appliedId",), f'"{PROFILE_ID}"'))
        expected = {"entries": [{"id": PROFILE_ID, "name": "OpenRouter"}], "appliedId": PROFILE_ID}
        assert edited(None, edits) == json.dumps(expected, indent=2).encode() + b"\n"

    def test_every_value_keeps_its_exact_meaning(self) -> None:
        texts = {
            "big": "1.2345678901234567890123456789E+29",
            "beyond": "1E+999",
            "deep": '{"a":[1E+999,{"b":"\\ud800"}]}',
            "lone": '"\\ud800"',
            "empty": "[]",
            "größe": '"🧭"',
        }
        data = edited(None, (SetMember((key,), text) for key, text in texts.items()))
        assert dict(claude.toggles(data)) == texts

    def test_nothing_to_say_is_an_empty_object(self) -> None:
        assert values(edited(None, ())) == {}


SPELLED = (
    b'\xef\xbb\xbf{\r\n\t"x" : 1.50, \r\n\t"appliedId":"a",\r\n\t"entries": [ {"id":"'
    + OTHER.encode()
    + b'","z":[ 1 ]} ],\r\n\t"e":"\\u00e9"\r\n}\r\n\r\n'
)


class TestEdits:
    def test_setting_one_member_leaves_every_other_byte(self) -> None:
        assert edited(SPELLED, [SetMember(("appliedId",), '"b"')]) == SPELLED.replace(b'"a"', b'"b"')

    def test_adding_an_entry_only_adds(self) -> None:
        changed = edited(SPELLED, [SetMember(ENTRY, "")])
        assert ids(changed) == [OTHER, PROFILE_ID]
        assert edited(changed, [DropMember(ENTRY)]) == SPELLED

    def test_an_entry_that_is_there_stays_as_it_is(self) -> None:
        data = library(OTHER, PROFILE_ID)
        assert edited(data, [SetMember(ENTRY, "")]) == data

    def test_entries_with_unknown_members_keep_them(self) -> None:
        data = json.dumps({"entries": [entry(OTHER, colour="red"), entry(BAD, n={"m": 1})], "z": 0}).encode()
        changed = edited(data, [SetMember(ENTRY, ""), DropMember(("entries", BAD))])
        assert values(changed) == {
            "entries": [entry(OTHER, colour="red"), {"id": PROFILE_ID, "name": "OpenRouter"}],
            "z": 0,
        }

    def test_our_entry_is_dropped_as_often_as_it_is_listed(self) -> None:
        data = library(PROFILE_ID, OTHER, PROFILE_ID, BAD, PROFILE_ID)
        assert ids(edited(data, [DropMember(ENTRY)])) == [OTHER, BAD]

    def test_an_entry_that_is_not_there_is_dropped_already(self) -> None:
        assert edited(SPELLED, [DropMember(ENTRY), DropMember(("y",))]) == SPELLED
        assert edited(b"{}", [DropMember(ENTRY)]) == b"{}"

    def test_a_restored_entry_is_spelled_as_it_was(self) -> None:
        item = '{ "id":"' + BAD + '" ,"z":1.0}'
        changed = edited(SPELLED, [RestoreMember(("entries", BAD), item)])
        assert ids(changed) == [OTHER, BAD]
        assert item.encode() in changed

    def test_a_restored_entry_never_comes_twice(self) -> None:
        data = library(OTHER, BAD)
        assert edited(data, [RestoreMember(("entries", BAD), f'{{"id":"{BAD}"}}')]) == data

    def test_an_entry_is_restored_though_the_list_is_gone(self) -> None:
        changed = edited(b'{"a": 1}', [RestoreMember(("entries", BAD), f'{{"id":"{BAD}"}}')])
        assert values(changed) == {"a": 1, "entries": [{"id": BAD}]}

    def test_a_restored_member_is_spelled_as_it_was(self) -> None:
        assert edited(b'{"a": 1}', [RestoreMember(("a",), '[1.0 , "\\u0061"]')]) == b'{"a": [1.0 , "\\u0061"]}'

    def test_of_duplicate_members_the_last_one_counts_and_a_drop_takes_all(self) -> None:
        data = b'{"deploymentMode":"3p","a":1,"deploymentMode":"1p"}'
        assert claude.read(Role.GATEWAY_CONFIG, data).members == ((("deploymentMode",), '"1p"'),)
        assert edited(data, [SetMember(("deploymentMode",), '"3p"')]) == data.replace(b'"1p"', b'"3p"')
        assert edited(data, [DropMember(("deploymentMode",))]) == b'{"a":1}'

    def test_a_list_takes_the_layout_of_its_document(self) -> None:
        changed = edited(b'{\n\t"a": 1\n}', [SetMember(("m",), '[{"x":1}]')])
        assert changed == b'{\n\t"a": 1,\n\t"m": [\n\t\t{\n\t\t\t"x": 1\n\t\t}\n\t]\n}'

    def test_numbers_in_a_list_are_not_rounded(self) -> None:
        changed = edited(b"{}", [SetMember(("m",), "[1E+999,1.2345678901234567890123E+30]")])
        assert dict(claude.toggles(changed))["m"] == "[1E+999,1.2345678901234567890123E+30]"

    def test_an_address_that_nobody_makes_is_a_mistake(self) -> None:
        with pytest.raises(LookupError):
            edited(b"{}", [SetMember(("a", "b"), "1")])


_LISTED = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from([OTHER, BAD, "x", PROFILE_ID])}, optional={"name": st.text(max_size=3)}
    )
    | st.fixed_dictionaries({"id": st.text(max_size=3), "größe": st.integers()}),
    max_size=5,
)
_LAYOUTS = st.sampled_from([None, 0, 2, 4, "\t"])


@given(_LISTED, _LAYOUTS, st.booleans(), st.booleans())
def test_our_entry_comes_and_goes_without_a_trace(
    listed: list[dict[str, object]], indent: int | str | None, bom: bool, crlf: bool
) -> None:
    foreign = [item for item in listed if item["id"] != PROFILE_ID]
    data = json.dumps({"entries": foreign, "a": 1}, indent=indent, ensure_ascii=False).encode()
    data = (b"\xef\xbb\xbf" if bom else b"") + (data.replace(b"\n", b"\r\n") if crlf else data)
    there = edited(data, [SetMember(ENTRY, "")])
    assert values(there)["entries"] == [*foreign, {"id": PROFILE_ID, "name": "OpenRouter"}]
    assert edited(there, [DropMember(ENTRY)]) == data


@pytest.mark.parametrize(
    "address,raw",
    [
        (("appliedId",), '"a"'),
        (("e",), '"\\u00e9"'),
        (("x",), "1.50"),
        (("nothing",), None),
        (("entries", OTHER), '{"id":"' + OTHER + '","z":[ 1 ]}'),
        (ENTRY, None),
    ],
)
def test_what_the_journal_keeps_is_spelled_as_it_was(address: tuple[str, ...], raw: str | None) -> None:
    assert raw_member(SPELLED, address) == raw
    assert raw_member(None, address) is None


def test_no_edit_no_change() -> None:
    nothing: tuple[Edit, ...] = ()
    assert edited(SPELLED, nothing) == SPELLED
