"""Every page of the setup in every state that a person can meet."""

from __future__ import annotations

from dataclasses import replace

from app.domain.documents import Role
from app.domain.entry import CheckingEntry, Entry, EntryFailed, EntryWorks
from app.domain.facts import Facts, GatewayFacts, ManagedSource
from app.domain.findings import AtFile, Because, Finding, FindingId, Installable, Reason, Until, found
from app.domain.goal import Goal, Handover
from app.domain.journal import ChangeKind
from app.domain.loadable import Failed, Loading, Ready, known
from app.domain.outcome import Outcome
from app.domain.plan import Plan, plan_change
from app.domain.preferences import Preferences
from app.domain.progress import Step
from app.domain.questions import KeepWaiting, ReviewPlan
from app.domain.state import AppState, Ended, Running, Task
from app.domain.wizard import Page
from tests.domain.building import NOW, all_facts, place, text
from tests.ui.panel_states import BY_IT
from tests.ui.states import (
    AT_REST,
    CONNECTED,
    GOAL,
    LIBRARY,
    LIMITED,
    NEW,
    OFFLINE,
    ONLINE,
    TEAMS,
    TEAMS_EMPTY,
    UNREACHABLE,
    WITH_KEY,
    Screen,
    account,
    at,
    by_hand,
    failing,
    key,
    named,
    with_keychain,
)

_F = FindingId


def _claude(**changes: object) -> Facts:
    return replace(NEW, claude=replace(NEW.claude, **changes))  # type: ignore[arg-type]


def _managed(owner: str | None = None) -> Facts:
    return replace(NEW, managed=ManagedSource("/etc/claude-desktop/managed", ("inferenceProvider",), owner=owner))


def _files(files: dict[object, bytes]) -> Facts:
    return replace(NEW, roots=all_facts({**files}, tuple(r.root for r in NEW.roots)))  # type: ignore[dict-item]


def _read_only(seen: Facts) -> Facts:
    (root,) = seen.roots
    documents = tuple(
        replace(d, state=replace(d.state, writable=False)) if d.role is Role.LIBRARY else d  # type: ignore[arg-type]
        for d in root.documents
    )
    return replace(seen, roots=(replace(root, documents=documents),))


WELCOME = named(
    "01-welcome",
    {
        "ready": at(Page.WELCOME, NEW),
        "not-installed": at(Page.WELCOME, _claude(installation=None, processes=())),
        "offline": at(Page.WELCOME, replace(NEW, gateway=OFFLINE)),
        "connected": at(Page.WELCOME, CONNECTED),
        "practice": at(Page.WELCOME, NEW, practice=True),
    },
)
DEVELOPER_MODE = named(
    "02-step1",
    {
        "ready": at(Page.DEVELOPER_MODE, NEW),
        "ready-details": Screen("", at(Page.DEVELOPER_MODE, NEW), opened=True),
        "mode-on": at(Page.DEVELOPER_MODE, _files({place(Role.DEVELOPER): text({"allowDevTools": True})})),
        "not-installed": at(Page.DEVELOPER_MODE, _claude(installation=None, processes=())),
        "too-old": at(Page.DEVELOPER_MODE, _claude(version="1.2000.0")),
        "managed": at(Page.DEVELOPER_MODE, _managed()),
        "managed-details": Screen("", at(Page.DEVELOPER_MODE, _managed()), opened=True),
        "managed-by-tool": at(Page.DEVELOPER_MODE, _managed("CC Desktop Switch")),
    },
)
SETTINGS = named(
    "03-step2",
    {
        "own-account": at(Page.SETTINGS, NEW),
        "own-account-details": Screen("", at(Page.SETTINGS, NEW), opened=True),
        "profile": at(Page.SETTINGS, by_hand(has_key=False)),
        "profile-with-key": at(Page.SETTINGS, by_hand()),
        "ours": at(Page.SETTINGS, CONNECTED),
        "malformed": at(Page.SETTINGS, _files({LIBRARY: b'{\n "entries": [1 2]'})),
        "read-only": at(Page.SETTINGS, _read_only(by_hand())),
    },
)


NO_KEYCHAIN = replace(NEW, keychain=found(_F.KEYCHAIN_UNAVAILABLE, Because(Reason.NO_SERVICE)))


def _entry(entry: Entry, **more: object) -> AppState:
    return at(Page.KEY, replace(NEW, **more), entry=entry)  # type: ignore[arg-type]


def _works(gateway: GatewayFacts) -> AppState:
    """The key was just entered and accepted."""
    state = at(Page.KEY, replace(WITH_KEY, gateway=gateway))
    seen = known(state.account)
    assert seen is not None
    return replace(state, entry=EntryWorks("sk-or-…9f2c", seen.value))


def _not_kept() -> AppState:
    works = _works(account("100", "81.58"))
    assert isinstance(works.entry, EntryWorks)
    return replace(works, entry=replace(works.entry, kept=False), handover=Handover.STATIC)


def _typed(state: AppState) -> Screen:
    return Screen("", state, typed="sk-or-v1-0123456789abcdef0123456789abcdef")


