"""Runs what a person asked for, one change at a time, and turns a flow's questions and steps into state."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from app.domain.diagnosis import is_set_up
from app.domain.errors import AppError
from app.domain.findings import Finding
from app.domain.journal import ChangeKind
from app.domain.outcome import Outcome
from app.domain.plan import Plan
from app.domain.progress import Step
from app.domain.questions import ClaudeIsOpen, EndByForce, KeepWaiting, PlanChanged, Question, ReviewPlan, StillOpen
from app.domain.state import Activity, Ended, Idle, Running, Task, seen
from app.flows.monitor import Monitor
from app.flows.parts import Parts
from app.flows.reopen import reopen
from app.flows.restart_claude import Patience
from app.flows.setup import Person, forget, repair, set_up, undo
from app.ui.store import Store
from app.ui.tasks import Tasks

_TOUCHES = (Step.RECOVER, Step.QUIT_CLAUDE, Step.WRITE, Step.REOPEN, Step.ROLL_BACK)
"""From these steps on, a look would take for damage what is only half done."""
_Flow = Callable[[Person], Awaitable[Outcome]]


class _Yes:
    """For taking back what was stopped: the person said so already."""

    async def agree(self, question: Question) -> bool:
        return not isinstance(question, KeepWaiting | EndByForce)


class Changes:
    """It is the `Ask` and the `Tell` of the window. While something is changed, the monitor does not look."""

    def __init__(self, parts: Parts, store: Store, tasks: Tasks, monitor: Monitor, patience: Patience) -> None:
        """`ended` is set by whoever wants to be told how a change ended."""
        self._parts = parts
        self._store = store
        self._tasks = tasks
        self._monitor = monitor
        self._patience = patience
        self.ended: Callable[[Task, Outcome | Finding], None] | None = None
        self._cancel: Callable[[], object] | None = None
        self._current: object | None = None
        self._answer: asyncio.Future[bool] | None = None
        self._agreed: set[type[Question]] = set()
        self._refused: set[type[Question]] = set()
        self._forget_key = False
        self._last: tuple[Task, _Flow, set[type[Question]]] | None = None

    # What a person asks for. Each is ignored while something else runs.

    def set_up(self, models: Sequence[str]) -> None:
        self._begin(Task.SETUP, lambda person: set_up(self._parts, person, models=models))

    def repair(self, *, shown: bool) -> None:
        """`shown`: the person has just read what it will do and that Claude restarts."""
        self._begin(Task.REPAIR, lambda person: repair(self._parts, person), {ReviewPlan} if shown else set())

    def undo(self) -> None:
        self._begin(Task.UNDO, self._undo)

    def restart_claude(self) -> None:
        self._begin(Task.RESTART, lambda person: reopen(self._parts, person))

    def use_models(self, models: Sequence[str], *, restart: bool) -> None:
        """Gives Claude these models: with a restart now, or because it is closed just now."""
        self._begin(
            Task.MODELS,
            lambda person: set_up(self._parts, replace(person, restart=restart), models=models),
            {ReviewPlan},
            quiet=not restart,
        )

    async def _undo(self, person: Person) -> Outcome:
        outcome = await undo(self._parts, person)
        return await forget(self._parts, outcome) if self._forget_key else outcome

    def again(self) -> None:
        """The same once more, after it did not finish; whoever pressed that has read what it does."""
        if self._last is not None:
            task, flow, agreed = self._last
            self._begin(task, flow, agreed)

    # What a person answers.

    def answer(self, *, yes: bool) -> None:
        if self._answer is not None and not self._answer.done():
            self._tell_of(replace(self._running, asking=None))
            self._answer.set_result(yes)

    def agree_to_undo(self, *, forget_key: bool) -> None:
        self._forget_key = forget_key
        self.answer(yes=True)

    def give_up_waiting(self) -> None:
        """Claude does not close, and shall not be ended either."""
        self._refused.add(EndByForce)
        self.answer(yes=False)

    def stop(self) -> None:
        """Stops the change under way; what a first setup has written already is taken back."""
        activity = self._store.state.activity
        if isinstance(activity, Running) and self._cancel is not None and not activity.stopping:
            self._tell_of(replace(activity, stopping=True, asking=None))
            self._cancel()

    def abandon(self) -> None:
        """The person goes elsewhere before there was a plan to agree to; nothing has happened yet."""
        activity = self._store.state.activity
        if (
            isinstance(activity, Running)
            and activity.plan is None
            and not activity.stopping
            and self._cancel is not None
        ):
            self._current = None
            self._cancel()
            self._monitor.release()
            self._tell_of(Idle())

    def dismiss(self) -> None:
        """The person has seen how it ended."""
        if isinstance(self._store.state.activity, Ended):
            self._tell_of(Idle())

    @property
    def under_way(self) -> bool:
        return isinstance(self._store.state.activity, Running)

    # Running.

    def _begin(
        self, task: Task, flow: _Flow, agreed: set[type[Question]] | None = None, *, quiet: bool = False
    ) -> None:
        if self.under_way:
            return
        self._last = task, flow, set(agreed or ())
        self._agreed, self._refused, self._forget_key = set(agreed or ()), set(), False
        self._tell_of(Running(task, quiet=quiet))
        self._current = object()
        self._cancel = self._tasks.spawn(self._run(task, flow, self._current))

    async def _run(self, task: Task, flow: _Flow, this: object) -> None:
        look = self._store.state.look
        before = look is not None and is_set_up(look.facts)
        try:
            result: Outcome | Finding = await flow(Person(self, self._tell, patience=self._patience))
        except AppError as error:
            result = error.finding
        except asyncio.CancelledError:
            if self._current is not this or not self._running.stopping:  # abandoned, or the program closes
                raise
            result = await self._taken_back(task, was_set_up=before)
        except BaseException:  # a defect, which is told; nobody waits for an end that does not come
            self._tell_of(Idle())
            raise
        finally:
            if self._current is this:
                self._monitor.release()
        self._end(task, result)

    async def _taken_back(self, task: Task, *, was_set_up: bool) -> Outcome | Finding:
        """The outcome of a change that was stopped."""
        plan = Plan(ChangeKind.UNDO if task is Task.UNDO else ChangeKind.REPAIR)
        if task is not Task.SETUP or was_set_up:
            return Outcome(plan, declined=True)
        self._tell(Step.ROLL_BACK)
        try:
            outcome = await undo(self._parts, Person(_Yes(), self._tell, patience=self._patience))
        except AppError as error:
            return error.finding
        done = outcome.applied or outcome.plan.empty
        return Outcome(outcome.plan, rolled_back=done, declined=done, blocked=outcome.blocked)

    def _end(self, task: Task, result: Outcome | Finding) -> None:
        state, steps = self._store.state, self._running.steps
        if isinstance(result, Outcome) and result.look is not None:
            state = seen(state, result.look)
        declined = isinstance(result, Outcome) and result.declined and not (result.blocked or result.rolled_back)
        nothing_to_show = declined or self._running.quiet
        ended = Idle() if nothing_to_show else Ended(task, steps, result, time.time())
        self._store.put(replace(state, activity=ended))
        if self.ended is not None:
            self.ended(task, result)

    # How a flow speaks with the person.

    async def agree(self, question: Question) -> bool:
        match question:
            case StillOpen():
                self._tell_of(replace(self._running, slow=True))
                return True
            case ReviewPlan(plan) | PlanChanged(plan):
                return await self._agree_to(question, plan)
            case _ if type(question) in self._agreed:
                return True
            case _ if type(question) in self._refused:
                return False
        return await self._ask(question)

    async def _agree_to(self, question: ReviewPlan | PlanChanged, plan: Plan) -> bool:
        """Whoever agrees to a plan that says so agrees to closing Claude."""
        harmless = plan.kind is ChangeKind.REPAIR and not plan.restart and isinstance(question, ReviewPlan)
        yes = harmless or type(question) in self._agreed or await self._ask(question)
        if yes:
            self._tell_of(replace(self._running, plan=plan))
            if plan.restart:
                self._agreed.add(ClaudeIsOpen)
        return yes

    async def _ask(self, question: Question) -> bool:
        self._answer = asyncio.get_running_loop().create_future()
        self._tell_of(replace(self._running, asking=question))
        return await self._answer

    def _tell(self, step: Step) -> None:
        if step in _TOUCHES:
            self._monitor.hold()
        running = self._running
        self._tell_of(replace(running, steps=(*running.steps, step), slow=running.slow and step is Step.WAIT_CLOSED))

    @property
    def _running(self) -> Running:
        activity = self._store.state.activity
        return activity if isinstance(activity, Running) else Running(Task.REPAIR)

    def _tell_of(self, activity: Activity) -> None:
        self._store.put(replace(self._store.state, activity=activity))
