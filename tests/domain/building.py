"""A computer as a probe would see it, built from the very bytes of Claude's documents, and plans carried out on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePath, PurePosixPath

from app.domain import claude_settings as claude
from app.domain.claude_edits import edited
from app.domain.diagnosis import diagnose
from app.domain.documents import Absent, Document, DocumentState, Loaded, Malformed, Role, Root, RootFacts
from app.domain.facts import (
    Claude,
    ClaudeProcess,
    Facts,
    GatewayFacts,
    HelperState,
    Installation,
    LogEvidence,
    StoredKey,
)
from app.domain.findings import FindingId
from app.domain.goal import ChosenModel, Goal, Tier
from app.domain.journal import ChangeKind, FileRecord, Journal
from app.domain.json_text import JsonTextError
from app.domain.model import ApiKey, Balance, KeyInfo, KeyKind, Model
from app.domain.plan import Action, Plan, plan_change

Files = Mapping[PurePath, bytes]

NOW = 1_800_000_000.0
HOME = PurePosixPath("/home/ada/.config")
ROOT = Root(HOME / "Claude-3p", HOME / "Claude", HOME / "Claude-3p/logs/main.log")
ONE_FOLDER = Root(HOME / "one", HOME / "one", HOME / "one/logs/main.log")
SHADOW = Root(HOME / "copy/Claude-3p", ROOT.normal, HOME / "copy/Claude-3p/logs/main.log", shadow=True)
OTHER = "3f2b8c1e-6a57-4a0e-9d44-1b5f0c7e2a90"
HELPER = PurePosixPath("/home/ada/data/bin/gateway-credential")
MODELS = (
    ChosenModel("anthropic/claude-sonnet-4.6", "Claude Sonnet 4.6", Tier.SONNET, long_context=True),
    ChosenModel("anthropic/claude-opus-4.6", "Claude Opus 4.6", Tier.OPUS),
    ChosenModel("anthropic/claude-haiku-4.5", "Claude Haiku 4.5", Tier.HAIKU),
)
GOAL = Goal(models=MODELS)
INSTALLATION = Installation(PurePosixPath("/usr/bin/claude-desktop"), None, ("/usr/bin/claude-desktop",))
CONFIRMED = LogEvidence("1.4000.0", active=True, health="healthy", api_host="openrouter.ai")
CLOSED = Claude(INSTALLATION, version="1.4000.0")
RUNNING = replace(CLOSED, processes=(ClaudeProcess(7, NOW - 600),), evidence=CONFIRMED)
STORED = ApiKey("sk-or-v1-0123456789abcdef0123456789abcdef9f2c")
"""The key in the keychain."""
KEY = KeyInfo(KeyKind.ORDINARY, None, None, None, Decimal(3), Decimal(1), Decimal(2), Decimal(3))
OFFERED = tuple(Model(m.id, f"Anthropic: {m.label}", 1, 1_000_000, None, None) for m in MODELS)
ONLINE = GatewayFacts(0.2, KEY, Balance(Decimal(100), Decimal(3)), OFFERED, ())


def place(role: Role, root: Root = ROOT) -> PurePath:
    return dict(claude.places(root))[role]


def text(value: object) -> bytes:
    """As Claude writes its documents."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def state(role: Role, data: bytes | None, *, writable: bool = True) -> DocumentState:
    if data is None:
        return Absent()
    digest = hashlib.sha256(data).hexdigest()
    try:
        seen = claude.read(role, data)
    except JsonTextError as error:
        return Malformed(error.line, error.reason, digest)
    return Loaded(digest, seen.members, seen.width, writable, seen.entries)


def all_facts(files: Files, roots: tuple[Root, ...]) -> tuple[RootFacts, ...]:
    return tuple(_root_facts(files, root, places) for root, places in claude.all_places(roots))


def root_facts(files: Files, root: Root = ROOT) -> RootFacts:
    return all_facts(files, (root,))[0]


def _root_facts(files: Files, root: Root, places: tuple[tuple[Role, PurePath], ...]) -> RootFacts:
    documents = tuple(Document(role, path, state(role, files.get(path))) for role, path in places)
    library = next((d.state for d in documents if d.role is Role.LIBRARY), None)
    return RootFacts(root, documents, library.entries if isinstance(library, Loaded) else ())


def facts(
    files: Files,
    *,
    roots: tuple[Root, ...] = (ROOT,),
    claude: Claude = RUNNING,
    journal: Journal = Journal(),  # noqa: B008 - frozen
    gateway: GatewayFacts | None = ONLINE,
) -> Facts:
    """All is well but for what the files say; other parts by `dataclasses.replace`."""
    return Facts(
        seen_at=NOW,
        claude=claude,
        managed=None,
        roots=all_facts(files, roots),
        keychain=StoredKey(STORED.hint, STORED.digest),
        helper=HelperState(HELPER, usable=True),
        journal=journal,
        gateway=gateway,
    )


def after(files: Files, plan: Plan) -> dict[PurePath, bytes]:
    """The files once a setup or a repair was carried out."""
    assert not plan.blocked
    new = dict(files)
    for change in plan.changes:
        assert (change.path in new) is (change.action is not Action.CREATE)
        new[change.path] = edited(new.get(change.path), change.edits, {STORED.digest: STORED})
    return new


def set_up(files: Files, root: Root = ROOT, goal: Goal = GOAL) -> dict[PurePath, bytes]:
    return after(files, plan_change(ChangeKind.SETUP, facts(files, roots=(root,), claude=CLOSED), goal))


def found_in(seen: Facts, goal: Goal = GOAL) -> list[FindingId]:
    return [finding.id for finding in diagnose(seen, goal).findings]


SET_UP = set_up({})
"""The files after a setup on an empty computer."""
JOURNAL = Journal(files=tuple(FileRecord(str(path), None, "0" * 64, False, ()) for path in SET_UP))
"""A setup is in force, whatever became of its files."""