def _refused(id: FindingId, detail: Because | Until | None = None, *, odd: bool = False) -> AppState:
    return _entry(EntryFailed(found(id, detail) if detail else found(id), odd=odd))


def _kept(finding: Finding) -> AppState:
    return at(Page.KEY, with_keychain(finding))


KEY = named(
    "04-step3",
    {
        "empty": at(Page.KEY, NEW),
        "empty-details": Screen("", at(Page.KEY, NEW), opened=True),
        "empty-practice": at(Page.KEY, NEW, practice=True),
        "by-it": at(Page.KEY, replace(NEW, managed=BY_IT)),
        "claudes-key": at(Page.KEY, by_hand()),
        "checking": _typed(_entry(CheckingEntry())),
        "works-key-limit": _works(replace(ONLINE, key=LIMITED)),
        "works-account": _works(account("100", "81.58")),
        "works-team": _works(replace(ONLINE, key=TEAMS)),
        "works-no-limit": _works(replace(ONLINE, key=key())),
        "works-details": Screen("", _works(account("100", "81.58")), opened=True),
        "no-credit": _works(account("20", "20")),
        "no-credit-team": _works(replace(ONLINE, key=TEAMS_EMPTY)),
        "wrong-shape": _typed(_refused(_F.NOT_A_KEY, odd=True)),
        "refused": _typed(_refused(_F.KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found."))),
        "management-key": _typed(_refused(_F.KEY_IS_MANAGEMENT)),
        "expired": _typed(_refused(_F.KEY_EXPIRED, Until("2026-12-01T00:00:00Z"))),
        "offline": _typed(_entry(EntryFailed(UNREACHABLE), gateway=OFFLINE)),
        "intercepted": _typed(_refused(_F.GATEWAY_INTERCEPTED, Because(Reason.REDIRECT, "login.hotel.example"))),
        "slow-down": _typed(_refused(_F.RATE_LIMITED)),
        "keychain-locked": _kept(found(_F.KEYCHAIN_LOCKED)),
        "keychain-unlocking": replace(_kept(found(_F.KEYCHAIN_LOCKED)), unlocking=True),
        "keychain-stays-locked": _typed(_refused(_F.KEYCHAIN_LOCKED, Because(Reason.DENIED))),
        "keychain-none-yet": _kept(found(_F.KEYCHAIN_UNAVAILABLE, Because(Reason.NO_KEYRING))),
        "keychain-not-installed": _kept(found(_F.KEYCHAIN_UNAVAILABLE, Installable("gnome-keyring"))),
        "copy-chosen": at(Page.KEY, NO_KEYCHAIN, handover=Handover.STATIC),
        "works-not-kept": _not_kept(),
        "stored-key": at(Page.KEY, WITH_KEY),
        "stored-key-refused": at(
            Page.KEY, replace(WITH_KEY, gateway=failing(found(_F.KEY_REJECTED, Because(Reason.AUTH_FAILED))))
        ),
    },
)

# Step 4.

PLAN = plan_change(ChangeKind.SETUP, WITH_KEY, GOAL)
PLAN_CLOSED = plan_change(ChangeKind.SETUP, replace(WITH_KEY, claude=AT_REST), GOAL)
_QUIT, _WRITE = (Step.QUIT_CLAUDE, Step.WAIT_CLOSED), (Step.WRITE, Step.INSTALL_HELPER)
_ALL = (*_QUIT, *_WRITE, Step.REOPEN, Step.CONFIRM)


def _running(*steps: Step, **more: object) -> AppState:
    change = {"plan": PLAN, "undoes": True, **more}
    return at(Page.RESTART, WITH_KEY, activity=Running(Task.SETUP, (Step.LOOK, *steps), **change))  # type: ignore[arg-type]


def _asking(plan: Plan, seen: Facts = WITH_KEY, goal: Goal = GOAL) -> AppState:
    return at(Page.RESTART, seen, activity=Running(Task.SETUP, (Step.LOOK,), asking=ReviewPlan(plan, goal)))


def _ended(steps: tuple[Step, ...], result: Outcome | Finding, seen: Facts = WITH_KEY) -> AppState:
    return at(Page.RESTART, seen, activity=Ended(Task.SETUP, (Step.LOOK, *steps), result, NOW))


def _stopped(steps: tuple[Step, ...], outcome: Outcome) -> AppState:
    return at(Page.RESTART, WITH_KEY, activity=Ended(Task.SETUP, (Step.LOOK, *steps), outcome, NOW, stopped=True))


DENIED = found(_F.WRITE_FAILED, AtFile(str(LIBRARY), Reason.PERMISSION))
UNCONFIRMED = replace(CONNECTED, claude=replace(CONNECTED.claude, evidence=None))
RESTART = named(
    "05-step4",
    {
        "preparing": at(Page.RESTART, WITH_KEY, activity=Running(Task.SETUP, (Step.LOOK,))),
        "review": _asking(PLAN),
        "review-copy": _asking(PLAN, goal=replace(GOAL, handover=Handover.STATIC)),
        "review-closed": _asking(PLAN_CLOSED, replace(WITH_KEY, claude=AT_REST)),
        "review-details": Screen("", _asking(PLAN), opened=True),
        "part1-closing": _running(*_QUIT),
        "part2-writing": _running(*_QUIT, *_WRITE),
        "part3-opening": _running(*_QUIT, *_WRITE, Step.REOPEN),
        "part4-checking": _running(*_ALL),
        "slow-to-close": _running(*_QUIT, slow=True),
        "does-not-close": _running(*_QUIT, slow=True, asking=KeepWaiting(30)),
        "stopping": _running(*_QUIT, *_WRITE, stopping=True),
        "stopping-again": _running(*_QUIT, *_WRITE, stopping=True, undoes=False),
        "confirmed": _ended(_ALL, Outcome(PLAN, applied=True, confirmed=True), CONNECTED),
        "not-confirmed": _ended(_ALL, Outcome(PLAN, applied=True), UNCONFIRMED),
        "does-not-use-it": _ended(
            _ALL,
            Outcome(PLAN, applied=True, confirmed=False),
            replace(
                CONNECTED,
                claude=replace(
                    CONNECTED.claude,
                    evidence=replace(
                        CONNECTED.claude.evidence,  # type: ignore[type-var]
                        health="auth_failed",
                        reports=(found(_F.CLAUDE_REPORTS, Because(Reason.AUTH_FAILED)),),
                    ),
                ),
            ),
        ),
        "blocked": _ended((), Outcome(Plan(ChangeKind.SETUP), blocked=(UNREACHABLE,))),
        "could-not-begin": _ended((), found(_F.OWN_DATA_DAMAGED, AtFile("goal.json"))),
        "did-not-close": _ended(_QUIT, Outcome(PLAN, blocked=(found(_F.CLAUDE_DID_NOT_CLOSE),))),
        "rolled-back": _ended(
            (*_QUIT, *_WRITE, Step.ROLL_BACK, Step.REOPEN), Outcome(PLAN, blocked=(DENIED,), rolled_back=True)
        ),
        "not-rolled-back": _ended((*_QUIT, *_WRITE, Step.ROLL_BACK), Outcome(PLAN, blocked=(DENIED,))),
        "stopped": _stopped((*_QUIT, Step.WRITE, Step.ROLL_BACK), Outcome(PLAN, declined=True, rolled_back=True)),
        "stopped-early": _stopped(_QUIT, Outcome(PLAN, declined=True)),
        "stopped-half-way": _stopped((*_QUIT, Step.WRITE), Outcome(PLAN, declined=True)),
        "already-connected": at(Page.RESTART, CONNECTED),
        "no-plan": at(Page.RESTART, WITH_KEY),
    },
)

# The models, and the end.

_OLD_LIST = Failed(UNREACHABLE, Ready(WITH_KEY.gateway.models, NOW - 4000))  # type: ignore[union-attr]
_TICKED = Preferences(models=("anthropic/claude-opus-4.6", "anthropic/claude-sonnet-4", "anthropic/claude-haiku-4.5"))
CHOICE = named(
    "06-choice",
    {
        "ready": at(Page.CHOICE, WITH_KEY),
        "loading": at(Page.CHOICE, WITH_KEY, models=Loading()),
        "more": Screen("", at(Page.CHOICE, WITH_KEY), opened=True),
        "ticked": Screen("", at(Page.CHOICE, WITH_KEY, preferences=_TICKED), opened=True),
        "search": Screen("", at(Page.CHOICE, WITH_KEY), opened=True, typed="sonnet"),
        "no-match": Screen("", at(Page.CHOICE, WITH_KEY), opened=True, typed="opsu"),
        "old-list": at(Page.CHOICE, WITH_KEY, models=_OLD_LIST),
        "no-list": at(Page.CHOICE, WITH_KEY, models=Failed(UNREACHABLE)),
    },
)
_WAITING = Preferences(waiting=("anthropic/claude-opus-4.6", "anthropic/claude-haiku-4.5"))
MODEL = named(
    "07-step5",
    {
        "ready": at(Page.MODEL, CONNECTED),
        "prices-unknown": at(Page.MODEL, CONNECTED, models=Failed(UNREACHABLE)),
        "models-waiting": at(Page.MODEL, CONNECTED, preferences=_WAITING),
    },
)
FINISHED = named(
    "08-finished",
    {
        "proven": at(Page.FINISHED, CONNECTED),
        "proven-practice": at(Page.FINISHED, CONNECTED, practice=True),
        "not-checked": at(Page.FINISHED, UNCONFIRMED),
        "claude-closed": at(Page.FINISHED, replace(CONNECTED, claude=AT_REST)),
        "something-wrong": at(Page.FINISHED, WITH_KEY),
        "no-tray": at(Page.FINISHED, CONNECTED, tray=False),
        "credit-unknown": at(Page.FINISHED, CONNECTED, account=Failed(UNREACHABLE)),
    },
)
SCREENS: tuple[Screen, ...] = (
    *WELCOME,
    *DEVELOPER_MODE,
    *SETTINGS,
    *KEY,
    *RESTART,
    *CHOICE,
    *MODEL,
    *FINISHED,
)
