"""Whatever was damaged, one change mends it, with not one edit too many and nothing of anybody else's touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from hypothesis import given
from hypothesis import strategies as st

from app.domain.claude_edits import DropMember, Edit, SetMember, edited
from app.domain.claude_settings import PROFILE_ID, SET_ONCE, profile_values
from app.domain.diagnosis import diagnose
from app.domain.documents import Role
from app.domain.goal import Goal
from app.domain.journal import ChangeKind
from app.domain.plan import FileChange, plan_change
from app.domain.secret_ref import SECRET
from tests.domain.building import (
    CLOSED,
    CONFIRMED,
    GOAL,
    HELPER,
    JOURNAL,
    MODELS,
    OTHER,
    RUNNING,
    SET_UP,
    after,
    facts,
    place,
    text,
)
from tests.domain.conditions import drop, put

LIBRARY, PROFILE, CONFIG = place(Role.LIBRARY), place(Role.PROFILE), place(Role.GATEWAY_CONFIG)
NORMAL, DEVELOPER = place(Role.NORMAL_CONFIG), place(Role.DEVELOPER)
SETUP, REPAIR = ChangeKind.SETUP, ChangeKind.REPAIR

Files = dict[PurePath, bytes]
Damage = Callable[[Files], Files]


def _edit(path: PurePath, *edits: SetMember | DropMember) -> Damage:
    return lambda files: {**files, path: edited(files.get(path), edits)}


def _gone(path: PurePath) -> Damage:
    return lambda files: {other: data for other, data in files.items() if other != path}


def _respelled(path: PurePath) -> Damage:
    """As a program that reads everything and writes it anew."""

    def damage(files: Files) -> Files:
        data = files.get(path)
        return files if data is None else {**files, path: json.dumps(json.loads(data), indent=1).encode() + b"\n"}

    return damage


def _listed(*ids: str, **more: object) -> Damage:
    def damage(files: Files) -> Files:
        value = json.loads(files.get(LIBRARY, b"{}"))
        value["entries"] = [*value.get("entries", []), *({"id": id, "colour": "red"} for id in ids)]
        return {**files, LIBRARY: text({**value, **more})}

    return damage


DAMAGES: dict[str, Damage] = {
    "url": _edit(PROFILE, put("inferenceGatewayBaseUrl", "https://openrouter.ai/api/v1")),
    "scheme": _edit(PROFILE, put("inferenceGatewayAuthScheme", "x-api-key")),
    "models": _edit(PROFILE, put("inferenceModels", "none")),
    "no models": _edit(PROFILE, drop("inferenceModels")),
    "discovery": _edit(PROFILE, put("modelDiscoveryEnabled", True)),
    "provider": _edit(PROFILE, put("inferenceProvider", "bedrock")),
    "kind": _edit(PROFILE, put("inferenceCredentialKind", "static")),
    "helper": _edit(PROFILE, put("inferenceCredentialHelper", "/gone")),
    "key in clear": _edit(PROFILE, put(SECRET, "sk-or-v1")),
    "set once gone": _edit(PROFILE, *(drop(key) for key in sorted(SET_ONCE))),
    "toggle": _edit(PROFILE, put("theirToggle", True)),
    "mode": _edit(CONFIG, put("deploymentMode", "1p")),
    "mode of another kind": _edit(CONFIG, SetMember(("deploymentMode",), '{"a":[1]}')),
    "no mode": _gone(CONFIG),
    "normal mode": _edit(NORMAL, put("deploymentMode", "1p"), put("x", None)),
    "menu off": _edit(DEVELOPER, put("allowDevTools", False)),
    "menu gone": _gone(DEVELOPER),
    "hybrid pointer": _edit(LIBRARY, put("hybridPointer", OTHER)),
    "other applied": _listed(OTHER, appliedId=OTHER),
    "nothing applied": _edit(LIBRARY, drop("appliedId")),
    "entry gone": _edit(LIBRARY, drop("entries", PROFILE_ID)),
    "entry misspelt": _listed(PROFILE_ID.upper(), PROFILE_ID.upper()),
    "entry twice": _listed(PROFILE_ID),
    "list gone": _gone(LIBRARY),
    "list emptied": lambda files: {**files, LIBRARY: b"{}"},
    "unknown": _edit(LIBRARY, put("schema", "7")),
    "unknown too": _edit(CONFIG, SetMember(("mcpServers",), '{"größe":{"n":1E+999}}')),
    "profile gone": _gone(PROFILE),
    "profile emptied": lambda files: {**files, PROFILE: b"\xef\xbb\xbf{\r\n}"},
    "profile respelled": _respelled(PROFILE),
    "list respelled": _respelled(LIBRARY),
}
WATCHED = {"deploymentMode", "allowDevTools", "appliedId", "hybridPointer", "entries"}


def foreign(path: PurePath, data: bytes) -> dict[str, object]:
    """Everything in a document that is not ours to answer for."""
    value: dict[str, object] = json.loads(data.decode("utf-8-sig"))
    entries = value.get("entries")
    rows = [row for row in entries if row["id"].lower() != PROFILE_ID] if isinstance(entries, list) else []
    ours = {*profile_values(GOAL, HELPER), SECRET} if path == PROFILE else WATCHED
    return {**{key: item for key, item in value.items() if key not in ours}, "entries of others": rows}


@given(
    st.lists(st.sampled_from(sorted(DAMAGES)), unique=True, max_size=8),
    st.sampled_from([SETUP, REPAIR]),
    st.sampled_from([GOAL, Goal("https://gateway.example", MODELS[::-1])]),
)
def test_whatever_was_damaged_one_change_mends_it(names: list[str], kind: ChangeKind, goal: Goal) -> None:
    files = dict(SET_UP)
    for name in names:
        files = DAMAGES[name](files)
    plan = plan_change(kind, facts(files, claude=CLOSED, journal=JOURNAL), goal)
    mended = after(files, plan)
    well = replace(RUNNING, evidence=replace(CONFIRMED, api_host=None))
    seen = facts(mended, claude=well, journal=JOURNAL)
    assert diagnose(seen, goal).findings == ()
    assert diagnose(seen, goal).healthy is True
    assert plan_change(kind, seen, goal).empty
    for path, data in files.items():
        assert foreign(path, mended[path]) == foreign(path, data)
    for change in plan.changes:
        assert mended[change.path] != files.get(change.path)
        assert all(unfinished(files, replace(change, edits=rest), goal) for rest in one_less(change.edits))


def one_less(edits: tuple[Edit, ...]) -> list[tuple[Edit, ...]]:
    return [edits[:n] + edits[n + 1 :] for n in range(len(edits))]


def unfinished(files: Files, change: FileChange, goal: Goal) -> bool:
    """Whether the file would not be as it should with these edits alone, so that none was idle."""
    mended = {**files, change.path: edited(files.get(change.path), change.edits)}
    return any(c.path == change.path for c in plan_change(SETUP, facts(mended, claude=CLOSED), goal).changes)
