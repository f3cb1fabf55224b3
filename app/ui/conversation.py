"""How one run of a flow speaks with the person: its questions and steps become state, until the run is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from app.domain.journal import ChangeKind
from app.domain.plan import Plan
from app.domain.progress import TOUCHING, Step
from app.domain.questions import ClaudeIsOpen, EndByForce, KeepWaiting, PlanChanged, Question, ReviewPlan, StillOpen
from app.domain.state import Running
from app.flows.monitor import Monitor
from app.ui.store import Store

Agreed = Callable[[Plan], bool]
"""Whether the person has said yes to this plan already."""


class Conversation:
    """The `Ask` of one run, and `tell` is its `Tell`. Once it is over it says nothing and agrees to nothing."""

    def __init__(self, store: Store, monitor: Monitor, agreed: Agreed) -> None:
        self.over = False
        self._store = store
        self._monitor = monitor
        self._has_agreed = agreed
        self._agreed: set[type[Question]] = set()
        self._refused: set[type[Question]] = set()
        self._answer: asyncio.Future[bool] | None = None

    async def agree(self, question: Question) -> bool:
        running = self._running
        if running is None:
            return False
        match question:
            case StillOpen():
                self._put(replace(running, slow=True))
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
        yes = self._has_agreed(plan) or await self._ask(question)
        running = self._running
        if yes and running is not None:
            self._put(replace(running, plan=plan))
            if plan.restart:
                self._agreed.add(ClaudeIsOpen)
        return yes

    async def _ask(self, question: Question) -> bool:
        running = self._running
        if running is None or running.quiet:  # nobody is there to answer
            return False
        self._answer = asyncio.get_running_loop().create_future()
        self._put(replace(running, asking=question))
        return await self._answer

    def answer(self, *, yes: bool) -> None:
        running = self._running
        if running is not None and self._answer is not None and not self._answer.done():
            self._put(replace(running, asking=None))
            self._answer.set_result(yes)

    def give_up_waiting(self) -> None:
        """Claude does not close, and shall not be ended either."""
        self._refused.add(EndByForce)
        self.answer(yes=False)

    def tell(self, step: Step) -> None:
        running = self._running
        if running is None:
            return
        if step in TOUCHING:
            self._monitor.hold()
        self._put(replace(running, steps=(*running.steps, step), slow=running.slow and step is Step.WAIT_CLOSED))

    @property
    def _running(self) -> Running | None:
        activity = self._store.state.activity
        return activity if isinstance(activity, Running) and not self.over else None

    def _put(self, running: Running) -> None:
        self._store.put(replace(self._store.state, activity=running))


class Yes:
    """For taking back what was stopped: the person said so already, but nothing is ended by force for it."""

    async def agree(self, question: Question) -> bool:
        return not isinstance(question, KeepWaiting | EndByForce)


def to_nothing(_: Plan) -> bool:
    """The person has agreed to nothing yet."""
    return False


def to_what_disturbs_nobody(plan: Plan) -> bool:
    """Whoever asks for a repair is asked again only where Claude closes for it."""
    return plan.kind is ChangeKind.REPAIR and not plan.restart


def to_shown(shown: Plan) -> Agreed:
    """The person has just read this plan, and whether Claude closes for it."""

    def agreed(plan: Plan) -> bool:
        return plan.same_words(shown) and (shown.restart or not plan.restart)

    return agreed


def to_models(plan: Plan) -> bool:
    """The person chose models, and nothing else."""
    return plan.only_models


def to_handover(plan: Plan) -> bool:
    """The person chose how Claude gets its key, and nothing else."""
    return plan.only_handover
