"""Looks at everything once and gives frozen facts: Claude Desktop, its files and log, the keychain, the gateway."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path, PurePath

from app.domain.accounts import FILE, Accounts
from app.domain.claude_log import evidence
from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Root
from app.domain.errors import AppError
from app.domain.facts import (
    Claude,
    Facts,
    GatewayFacts,
    Installation,
    KeychainState,
    LogEvidence,
    ManagedSource,
    StoredKey,
)
from app.domain.findings import Finding, FindingId, Severity
from app.domain.goal import Goal, Handover
from app.domain.journal import Journal, LogMark
from app.domain.model import ApiKey
from app.domain.preferences import Preferences
from app.domain.secret_ref import MANAGEMENT, ClaudeProfile
from app.domain.unlocking import may_hold_keys
from app.platforms.base import Platform
from app.services import claude_files, claude_log_file, preseed
from app.services.data_folder import DataFolder
from app.services.gateway_look import look_at_gateway
from app.services.journal_store import NAME, JournalStore
from app.services.keychain import Keychain
from app.services.launcher import Launcher

_DOCUMENTS: dict[str, type[object]] = {
    "goal.json": Goal,
    NAME: Journal,
    "preferences.json": Preferences,
    FILE: Accounts,
}


class Prober:
    """Reads only; nothing that it looks at is changed, and no keychain is asked to unlock."""

    def __init__(
        self, platform: Platform, data: DataFolder, store: JournalStore, keychain: Keychain, launcher: Launcher
    ) -> None:
        self._platform = platform
        self._data = data
        self._store = store
        self._keychain = keychain
        self._launcher = launcher
        self._versions: dict[Installation, str | None] = {}

    async def probe(self, goal: Goal, *, offline: bool = False, key: ApiKey | None = None) -> Facts:
        """All facts for this goal. `key`: use it instead of the stored one; `offline`: do not ask the gateway."""
        trouble, keychain, use = await self._key(goal, key)
        online = _nothing() if offline else self._online(goal, use)
        (seen, management), facts = await asyncio.gather(online, self._local_meanwhile(goal))
        return replace(
            facts,
            keychain=keychain,
            trouble=trouble,
            gateway=seen,
            management=management,
            taken_out=await self.taken_out(facts.journal),
            kept=None if key else facts.kept,  # a new one is meant to differ
        )

    async def key(self, goal: Goal) -> ApiKey | None:
        """The key that Claude is to use. Raises `AppError`: what the keychain says."""
        _, state, key = await self._key(goal, None)
        if isinstance(state, Finding):
            raise AppError(state)
        return key

    async def _key(self, goal: Goal, new: ApiKey | None) -> tuple[Finding | None, KeychainState, ApiKey | None]:
        """What is wrong with the keychain, what is known of the key, and the key; `new`: one that is about to be kept."""
        state, stored = await self._keychain.look()
        trouble = state if isinstance(state, Finding) else None
        copy = None
        if goal.handover is Handover.STATIC:
            copy = await asyncio.to_thread(claude_files.own_copy, self._platform.roots())
            kept = await asyncio.to_thread(self._keychain.kept)
            if stored is not None and copy is not None and kept is not None and kept.digest == copy.digest:
                stored = copy  # the keychain missed the last one, and is back
        key = new or stored
        if key is not None and trouble is None and key is not copy:
            return trouble, StoredKey(key.hint, key.digest), key
        if goal.handover is Handover.HELPER:
            return trouble, state, key
        key = key or copy
        if key is None:
            return trouble, trouble if trouble and may_hold_keys(trouble) else None, None
        return trouble, StoredKey(key.hint, key.digest, ClaudeProfile(PROFILE_ID)), key

    async def taken_out(self, journal: Journal) -> tuple[tuple[str, KeychainState], ...]:
        """What the keychain says of the keys that were once taken out of profiles."""
        pending = (file.record for file in journal.pending.files) if journal.pending else ()
        records = (*journal.files, *(record for record in pending if record is not None))
        names = tuple(dict.fromkeys(record.cut.name for record in records if record.cut is not None))
        looks = await asyncio.gather(*(self._keychain.look(name) for name in names))
        return tuple((name, state) for name, (state, _) in zip(names, looks, strict=True))

    async def _online(self, goal: Goal, key: ApiKey | None) -> tuple[GatewayFacts, KeychainState]:
        """The keychain gives the management key while the gateway's first answers are on their way."""
        looked = asyncio.ensure_future(self._keychain.look(MANAGEMENT))

        async def management() -> ApiKey | None:
            return (await looked)[1]

        seen, (state, _) = await asyncio.gather(look_at_gateway(goal.base_url, key, management), looked)
        return seen, state

    async def _local_meanwhile(self, goal: Goal) -> Facts:
        """Once the requests are on their way: looking at this computer would hold them up."""
        for _ in range(2):  # the gateway's tasks start, and their requests
            await asyncio.sleep(0)
        return await asyncio.to_thread(self.local, goal)

    def local(self, goal: Goal) -> Facts:
        """The part that needs no network and no keychain. Blocking, about 50 ms."""
        journal = self._store.load()
        roots = self._platform.roots()
        return Facts(
            seen_at=time.time(),
            claude=self.claude(roots, journal.mark),
            managed=self._managed(),
            roots=claude_files.look(roots, goal.base_url, _cut(journal)),
            keychain=None,
            helper=self._launcher.state(),
            journal=journal,
            damaged=tuple(name for name, kind in _DOCUMENTS.items() if self._data.damaged(name, kind)),
            busy=self._data.busy(),
            kept=self._keychain.kept(),
            preseed=self._preseed(),
        )

    def _managed(self) -> ManagedSource | None:
        """No gateway of an IT department is one to practise on."""
        source = self._platform.managed()
        return replace(source, gateway=None) if source and self._data.practice else source

    def _preseed(self) -> Finding | None:
        """What is damaged is no trouble any more once there is a goal: without one nobody gets as far as here."""
        _, wrong = preseed.look(self._platform, self._data)
        return wrong.as_(Severity.INFO) if wrong and wrong.id is FindingId.PRESEED_DAMAGED else wrong

    def claude(self, roots: tuple[Root, ...], since: LogMark | None) -> Claude:
        """Claude Desktop as a program, with what its log says of the present launch."""
        installation = self._platform.find_claude()
        if installation is None:
            return Claude(None)
        claude = Claude(installation, self._platform.running(installation))
        seen = _evidence(roots, claude.running_since, since)
        version = self._version(installation) or (seen.version if seen else _last_version(roots))
        return replace(claude, evidence=seen, version=version)

    def _version(self, installation: Installation) -> str | None:
        """Asked for once: it may take a process, and waiting for Claude looks many times a second."""
        if installation not in self._versions:
            self._versions = {installation: self._platform.version(installation)}
        return self._versions[installation]


