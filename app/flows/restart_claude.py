"""Closes Claude Desktop for certain, opens it again, and waits for its own word that it is on the gateway."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.claude_log import BAD_STATES
from app.domain.diagnosis_claude import confirmed, refuses_helper
from app.domain.errors import AppError, failure
from app.domain.facts import Facts, Installation
from app.domain.findings import FindingId, Waits
from app.domain.goal import Goal
from app.domain.progress import Step
from app.domain.questions import EndByForce, KeepWaiting, StillOpen
from app.flows.ask import Ask, Tell
from app.flows.parts import Parts
from app.services import claude_log_file


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: how long Claude may take to close before it is said, before we stop; to start; to confirm."""

    notice: float = 15.0
    close: float = 30.0
    start: float = 15.0
    confirm: float = 30.0
    poll: float = 0.2


async def close_claude(parts: Parts, claude: Installation, ask: Ask, tell: Tell, patience: Patience) -> None:
    """Returns once no process of Claude is left. Raises `AppError` (claude-did-not-close) where it stays."""
    tell(Step.QUIT_CLAUDE)
    processes = await asyncio.to_thread(parts.platform.running, claude)
    await asyncio.to_thread(parts.platform.ask_to_quit, claude, processes)
    tell(Step.WAIT_CLOSED)
    if await is_closed(parts, claude, patience.notice, patience.poll):
        return
    goes_on = await ask.agree(StillOpen(patience.notice))
    waits = goes_on
    while waits:
        if await is_closed(parts, claude, patience.close - patience.notice, patience.poll):
            return
        waits = await ask.agree(KeepWaiting(patience.close))
    if goes_on and await ask.agree(EndByForce()):
        left = await asyncio.to_thread(parts.platform.running, claude)
        await asyncio.to_thread(parts.platform.end, claude, left)
        if await is_closed(parts, claude, patience.start, patience.poll):
            return
    raise failure(FindingId.CLAUDE_DID_NOT_CLOSE, Waits(patience.close if goes_on else patience.notice))


async def is_closed(parts: Parts, claude: Installation, seconds: float, poll: float) -> bool:
    """Waits so long for the last process of Claude to go."""
    deadline = asyncio.get_running_loop().time() + seconds
    while await asyncio.to_thread(parts.platform.running, claude):
        if asyncio.get_running_loop().time() >= deadline:
            return False
        await asyncio.sleep(poll)
    return True


async def open_claude(parts: Parts, facts: Facts, tell: Tell, patience: Patience) -> None:
    """Opens it, with its log marked before. Raises `AppError` (claude-did-not-start)."""
    installation = facts.claude.installation
    if installation is None:
        return
    tell(Step.REOPEN)
    log = next((r.root.log for r in facts.roots if r.root.shadow), facts.roots[0].root.log)
    journal = parts.store.load()
    with suppress(AppError):  # without the mark, the times in the log tell the launches apart
        parts.store.save(replace(journal, mark=claude_log_file.mark(Path(log))))
    await asyncio.to_thread(parts.platform.start, installation)
    deadline = asyncio.get_running_loop().time() + patience.start
    while not await asyncio.to_thread(parts.platform.running, installation):
        if asyncio.get_running_loop().time() >= deadline:
            raise failure(FindingId.CLAUDE_DID_NOT_START)
        await asyncio.sleep(patience.poll)


async def wait_for_proof(parts: Parts, facts: Facts, goal: Goal, tell: Tell, patience: Patience) -> bool | None:
    """True: Claude's log says so. False: it says that it failed. None: it said neither in time."""
    tell(Step.CONFIRM)
    roots = tuple(r.root for r in facts.roots)
    deadline = asyncio.get_running_loop().time() + patience.confirm
    while True:
        claude = await asyncio.to_thread(parts.prober.claude, roots, parts.store.load().mark)
        if claude.evidence is not None and claude.processes:
            if confirmed(claude.evidence, goal):
                return True
            if claude.evidence.health in BAD_STATES or refuses_helper(claude.evidence, goal):
                return False
        if asyncio.get_running_loop().time() >= deadline:
            return None
        await asyncio.sleep(patience.poll)
