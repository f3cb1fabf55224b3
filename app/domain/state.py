"""The one frozen state that every view renders, and how it follows from each look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from app.domain import managed
from app.domain.entry import Entry, EntryFailed, EntryWorks, NoEntry
from app.domain.facts import GatewayFacts, StoredKey
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Finding
from app.domain.goal import Handover
from app.domain.loadable import Failed, Loadable, Loading, Ready, known
from app.domain.login_start import AtLogin
from app.domain.model import Account, Balance, DaySpent, KeyInfo, Model
from app.domain.old_key import OldKey
from app.domain.outcome import Look, Outcome
from app.domain.plan import Plan
from app.domain.preferences import Preferences
from app.domain.progress import TOUCHING, Step
from app.domain.questions import Question
from app.domain.wizard import Page

T = TypeVar("T")


class Task(StrEnum):
    """What a person asked for."""

    SETUP = "setup"
    REPAIR = "repair"
    UNDO = "undo"
    RESTART = "restart"
    MODELS = "models"
    HANDOVER = "handover"
    TAKE_OUT = "take-out"


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is being changed."""


@dataclass(frozen=True, slots=True)
class Running:
    """A change under way. `plan` is what was agreed to; `asking` waits for the person's answer.

    `slow`: Claude takes its time to close. `quiet`: nobody asked for it just now, so nothing is shown of it, and nobody
    is asked. `undoes`: stopping takes back what was written, as it is a first setup.
    """

    task: Task
    steps: tuple[Step, ...] = ()
    plan: Plan | None = None
    asking: Question | None = None
    slow: bool = False
    stopping: bool = False
    quiet: bool = False
    undoes: bool = False

    @property
    def touches(self) -> bool:
        """Whether something is half done."""
        return not TOUCHING.isdisjoint(self.steps)


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended, until the person has seen it. A finding: it could not begin. `stopped`: by the person.

    `at` in seconds since the epoch.
    """

    task: Task
    steps: tuple[Step, ...]
    result: Outcome | Finding
    at: float
    stopped: bool = False


Activity = Idle | Running | Ended


@dataclass(frozen=True, slots=True)
class AppState:
    """Everything that is shown.

    `spending`: what was spent with the key on whole days. `management`: what is known of a management key that somebody
    entered. `old_key`: one that was replaced, until the person has read about it. `not_removed`: why a key is still there.
    `unlocking`: the keychain's own window waits for the person. `at_login`: as it was when Settings were opened.
    `tray`: this desktop has one. `look` is the newest one, `checking`: another is under way, `failed`: why it could not be made. `account`, `models`
    and `latency` (seconds) keep their last good values. `now` in seconds since the epoch, so that ages can be told.
    """

    practice: bool = False
    tray: bool = True
    page: Page | None = None
    look: Look | None = None
    checking: bool = False
    failed: Finding | None = None
    account: Loadable[Account] = Loading()  # noqa: RUF009 - frozen, so it can be shared
    models: Loadable[tuple[Model, ...]] = Loading()  # noqa: RUF009 - frozen, so it can be shared
    latency: Loadable[float] = Loading()  # noqa: RUF009 - frozen, so it can be shared
    spending: Loadable[tuple[DaySpent, ...]] = Loading()  # noqa: RUF009 - frozen, so it can be shared
    entry: Entry = NoEntry()  # noqa: RUF009 - frozen, so it can be shared
    unlocking: bool = False
    handover: Handover | None = None
    management: Entry = NoEntry()  # noqa: RUF009 - frozen, so it can be shared
    old_key: OldKey | None = None
    not_removed: Finding | None = None
    at_login: AtLogin = AtLogin()  # noqa: RUF009 - frozen, so it can be shared
    activity: Activity = Idle()
    preferences: Preferences = Preferences()  # noqa: RUF009 - frozen, so it can be shared
    now: float = 0.0


def proven(state: AppState) -> bool:
    """Whether Claude's own log says that it uses the gateway, by the newest look."""
    return state.look is not None and state.look.diagnosis.uses_gateway is True


def only_key(state: AppState) -> bool:
    """Whether an IT department has set Claude up with settings of ours, so that only the key is the person's to set."""
    return state.look is not None and managed.by_us(state.look.facts) is not None


def handover(state: AppState) -> Handover:
    """How Claude is to get the key: as was chosen here, else as the goal says."""
    return state.handover or (state.look.goal.handover if state.look else Handover.HELPER)


def key_works(state: AppState) -> bool:
    """Whether there is a key that the gateway accepts: one just entered, else the stored one."""
    match state.entry:
        case EntryWorks():
            return True
        case NoEntry() | EntryFailed(by_sign_in=True):
            stored = state.look is not None and isinstance(state.look.facts.keychain, StoredKey)
            return stored and isinstance(state.account, Ready)
        case _:
            return False


def seen(state: AppState, look: Look) -> AppState:
    """The state after a look; what the gateway did not say this time keeps its last value."""
    gateway, at, before = look.facts.gateway, look.facts.seen_at, state.look
    state = replace(state, look=look, failed=None, now=max(state.now, at))
    if gateway is None or (before is not None and gateway is before.facts.gateway):  # nobody has asked it
        return state
    return replace(
        state,
        account=_followed(state.account, _account(gateway), at),
        models=_followed(state.models, _models(gateway), at),
        latency=_followed(state.latency, _latency(gateway), at),
        spending=_spending(before, look, state.spending),
    )


def _spending(before: Look | None, look: Look, last: Loadable[tuple[DaySpent, ...]]) -> Loadable[tuple[DaySpent, ...]]:
    """Another key has spent something else, and without a management key it is not known at all."""
    facts, gateway = look.facts, look.facts.gateway
    old = before.facts.keychain if before else None
    other = isinstance(old, StoredKey) and isinstance(facts.keychain, StoredKey) and old.digest != facts.keychain.digest
    if gateway is None or facts.keychain is None or facts.management is None:
        return Loading()
    return _followed(Loading() if other else last, gateway.activity, facts.seen_at)


def _account(gateway: GatewayFacts) -> Account | Finding | None:
    if not isinstance(gateway.key, KeyInfo):
        return gateway.key
    return Account(gateway.key, gateway.balance if isinstance(gateway.balance, Balance) else None)


def _models(gateway: GatewayFacts) -> tuple[Model, ...] | Finding | None:
    return gateway.models


def _latency(gateway: GatewayFacts) -> float | Finding | None:
    if isinstance(gateway.key, Finding) and gateway.key.id in GATEWAY_IN_THE_WAY:
        return gateway.key
    return gateway.latency


def _followed(before: Loadable[T], now: T | Finding | None, at: float) -> Loadable[T]:
    match now:
        case None:
            return before
        case Finding():
            return Failed(now, known(before))
        case _:
            return Ready(now, at)
