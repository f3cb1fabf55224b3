"""The moment in which a change writes: our own files, Claude's, and what is left of ours after an undo."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.domain.claude_edits import Secrets
from app.domain.errors import AppError
from app.domain.facts import Facts
from app.domain.goal import Goal, Handover
from app.domain.journal import ChangeKind
from app.domain.plan import Plan
from app.flows.parts import Parts
from app.services import files


def carry_out(parts: Parts, plan: Plan, facts: Facts, goal: Goal, secrets: Secrets) -> None:
    """Blocking. Raises `AppError` with Claude's files as they were, or `HalfWritten`."""
    if plan.kind in (ChangeKind.SETUP, ChangeKind.REPAIR):
        parts.remember(goal)
        if goal.handover is Handover.HELPER:
            parts.launcher.install()
    if plan.cache is not None and Path(plan.cache).exists():  # Claude may have dropped it while it quit
        aside = plan.cache.with_name(f"Cache.before-{time.strftime('%Y%m%d-%H%M%S')}")
        files.move_aside(Path(plan.cache), Path(aside))
    if plan.changes:
        parts.applier.write(plan, facts, time.time(), secrets)
    if plan.kind is ChangeKind.UNDO:
        with suppress(AppError):  # what cannot go does no harm, and Claude's files are as they were
            parts.launcher.remove()


def take_back_ours(parts: Parts, plan: Plan, goal: Goal | None) -> None:
    """Our own files are as before too; one that cannot be does no harm."""
    with suppress(AppError):
        if plan.kind in (ChangeKind.SETUP, ChangeKind.REPAIR):
            parts.remember(goal)
        if plan.install_helper:
            parts.launcher.remove()


async def to_the_end(work: Callable[..., None], *arguments: object) -> None:
    """In a thread; whoever stops us meanwhile waits for its end, since our lock must outlive it."""
    task = asyncio.create_task(asyncio.to_thread(work, *arguments))
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
