"""Runs what a person asked for, one change at a time, from its first question to its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.goal import Handover
from app.domain.journal import ChangeKind
from app.domain.model import ApiKey
from app.domain.outcome import Outcome
from app.domain.plan import Plan
from app.domain.progress import Step
from app.domain.state import Activity, Ended, Idle, Running, Task, seen
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.flows.reopen import reopen
from app.flows.restart_claude import Patience
from app.flows.setup import Person, change_models, forget, hand_over, repair, set_up, take_key_out, undo
from app.ui.conversation import (
    Agreed,
    Conversation,
    Yes,
    to_handover,
    to_models,
    to_nothing,
    to_shown,
    to_what_disturbs_nobody,
)
from app.ui.store import Store
from app.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class _Wish:
    """What somebody asked for. `quiet`: nobody did just now."""

    task: Task
    flow: Callable[[Person], Awaitable[Outcome]]
    agreed: Agreed = to_nothing
    quiet: bool = False


class Changes:
    """While something is changed, the monitor does not look."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor, patience: Patience) -> None:
        """`ended` is set by whoever wants to be told how a change ended."""
        self._parts = parts
        self._store = store
        self._tasks = tasks
        self._monitor = monitor
        self._patience = patience
        self.ended: Callable[[Task, Outcome | Finding], None] | None = None
        self._cancel: Callable[[], object] | None = None
        self._conversation: Conversation | None = None
        self._forget_key = False
        self._last: _Wish | None = None

    # What a person asks for. Each is ignored while something else runs.

    def set_up(self, models: Sequence[str], key: ApiKey | None = None, handover: Handover | None = None) -> None:
        """`key`: one that no keychain keeps."""

        async def flow(person: Person) -> Outcome:
            return await set_up(self._parts, person, key=key, models=models, handover=handover)

        self._begin(_Wish(Task.SETUP, flow))

    def hand_over(self, handover: Handover) -> None:
        """The person has read what it means and that Claude closes for it."""

        async def flow(person: Person) -> Outcome:
            return await hand_over(self._parts, person, handover)

        self._begin(_Wish(Task.HANDOVER, flow, to_handover))

    def take_out(self, profile: str) -> None:
        self._begin(_Wish(Task.TAKE_OUT, lambda person: take_key_out(self._parts, person, profile)))

    def repair(self, shown: Plan | None = None) -> None:
        """`shown`: the plan that the person has just read."""
        agreed = to_what_disturbs_nobody if shown is None else to_shown(shown)
        self._begin(_Wish(Task.REPAIR, lambda person: repair(self._parts, person), agreed))

    def undo(self) -> None:
        self._begin(_Wish(Task.UNDO, self._undo))

    def restart_claude(self) -> None:
        self._begin(_Wish(Task.RESTART, lambda person: reopen(self._parts, person)))

    def use_models(self, models: Sequence[str], *, restart: bool) -> None:
        """Gives Claude these models: with a restart now, or because it is closed just now."""

        async def flow(person: Person) -> Outcome:
            return await change_models(self._parts, replace(person, restart=restart), models)

        self._begin(_Wish(Task.MODELS, flow, to_models, quiet=not restart))

    async def _undo(self, person: Person) -> Outcome:
        outcome = await undo(self._parts, person)
        return await forget(self._parts, outcome) if self._forget_key else outcome

    def again(self) -> None:
        """The same once more, after it did not finish."""
        if self._last is not None:
            forget_key = self._forget_key
            self._begin(self._last)
            self._forget_key = forget_key

    # What a person answers.

    def answer(self, *, yes: bool) -> None:
        if self._conversation is not None:
            self._conversation.answer(yes=yes)

    def agree_to_undo(self, *, forget_key: bool) -> None:
        self._forget_key = forget_key
        self.answer(yes=True)

    def give_up_waiting(self) -> None:
        """Claude does not close, and shall not be ended either."""
        if self._conversation is not None:
            self._conversation.give_up_waiting()

    def stop(self) -> None:
        """Stops the change under way; what a first setup has written already is taken back."""
        activity = self._store.state.activity
        if isinstance(activity, Running) and self._cancel is not None and not activity.stopping:
            self._tell_of(replace(activity, stopping=True, asking=None))
            self._cancel()

    def abandon_setup(self) -> None:
        """The person goes elsewhere before there was a plan to agree to; nothing has happened yet."""
        match self._store.state.activity:
            case Running(task=Task.SETUP, plan=None, stopping=False, touches=False):
                self._abandon()

    def dismiss(self) -> None:
        """The person has seen how it ended."""
        if isinstance(self._store.state.activity, Ended):
            self._tell_of(Idle())

    # Running.

    def _begin(self, wish: _Wish) -> None:
        match self._store.state.activity:
            case Running(quiet=True, touches=False):
                self._abandon()  # a person's wish comes first
            case Running():
                return
            case Ended() if wish.quiet:
                return  # nobody has read it yet
        look = self._store.state.look
        first = wish.task is Task.SETUP and not (look is not None and is_set_up(look.facts))
        self._forget_key = False
        self._last = self._last if wish.quiet else wish
        self._tell_of(Running(wish.task, quiet=wish.quiet, undoes=first))
        self._conversation = Conversation(self._store, self._monitor, wish.agreed)
        self._cancel = self._tasks.spawn(self._run(wish, self._conversation, undoes=first))

    def _abandon(self) -> None:
        if self._conversation is not None and self._cancel is not None:
            self._conversation.over = True
            self._cancel()
            self._monitor.release()
            self._tell_of(Idle())

    async def _run(self, wish: _Wish, conversation: Conversation, *, undoes: bool) -> None:
        person = Person(conversation, conversation.tell, patience=self._patience)
        stopped = False
        try:
            result: Outcome | Finding = await wish.flow(person)
        except AppError as error:
            result = error.finding
        except asyncio.CancelledError:
            stopped = isinstance(self._store.state.activity, Running) and self._store.state.activity.stopping
            if conversation.over or not stopped:  # abandoned, or the program closes
                raise
            result = await self._stopped(wish.task, conversation, undoes=undoes)
        except BaseException:  # a defect, which is told; nobody waits for an end that does not come
            self._tell_of(Idle())
            raise
        finally:
            if not conversation.over:
                self._monitor.release()
        conversation.over = True
        self._end(wish, result, stopped=stopped)

    async def _stopped(self, task: Task, conversation: Conversation, *, undoes: bool) -> Outcome | Finding:
        """The outcome of a change that was stopped."""
        if not undoes:
            return Outcome(Plan(ChangeKind.UNDO if task is Task.UNDO else ChangeKind.REPAIR), declined=True)
        conversation.tell(Step.ROLL_BACK)
        try:
            outcome = await undo(self._parts, Person(Yes(), conversation.tell, patience=self._patience))
        except AppError as error:
            return error.finding
        done = outcome.applied or outcome.plan.empty
        return Outcome(outcome.plan, rolled_back=done, declined=done, blocked=outcome.blocked)

    def _end(self, wish: _Wish, result: Outcome | Finding, *, stopped: bool) -> None:
        state, running = self._store.state, self._store.state.activity
        steps = running.steps if isinstance(running, Running) else ()
        if isinstance(result, Outcome) and result.look is not None:
            state = seen(state, result.look)
        declined = isinstance(result, Outcome) and result.declined and not result.blocked and not stopped
        nothing_to_show = declined or wish.quiet
        ended = Ended(wish.task, steps, result, time.time(), stopped)
        self._store.put(replace(state, activity=Idle() if nothing_to_show else ended))
        if self.ended is not None:
            self.ended(wish.task, result)

    def _tell_of(self, activity: Activity) -> None:
        self._store.put(replace(self._store.state, activity=activity))
