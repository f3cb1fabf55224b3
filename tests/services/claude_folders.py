"""Claude's folders on a real disk, changed by the real applier, with everything that is not a file left out."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.domain import claude_settings as claude
from app.domain.documents import Role, Root
from app.domain.facts import Facts, KeychainState, StoredKey
from app.domain.goal import Goal
from app.domain.journal import ChangeKind, Journal, Pending
from app.domain.model import ApiKey
from app.domain.plan import Plan, plan_change
from app.domain.secret_ref import Keychain
from app.domain.take_out import plan_take_out
from app.domain.undo import plan_undo
from app.services import claude_files
from app.services.applier import Applier
from app.services.data_folder import DataFolder
from app.services.journal_store import JournalStore
from tests.domain import building
from tests.domain.building import CLOSED, GOAL, NOW, STORED

Snapshot = dict[str, tuple[bytes | None, int]]
"""Bytes (None = a folder) and permission bits, by path below the home folder."""


class RecordingStore(JournalStore):
    """Also remembers every journal that was saved."""

    def __init__(self, data: DataFolder) -> None:
        super().__init__(data)
        self.saved: list[Journal] = []

    def save(self, journal: Journal) -> None:
        super().save(journal)
        self.saved.append(journal)


@dataclass
class Folders:
    """`folder` is empty at first; Claude's folders are in its `home`, ours is `data`."""

    folder: Path
    shadows: tuple[str, ...] = ()
    keys: dict[str, ApiKey] = field(default_factory=lambda: {STORED.digest: STORED})
    lost: bool = False
    store: RecordingStore = field(init=False)
    applier: Applier = field(init=False)

    def __post_init__(self) -> None:
        self.home.mkdir(mode=0o700)
        self.store = RecordingStore(DataFolder(self.folder / "data"))
        self.applier = Applier(self.store)

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def roots(self) -> tuple[Root, ...]:
        normal = self.home / "Claude"
        named = [("Claude-3p", False), *((name, True) for name in self.shadows)]
        return tuple(
            Root(self.home / name, normal, self.home / name / "logs/main.log", shadow) for name, shadow in named
        )

    def place(self, role: Role, root: int = 0) -> Path:
        return Path(dict(claude.places(self.roots[root]))[role])

    def furnish(self, files: Mapping[Role, bytes]) -> None:
        for role, data in files.items():
            path = self.place(role)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.write_bytes(data)

    def facts(self, goal: Goal = GOAL) -> Facts:
        """As a probe sees it, with Claude closed."""
        journal = self.store.load()
        roots = claude_files.look(self.roots, goal.base_url, [Path(r.path) for r in journal.files if r.cut is not None])
        return replace(
            building.facts({}, claude=CLOSED), roots=roots, journal=journal, taken_out=self._taken_out(journal)
        )

    def _taken_out(self, journal: Journal) -> tuple[tuple[str, KeychainState], ...]:
        """`lost`: somebody has emptied the keychain."""
        cuts = [record.cut for record in journal.files if record.cut is not None]
        held = [None if self.lost else StoredKey("…", cut.digest, Keychain(cut.name)) for cut in cuts]
        return tuple((cut.name, state) for cut, state in zip(cuts, held, strict=True))

    def plan(self, kind: ChangeKind, goal: Goal = GOAL, take_out: frozenset[str] = frozenset()) -> Plan:
        facts = self.facts(goal)
        return plan_undo(facts) if kind is ChangeKind.UNDO else plan_change(kind, facts, goal, take_out)

    def take_out(self, profile: str, *keys: ApiKey) -> Plan:
        """The keychain has these keys from then on."""
        self.begin(ChangeKind.TAKE_OUT)
        self.keys |= {key.digest: key for key in keys}
        facts = self.facts()
        plan = plan_take_out(facts, profile)
        self.applier.write(plan, facts, NOW, self.keys)
        self.store.save(replace(self.store.load(), pending=None))
        return plan

    def begin(self, kind: ChangeKind) -> None:
        self.applier.settle()
        pending = Pending("0123456789ab", kind, claude_was_open=False)
        self.store.save(replace(self.store.load(), pending=pending))

    def change(self, kind: ChangeKind, goal: Goal = GOAL, take_out: frozenset[str] = frozenset()) -> Plan:
        """What a flow does with an agreed plan."""
        self.begin(kind)
        facts, plan = self.facts(goal), self.plan(kind, goal, take_out)
        assert not plan.blocked, plan.blocked
        if plan.changes:
            self.applier.write(plan, facts, NOW, self.keys)
        elif kind is ChangeKind.UNDO:
            self.applier.forget(facts)
        self.store.save(replace(self.store.load(), pending=None))
        return plan

    def set_up(self) -> Plan:
        return self.change(ChangeKind.SETUP)

    def repair(self) -> Plan:
        return self.change(ChangeKind.REPAIR)

    def undo(self) -> Plan:
        return self.change(ChangeKind.UNDO)

    def lose_the_journal(self) -> None:
        journal = self.folder / "data/journal"
        for path in sorted(journal.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def snapshot(self) -> Snapshot:
        return {
            path.relative_to(self.home).as_posix(): (
                path.read_bytes() if path.is_file() else None,
                stat.S_IMODE(os.lstat(path).st_mode),
            )
            for path in sorted(self.home.rglob("*"))
        }

    def values(self, role: Role) -> dict[str, object] | None:
        """What a document says, or None where there is none."""
        path = self.place(role)
        if not path.exists():
            return None
        value: dict[str, object] = json.loads(path.read_bytes().decode("utf-8-sig"))
        return value

    def rewrite(self, role: Role, change: Callable[[dict[str, object]], object] = lambda value: None) -> None:
        """As Claude and other tools do it: read everything, change something, write it all anew with two spaces."""
        value = self.values(role) or {}
        change(value)
        path = self.place(role)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_bytes(json.dumps(value, indent=2, ensure_ascii=False).encode())