def _cut(journal: Journal) -> tuple[PurePath, ...]:
    """The profiles that a key was taken out of."""
    pending = (file.record for file in journal.pending.files) if journal.pending else ()
    records = (*journal.files, *(record for record in pending if record is not None))
    return tuple(PurePath(record.path) for record in records if record.cut is not None)


async def _nothing() -> tuple[None, None]:
    """In place of the gateway's answers, when nobody asks it."""
    return None, None


def _evidence(roots: tuple[Root, ...], started: float | None, since: LogMark | None) -> LogEvidence | None:
    """From the log that the running Claude wrote to: of several roots the one with the most to say, copies first."""
    if started is None:
        return None
    copies_first = sorted(roots, key=lambda r: not r.shadow)
    for root in copies_first:
        lines = claude_log_file.lines_of_launch(Path(root.log), started, since)
        if (found := evidence(lines)) is not None:
            return found
    return next((found for root in copies_first if (found := _refusal(root, started)) is not None), None)


def _refusal(root: Root, started: float) -> LogEvidence | None:
    """A Claude that is too old for our settings falls back to its normal mode, whose log is elsewhere."""
    found = evidence(claude_log_file.lines_of_launch(Path(root.normal) / "logs" / "main.log", started, None))
    refused = found is not None and FindingId.CLAUDE_TOO_OLD in {report.id for report in found.reports}
    return found if refused else None


def _last_version(roots: tuple[Root, ...]) -> str | None:
    """The version that the last launch wrote into its log, where the installer does not tell."""
    for root in roots:
        for folder in (root.log.parent, root.normal / "logs"):
            found = evidence(claude_log_file.lines_of_launch(Path(folder / "main.log"), 0, None))
            if found is not None and found.version is not None:
                return found.version
    return None
