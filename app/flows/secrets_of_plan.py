"""Fetches the secrets that a plan speaks of, from where it says that they lie, just before it is carried out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

from app.domain.claude_edits import CutSecret, RestoreSecret, Secrets, SetSecret
from app.domain.errors import AppError, failure
from app.domain.facts import Facts
from app.domain.findings import AtFile, FindingId
from app.domain.model import ApiKey
from app.domain.plan import FileChange, Plan
from app.domain.secret_ref import ClaudeProfile, Keychain
from app.flows.parts import Parts
from app.services import claude_files


async def fetch(parts: Parts, plan: Plan, facts: Facts, new: ApiKey | None) -> Secrets:
    """By their SHA-256; keys that will be cut out of profiles are put into the keychain first.

    `new`: one that was just entered. Raises `AppError`: key-missing, changed-meanwhile, or what the keychain says.
    """
    secrets: dict[str, ApiKey] = {}
    for change, edit in _edits(plan):
        digest = edit.secret.digest
        if digest not in secrets:
            key = new if new is not None and new.digest == digest else await _fetched(parts, change, edit, facts)
            if key is None or key.digest != digest:
                raise _missing(change, edit)
            secrets[digest] = key
    return secrets


async def _fetched(
    parts: Parts, change: FileChange, edit: SetSecret | CutSecret | RestoreSecret, facts: Facts
) -> ApiKey | None:
    match edit.secret.ref:
        case Keychain(name) if isinstance(edit, CutSecret):
            key = await asyncio.to_thread(claude_files.key_in, Path(change.path))
            if key is not None and key.digest == edit.secret.digest:
                await parts.keychain.write(key, name)
            return key
        case Keychain(name):
            return await parts.keychain.read(name)
        case ClaudeProfile():
            return await asyncio.to_thread(claude_files.own_copy, [r.root for r in facts.roots])


def _missing(change: FileChange, edit: SetSecret | CutSecret | RestoreSecret) -> AppError:
    if isinstance(edit, CutSecret):
        return failure(FindingId.CHANGED_MEANWHILE, AtFile(str(change.path)))
    return failure(FindingId.KEY_MISSING)


async def forget_restored(parts: Parts, plan: Plan) -> None:
    """A key that is back in its profile need not lie in the keychain too."""
    left = {record.cut.name for record in parts.store.load().files if record.cut is not None}
    for _, edit in _edits(plan):
        match edit:
            case RestoreSecret(secret=secret) if isinstance(secret.ref, Keychain) and secret.ref.name not in left:
                await parts.keychain.forget(secret.ref.name)


def _edits(plan: Plan) -> Iterator[tuple[FileChange, SetSecret | CutSecret | RestoreSecret]]:
    for change in plan.changes:
        for edit in change.edits:
            if isinstance(edit, SetSecret | CutSecret | RestoreSecret):
                yield change, edit
