"""Setup and undo on real files: byte for byte where nobody else wrote, and nothing of anybody else's ever lost."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.claude_edits import RestoreMember, SetMember
from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Role
from app.domain.goal import Goal
from app.domain.journal import ChangeKind
from app.domain.json_text import Document
from app.domain.plan import Action, WhyKept
from tests.domain.building import MODELS, OTHER
from tests.domain.json_documents import _objects, documents, values
from tests.services.claude_folders import Folders

BAD = OTHER.upper()
WATCHED = {
    Role.LIBRARY: ("appliedId", "hybridPointer"),
    Role.GATEWAY_CONFIG: ("deploymentMode",),
    Role.NORMAL_CONFIG: ("deploymentMode",),
    Role.DEVELOPER: ("allowDevTools",),
}
FOREIGN_ROLES = sorted(WATCHED)


@contextmanager
def somewhere() -> Iterator[Folders]:
    with tempfile.TemporaryDirectory() as folder:
        yield Folders(Path(folder))


# What may lie there at the start: anything that JSON allows, spelled in any way

_ids = st.sampled_from([OTHER, "4" * 36, "00000000-0000-4000-8000-000000000114"])
_entries = st.lists(
    st.builds(
        lambda name, more: {"id": name, **more}, _ids, st.sampled_from([{}, {"name": "N"}, {"größe": [1.5, {}]}])
    ),
    max_size=3,
).map(lambda listed: json.dumps(listed, ensure_ascii=False))
_known = {
    Role.LIBRARY: {"entries": _entries, "appliedId": _ids.map(json.dumps) | values, "hybridPointer": values},
    Role.GATEWAY_CONFIG: {"deploymentMode": st.sampled_from(['"1p"', '"3p"', '"\\u0033p"']) | values},
    Role.NORMAL_CONFIG: {"deploymentMode": st.sampled_from(['"1p"', '"3p"']) | values},
    Role.DEVELOPER: {"allowDevTools": st.sampled_from(["true", "false"]) | values},
}


@st.composite
def starting_documents(draw: st.DrawFn, role: Role) -> bytes:
    document: Document = draw(documents(_objects(values)))
    for key, texts in _known[role].items():
        if draw(st.booleans()):
            document = document.with_member(key, draw(texts))
    return document.to_bytes()


starts = st.fixed_dictionaries({}, optional={role: starting_documents(role) for role in FOREIGN_ROLES})


@settings(max_examples=40)
@given(starts, st.booleans())
def test_where_nobody_else_wrote_every_byte_comes_back(start: dict[Role, bytes], again: bool) -> None:
    with somewhere() as folders:
        folders.furnish(start)
        before = folders.snapshot()
        folders.set_up()
        assert not folders.plan(ChangeKind.REPAIR).changes
        if again:
            assert not folders.set_up().changes
            folders.change(ChangeKind.REPAIR, Goal("https://gateway.example", MODELS[1:]))
            folders.repair()
        plan = folders.undo()
        assert folders.snapshot() == before
        assert plan.kept == ()
        assert folders.plan(ChangeKind.UNDO).empty
        assert not folders.store.load().active
        folders.undo()
        assert folders.snapshot() == before


# What others do in between: Claude, other tools, people. They write whole files anew.

_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "x", "größe"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from("pq"), inner, max_size=2),
    max_leaves=4,
)
_extra_keys = st.sampled_from(["mcpServers", "preferences", "z", "é"])
_watched_values = {
    "appliedId": _ids | st.just(PROFILE_ID) | st.none(),
    "hybridPointer": _ids | _plain,
    "deploymentMode": st.sampled_from(["1p", "3p", None]),
    "allowDevTools": st.booleans(),
}
Members = dict[str, Any]
Edit = tuple[Role, str, Any]
"""A member that somebody else sets, or takes out (`...`)."""


@st.composite
def foreign_edits(draw: st.DrawFn) -> Edit:
    role = draw(st.sampled_from(FOREIGN_ROLES))
    key = draw(st.sampled_from([*WATCHED[role], "entries of others"]) | _extra_keys)
    if key == "entries of others":
        return Role.LIBRARY, key, draw(st.lists(_ids, max_size=3, unique=True))
    return role, key, draw(st.just(...) | _watched_values.get(key, _plain))


def carry_out(folders: Folders, edit: Edit) -> None:
    role, key, value = edit

    def change(members: Members) -> None:
        if key == "entries of others":
            ours = [e for e in members.get("entries", []) if e["id"] == PROFILE_ID]
            members["entries"] = [*({"id": id, "name": "theirs", "n": 1} for id in value), *ours]
        elif value is ...:
            members.pop(key, None)
        else:
            members[key] = value

    folders.rewrite(role, change)


def plain_start(members: dict[Role, Members]) -> dict[Role, bytes]:
    return {role: json.dumps(value, indent=4, ensure_ascii=False).encode() for role, value in members.items()}


def start_of(role: Role) -> st.SearchStrategy[Members]:
    known: dict[str, st.SearchStrategy[Any]] = {key: _watched_values[key] for key in WATCHED[role]}
    if role is Role.LIBRARY:
        known["appliedId"] = _ids | st.none()
        known["entries"] = st.lists(_ids, max_size=3, unique=True).map(lambda ids: [{"id": id, "c": 1} for id in ids])
    return st.fixed_dictionaries({}, optional={**known, "mcpServers": _plain, "é": _plain})


plain_starts = st.fixed_dictionaries({}, optional={role: start_of(role) for role in FOREIGN_ROLES})
Step = Edit | ChangeKind
steps = st.lists(foreign_edits() | st.sampled_from([ChangeKind.SETUP, ChangeKind.REPAIR]), max_size=8)


def others_part(role: Role, members: Members | None) -> Members:
    """All that is not ours to write, with the foreign entries of the list."""
    rest = {key: value for key, value in (members or {}).items() if key not in (*WATCHED[role], "entries")}
    listed = [entry for entry in (members or {}).get("entries", []) if entry["id"] != PROFILE_ID]
    return {**rest, "entries": listed} if listed else rest


class Tale:
    """What was there, and what we wrote since, by role and member; absent is `...`."""

    def __init__(self, folders: Folders) -> None:
        self.folders = folders
        self.baseline: dict[tuple[Role, str], object] = {}
        self.written: dict[tuple[Role, str], object] = {}
        self.created: set[Role] = set()

    def member(self, role: Role, key: str) -> object:
        return (self.folders.values(role) or {}).get(key, ...)

    def change(self, kind: ChangeKind) -> None:
        first = {(role, key): self.member(role, key) for role in WATCHED for key in WATCHED[role]}
        untouched = {
            role for role in WATCHED if self.folders.store.load().record(str(self.folders.place(role))) is None
        }
        plan = self.folders.change(kind)
        for change in plan.changes:
            if change.role in untouched:
                self.baseline |= {at: value for at, value in first.items() if at[0] is change.role}
                self.created |= {change.role} if change.action is Action.CREATE else set()
            for edit in change.edits:
                (key, *entry) = edit.address
                if change.role is not Role.PROFILE and not entry:
                    text = edit.text if isinstance(edit, SetMember | RestoreMember) else None
                    self.written[change.role, key] = ... if text is None else json.loads(text)


@settings(max_examples=100)
@given(plain_starts, steps)
def test_whatever_others_did_in_between_is_kept(start: dict[Role, Members], course: list[Step]) -> None:
    with somewhere() as folders:
        folders.furnish(plain_start(start))
        tale = Tale(folders)
        for step in (ChangeKind.SETUP, *course):
            tale.change(step) if isinstance(step, ChangeKind) else carry_out(folders, step)
        there = {role: folders.values(role) for role in WATCHED}
        plan = folders.undo()
        kept = {(k.path, k.key) for k in plan.kept}
        assert {k.why for k in plan.kept} <= {WhyKept.CHANGED_SINCE}
        for role, members in there.items():
            now = folders.values(role)
            assert others_part(role, now) == others_part(role, members)
            for key in WATCHED[role]:
                present = (members or {}).get(key, ...)
                ours = (role, key) in tale.written and present == tale.written[role, key] and members is not None
                expected = tale.baseline[role, key] if ours else present
                assert (now or {}).get(key, ...) == expected
                stays = members is not None and (role, key) in tale.written and not ours
                assert ((folders.place(role), key) in kept) == (stays and present != tale.baseline[role, key])
            assert now is not None or role not in start
            assert now != {} or role not in tale.created
        assert not folders.place(Role.PROFILE).exists()
        assert PROFILE_ID not in json.dumps((folders.values(Role.LIBRARY) or {}).get("entries"))
        assert folders.plan(ChangeKind.UNDO).empty
        assert not folders.store.load().active


@settings(max_examples=40)
@given(plain_starts, steps, st.lists(foreign_edits(), max_size=3), st.booleans())
def test_a_lost_journal_takes_nothing_but_ours(
    start: dict[Role, Members], course: list[Step], later: list[Edit], again: bool
) -> None:
    with somewhere() as folders:
        folders.furnish(plain_start(start))
        for step in (ChangeKind.SETUP, *course):
            folders.change(step) if isinstance(step, ChangeKind) else carry_out(folders, step)
        folders.lose_the_journal()
        before_loss = {role: folders.values(role) for role in WATCHED}
        if again:
            folders.set_up()
        for edit in later:
            carry_out(folders, edit)
        there = {role: folders.values(role) for role in WATCHED}
        folders.undo()
        for role, members in there.items():
            now = folders.values(role)
            assert others_part(role, now) == others_part(role, members)
            for key in WATCHED[role]:
                present, then = (members or {}).get(key, ...), (before_loss[role] or {}).get(key, ...)
                allowed = [present, then] if again else [present]
                assert (now or {}).get(key, ...) in (allowed if key != "appliedId" else [*allowed, ...])
        assert not folders.place(Role.PROFILE).exists()
        library = folders.values(Role.LIBRARY) or {}
        assert PROFILE_ID not in json.dumps([library.get("entries"), library.get("appliedId")])
        assert folders.plan(ChangeKind.UNDO).empty
