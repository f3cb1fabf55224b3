"""Setup, repair and undo from the start: the key, the goal, and then the one change."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.domain import managed
from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.facts import Facts, StoredKey
from app.domain.findings import Finding, FindingId, Listed, Named, Severity, found
from app.domain.goal import Goal, Handover
from app.domain.goal_choice import GoalChoice, for_repair, for_setup
from app.domain.journal import ChangeKind
from app.domain.model import ApiKey
from app.domain.outcome import Outcome
from app.domain.plan import Plan
from app.domain.progress import Step
from app.flows.ask import Ask, Tell
from app.flows.change import Change
from app.flows.connect_key import claudes_key, verify_key
from app.flows.parts import Parts
from app.flows.refresh import look
from app.flows.restart_claude import Patience
from app.services.claude_files import own_copy


@dataclass(frozen=True, slots=True)
class Person:
    """Who asked for a change: how to ask and tell them, and whether Claude may be restarted for it."""

    ask: Ask
    tell: Tell
    restart: bool = True
    patience: Patience = field(default_factory=Patience)

    def change(self, parts: Parts, kind: ChangeKind, key: ApiKey | None = None, profile: str = "") -> Change:
        return Change(parts, self.ask, self.tell, kind, self.restart, key, profile, self.patience)


async def set_up(
    parts: Parts,
    person: Person,
    *,
    key: ApiKey | None = None,
    models: Sequence[str] = (),
    handover: Handover | None = None,
) -> Outcome:
    """Connects Claude Desktop. `key`: a new one, else the stored one or the one that Claude has now.

    `models`: ids in the order of the picker, else those that are prepared, else the recommended ones. `handover`: else as it was, the helper at first.
    Raises `AppError` for a key that does not work.
    """
    goal = parts.goal()
    goal = replace(goal, handover=handover or goal.handover)
    if key is not None:
        await verify_key(parts, key, person.tell)
    person.tell(Step.GET_MODELS)
    facts = await parts.prober.probe(goal, key=key)
    if _has_no_key(facts, goal) and (key := await claudes_key(parts, facts, person.ask, person.tell)) is not None:
        facts = await parts.prober.probe(goal, key=key)
    choice = for_setup(goal, models or parts.prepared_models(), facts, _today())
    outcome = await _with_models(parts, person, facts, choice, key)
    done = not outcome.blocked and not outcome.declined and (outcome.applied or outcome.plan.empty)
    if done and key is None and isinstance(facts.keychain, StoredKey):
        await parts.keychain.accept(facts.keychain)  # set up with what was there, whoever had put it there
    return outcome


def _has_no_key(facts: Facts, goal: Goal) -> bool:
    """A keychain that cannot be used is no reason not to ask for Claude's own key, where Claude is to keep it."""
    return facts.keychain is None or (goal.handover is Handover.STATIC and isinstance(facts.keychain, Finding))


async def hand_over(parts: Parts, person: Person, handover: Handover) -> Outcome:
    """Changes how Claude gets its key, and nothing else. Switching back moves a key that only Claude has."""
    goal = replace(parts.goal(), handover=handover)
    person.tell(Step.LOOK)
    facts = await parts.prober.probe(goal)
    if not is_set_up(facts):
        return _not_set_up()
    if managed.by_us(facts) is not None and (by_it := managed.finding(facts)) is not None:
        blocked = (by_it.as_(Severity.PROBLEM),)
        return Outcome(Plan(ChangeKind.REPAIR, blocked=blocked), blocked=blocked)
    key = await _only_in_claude(facts) if handover is Handover.HELPER else None
    facts = await parts.prober.probe(goal, key=key) if key else facts
    goal = look(facts, goal).goal
    return await person.change(parts, ChangeKind.REPAIR, key).run(facts, goal)


