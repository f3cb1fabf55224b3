"""Restarts Claude Desktop, or opens it where it is closed, and looks for its own word; nothing is written."""

from __future__ import annotations

import asyncio

from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.facts import Facts, Installation
from app.domain.findings import FindingId, found
from app.domain.journal import ChangeKind
from app.domain.outcome import Outcome
from app.domain.plan import Plan
from app.domain.questions import ClaudeIsOpen
from app.flows.parts import Parts
from app.flows.restart_claude import close_claude, is_closed, open_claude, wait_for_proof
from app.flows.setup import Person


async def reopen(parts: Parts, person: Person) -> Outcome:
    """Asks before it closes Claude. `confirmed` None also where OpenRouter was never set up."""
    goal = parts.goal()
    facts = await asyncio.to_thread(parts.prober.local, goal)
    claude = facts.claude.installation
    plan = Plan(ChangeKind.REPAIR, restart=bool(facts.claude.processes), reopen=True)
    if claude is None:
        return Outcome(plan, blocked=(found(FindingId.CLAUDE_NOT_INSTALLED),))
    if plan.restart and not await person.ask.agree(ClaudeIsOpen()):
        return Outcome(plan, declined=True)
    try:
        async with parts.data.locked():
            await _reopened(parts, person, facts, claude)
    except AppError as error:
        return Outcome(plan, blocked=(error.finding,))
    if not is_set_up(facts):
        return Outcome(plan, applied=True)
    confirmed = await wait_for_proof(parts, facts, goal, person.tell, person.patience)
    return Outcome(plan, applied=True, confirmed=confirmed)


async def _reopened(parts: Parts, person: Person, facts: Facts, claude: Installation) -> None:
    if facts.claude.processes:
        try:
            await close_claude(parts, claude, person.ask, person.tell, person.patience)
        except asyncio.CancelledError:  # it was asked to close, and does not stay closed for us
            if await is_closed(parts, claude, person.patience.start, person.patience.poll):
                await open_claude(parts, facts, person.tell, person.patience)
            raise
    await open_claude(parts, facts, person.tell, person.patience)
