"""Setup, repair and undo: the one way in which anything of Claude Desktop's is changed.

Plan, ask, lock, close Claude, look again, write, reopen, and believe only what Claude's own log says.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.domain import claude_settings
from app.domain.claude_edits import Secrets
from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.facts import Facts
from app.domain.findings import Finding, FindingId, found
from app.domain.goal import Goal
from app.domain.journal import ChangeKind, Pending
from app.domain.model import ApiKey
from app.domain.outcome import Outcome
from app.domain.plan import Plan, plan_change
from app.domain.progress import Step
from app.domain.questions import ClaudeIsOpen, PlanChanged, ReviewPlan, TakeOutEntry
from app.domain.take_out import plan_take_out
from app.domain.undo import plan_undo
from app.flows.ask import Ask, Tell
from app.flows.carry_out import carry_out, take_back_ours, to_the_end
from app.flows.connect_key import keep_key
from app.flows.parts import Parts
from app.flows.refresh import look
from app.flows.restart_claude import Patience, close_claude, is_closed, open_claude, wait_for_proof
from app.flows.secrets_of_plan import fetch, forget_restored
from app.services.applier import HalfWritten


class _Stopped(Exception):  # noqa: N818 - an end, not an error
    """Ends a change early, with its outcome."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


@dataclass(slots=True)
class Change:
    """One change under way. `restart` False: Claude is neither closed nor opened. `key`: a new one, to be stored.

    `profile`: whose key is taken out, by its id.
    """

    parts: Parts
    ask: Ask
    tell: Tell
    kind: ChangeKind
    restart: bool = True
    key: ApiKey | None = None
    profile: str = ""
    patience: Patience = field(default_factory=Patience)
    _take_out: frozenset[str] = frozenset()
    _was_open: bool = False
    _opened_again: bool = False

    async def run(self, facts: Facts, goal: Goal) -> Outcome:
        """From facts to an outcome. Raises `AppError` only for what is no part of a change (busy, own data)."""
        if facts.journal.pending is not None:
            facts = await self._recovered(facts, goal)
        plan = await self._agreeable(facts, goal)
        if plan.blocked or plan.empty:
            try:
                return await self._nothing_to_do(plan, facts, goal)
            except _Stopped as stopped:
                return stopped.outcome
        if not await self.ask.agree(ReviewPlan(plan, goal)):
            return Outcome(plan, declined=True)
        async with self.parts.data.locked():
            try:
                return await self._apply(plan, facts, goal)
            except _Stopped as stopped:
                await self._finish()
                return stopped.outcome
            except BaseException:  # stopped by the person, or a defect: Claude does not stay closed for it
                await self._abandoned(plan, facts, goal)
                raise

    async def _abandoned(self, plan: Plan, facts: Facts, goal: Goal) -> None:
        claude = facts.claude.installation
        asked_to_close = self._was_open and not self._opened_again
        if claude is not None and asked_to_close and self.restart:
            await is_closed(self.parts, claude, self.patience.start, self.patience.poll)
        await self._untouched(plan, await self._again(facts, goal))
        await self._finish()

    async def _recovered(self, facts: Facts, goal: Goal) -> Facts:
        """Facts after an interrupted change was brought in line with what is there."""
        self.tell(Step.RECOVER)
        async with self.parts.data.locked():
            await self._settle(facts)
        return await self._again(facts, goal)

    async def _settle(self, facts: Facts) -> None:
        """Under our lock, so that a change which is still pending is an interrupted one."""
        pending = (await asyncio.to_thread(self.parts.store.load)).pending
        if pending is None:
            return
        self._was_open = self._was_open or pending.claude_was_open
        journal = await asyncio.to_thread(self.parts.applier.settle)
        if not is_set_up(replace(facts, journal=journal)):
            await asyncio.to_thread(self.parts.launcher.remove)

    async def _nothing_to_do(self, plan: Plan, facts: Facts, goal: Goal) -> Outcome:
        """With it an interrupted change has ended too, and a setup of which an undo finds nothing left."""
        blocked = plan.blocked
        if not blocked:
            await self._store_key(plan, goal)
            if self.kind in (ChangeKind.SETUP, ChangeKind.REPAIR):  # it may be lost, though all is as it says
                await asyncio.to_thread(self.parts.remember, goal)
        over = self.kind is ChangeKind.UNDO and not blocked and facts.journal.active
        if over or facts.journal.pending is not None:
            async with self.parts.data.locked():
                if over:
                    await asyncio.to_thread(self.parts.applier.forget, facts)
                    await asyncio.to_thread(self.parts.launcher.remove)
                blocked = (await self._untouched(plan, facts, blocked=blocked)).blocked
                await self._finish()
            facts = await self._again(facts, goal)
        return Outcome(plan, blocked=blocked, look=look(facts, goal))

    async def _again(self, facts: Facts, goal: Goal) -> Facts:
        """A second look at this computer; what the gateway said a moment ago still counts."""
        local = await asyncio.to_thread(self.parts.prober.local, goal)
        taken_out = await self.parts.prober.taken_out(local.journal)
        return replace(local.with_answers_of(facts), taken_out=taken_out)

    async def _agreeable(self, facts: Facts, goal: Goal) -> Plan:
        """The plan, after asking whether another's bad entry may leave the list, if that is in the way."""
        plan = self._plan(facts, goal)
        if any(f.id is FindingId.BAD_ENTRY_ID for f in plan.blocked):
            bad = [(id, name) for r in facts.roots for id, name in r.entries if claude_settings.foreign_and_bad(id)]
            agreed = [id for id, name in bad if await self.ask.agree(TakeOutEntry(id, name or None))]
            self._take_out = frozenset(agreed)
            plan = self._plan(facts, goal)
        return plan

    def _plan(self, facts: Facts, goal: Goal) -> Plan:
        match self.kind:
            case ChangeKind.UNDO:
                plan = plan_undo(facts)
            case ChangeKind.TAKE_OUT:
                plan = plan_take_out(facts, self.profile)
            case _:
                plan = plan_change(self.kind, facts, goal, self._take_out)
        closed_by_us = self._was_open and not facts.claude.processes and not plan.blocked
        plan = replace(plan, reopen=True) if closed_by_us else plan
        return plan if self.restart else replace(plan, reopen=False)

    async def _store_key(self, plan: Plan, goal: Goal) -> None:
        if self.key is None:
            return
        self.tell(Step.STORE_KEY)
        try:
            await keep_key(self.parts, self.key, goal.handover)
        except AppError as error:
            raise _Stopped(Outcome(plan, blocked=(error.finding,))) from None

    async def _apply(self, plan: Plan, facts: Facts, goal: Goal) -> Outcome:
        await self._settle(facts)
        await self._store_key(plan, goal)
        await self._close(plan, facts)
        facts = await self._again(facts, goal)
        now = replace(self._plan(facts, goal), cache=plan.cache)  # Claude's log told it, and a closed Claude has none
        if now.blocked:
            raise _Stopped(await self._untouched(now, facts, blocked=now.blocked))
        if not now.same_words(plan) and not await self.ask.agree(PlanChanged(now, goal)):
            raise _Stopped(await self._untouched(now, facts, declined=True))
        if now.changes and facts.claude.processes:  # somebody opened it this very moment
            raise _Stopped(await self._untouched(now, facts, blocked=(found(FindingId.CLAUDE_STILL_OPEN),)))
        now = replace(now, restart=plan.restart, reopen=plan.reopen or (self._was_open and self.restart))
        await self._write(now, facts, goal, await self._secrets(now, facts))
        with suppress(AppError):  # it lies in the keychain once more than it need
            await forget_restored(self.parts, now)
        confirmed, failed = await self._reopen(now, facts, goal)
        await self._finish()
        after = look(await self._again(facts, goal), goal)
        if confirmed and after.diagnosis.uses_gateway is not True:
            confirmed = None  # the log is good, but the settings are no longer those that it is about
        return Outcome(now, True, confirmed, blocked=failed, look=after)

    async def _close(self, plan: Plan, facts: Facts) -> None:
        claude = facts.claude.installation
        concerned = plan.restart or plan.changes or plan.cache
        running = await asyncio.to_thread(self.parts.platform.running, claude) if claude and concerned else ()
        if claude is not None and running:
            if not self.restart:
                raise _Stopped(Outcome(plan, blocked=(found(FindingId.CLAUDE_STILL_OPEN),)))
            if not await self.ask.agree(ClaudeIsOpen()):
                raise _Stopped(Outcome(plan, declined=True))
            self._was_open = True
            await self._record()
            try:
                await close_claude(self.parts, claude, self.ask, self.tell, self.patience)
            except AppError as error:
                raise _Stopped(Outcome(plan, blocked=(error.finding,))) from None
        else:
            await self._record()

    async def _record(self) -> None:
        """Writes down that a change begins, and whether Claude was open for it."""
        journal = self.parts.store.load()
        pending = Pending(uuid.uuid4().hex[:12], self.kind, self._was_open)
        await asyncio.to_thread(self.parts.store.save, replace(journal, pending=pending))

    async def _finish(self) -> None:
        """The change has ended. Files that are not settled, and an end that cannot be noted, are left to the next one."""
        journal = self.parts.store.load()
        if journal.pending is not None and not journal.pending.files:
            with suppress(AppError):
                await asyncio.to_thread(self.parts.store.save, replace(journal, pending=None))

    async def _secrets(self, plan: Plan, facts: Facts) -> Secrets:
        try:
            return await fetch(self.parts, plan, facts, self.key)
        except AppError as error:
            raise _Stopped(await self._untouched(plan, facts, blocked=(error.finding,))) from None

    async def _write(self, plan: Plan, facts: Facts, goal: Goal, secrets: Secrets) -> None:
        old = self.parts.data.load("goal.json", Goal)
        self.tell(Step.WRITE)
        try:
            await to_the_end(carry_out, self.parts, plan, facts, goal, secrets)
        except AppError as error:
            self.tell(Step.ROLL_BACK)
            rolled_back = not isinstance(error, HalfWritten)
            if rolled_back:
                await asyncio.to_thread(take_back_ours, self.parts, plan, old)
            stopped = await self._untouched(plan, facts, blocked=(error.finding,))
            raise _Stopped(replace(stopped, rolled_back=rolled_back)) from None

    async def _untouched(
        self, plan: Plan, facts: Facts, *, blocked: tuple[Finding, ...] = (), declined: bool = False
    ) -> Outcome:
        """The outcome where nothing is changed after all: Claude is as open as it was."""
        if self._was_open and self.restart and not facts.claude.processes:
            blocked += await self._open(facts)
        return Outcome(plan, blocked=blocked, declined=declined)

    async def _reopen(self, plan: Plan, facts: Facts, goal: Goal) -> tuple[bool | None, tuple[Finding, ...]]:
        """Claude's own word, and what kept it from opening."""
        if not plan.reopen:
            return None, ()
        failed = await self._open(facts)
        if failed or plan.kind is ChangeKind.UNDO:
            return (False if failed else None), failed
        return await wait_for_proof(self.parts, facts, goal, self.tell, self.patience), ()

    async def _open(self, facts: Facts) -> tuple[Finding, ...]:
        self._opened_again = True
        try:
            await open_claude(self.parts, facts, self.tell, self.patience)
        except AppError as error:
            return (error.finding,)
        return ()