async def _only_in_claude(facts: Facts) -> ApiKey | None:
    """The key that Claude has a copy of, where the keychain has none, or missed that it was replaced."""
    copy = await asyncio.to_thread(own_copy, [r.root for r in facts.roots])
    in_keychain = facts.keychain.digest if isinstance(facts.keychain, StoredKey) else None
    if copy is None or copy.digest == in_keychain:
        return None
    newer = facts.kept is not None and facts.kept.digest == copy.digest
    return copy if newer or in_keychain is None else None


async def take_key_out(parts: Parts, person: Person, profile: str) -> Outcome:
    """Takes the readable key out of somebody's profile, by its id; the keychain keeps it for an undo."""
    goal = parts.goal()
    person.tell(Step.LOOK)
    facts = await parts.prober.probe(goal, offline=True)
    return await person.change(parts, ChangeKind.TAKE_OUT, profile=profile).run(facts, look(facts, goal).goal)


async def change_models(parts: Parts, person: Person, models: Sequence[str]) -> Outcome:
    """Gives Claude other models where it is set up; a setup that is gone is not made anew by it."""
    goal = parts.goal()
    person.tell(Step.GET_MODELS)
    facts = await parts.prober.probe(goal)
    if not is_set_up(facts):
        return _not_set_up()
    return await _with_models(parts, person, facts, for_setup(goal, models, facts, _today()))


def _not_set_up() -> Outcome:
    missing = (found(FindingId.NOT_SET_UP),)
    return Outcome(Plan(ChangeKind.SETUP, blocked=missing), blocked=missing)


async def _with_models(
    parts: Parts, person: Person, facts: Facts, choice: GoalChoice, key: ApiKey | None = None
) -> Outcome:
    if wrong := _wrong_models(choice):
        return Outcome(Plan(ChangeKind.SETUP, blocked=wrong), blocked=wrong)
    return await person.change(parts, ChangeKind.SETUP, key).run(facts, choice.goal)


def _wrong_models(choice: GoalChoice) -> tuple[Finding, ...]:
    refused = tuple(found(FindingId.MODEL_NOT_ACCEPTED, Named(id), repairable=False) for id in choice.refused)
    if not choice.unknown:
        return refused
    return (*refused, found(FindingId.MODELS_UNAVAILABLE, Listed(choice.unknown), repairable=False))


async def repair(parts: Parts, person: Person) -> Outcome:
    """Sets right what differs from the goal; a healthy computer is left alone."""
    person.tell(Step.LOOK)
    seen = look(await parts.prober.probe(parts.goal()), parts.goal())
    goal = for_repair(seen.goal, seen.facts, _today())
    return await person.change(parts, ChangeKind.REPAIR).run(seen.facts, goal)


async def undo(parts: Parts, person: Person, *, forget_key: bool = False) -> Outcome:
    """Takes the setup back; works without the gateway. `forget_key`: takes the key out of the keychain too."""
    goal = parts.goal_for_undo()
    person.tell(Step.LOOK)
    facts = await parts.prober.probe(goal, offline=True)
    outcome = await person.change(parts, ChangeKind.UNDO).run(facts, goal)
    over = not (outcome.blocked or outcome.declined) and (outcome.applied or outcome.plan.empty)
    if over and goal.handover is Handover.STATIC:  # a next setup shall not copy the key unasked
        with suppress(AppError):
            parts.remember(replace(goal, handover=Handover.HELPER))
    return await forget(parts, outcome) if forget_key else outcome


async def forget(parts: Parts, outcome: Outcome) -> Outcome:
    """Takes the key out of the keychain once an undo is through, and those that were left there of other profiles.

    A key that Claude still uses stays.
    """
    if outcome.declined or not (outcome.applied or outcome.plan.empty):
        return outcome
    cuts = {record.cut.name for record in parts.store.load().files if record.cut is not None}
    try:
        await parts.keychain.forget()
        for name in await asyncio.to_thread(parts.keychain.taken_out):
            if name not in cuts:  # nobody will ask for it any more
                await parts.keychain.forget(name)
    except AppError as error:
        return replace(outcome, blocked=(*outcome.blocked, error.finding))
    return outcome


def _today() -> str:
    return time.strftime("%Y-%m-%d", time.gmtime())
