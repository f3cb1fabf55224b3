"""The questions above the panel, how each change goes and ends, and the other small windows."""

from __future__ import annotations

from dataclasses import replace

from app.domain import claude_settings
from app.domain.claude_edits import CutSecret
from app.domain.documents import Role
from app.domain.facts import Facts
from app.domain.findings import AtFile, Finding, FindingId, Reason, found
from app.domain.journal import ChangeKind
from app.domain.login_start import AtLogin, LoginStart
from app.domain.outcome import Outcome
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept, plan_change
from app.domain.progress import Step
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    KeepWaiting,
    PlanChanged,
    Question,
    ReviewPlan,
    TakeOutEntry,
    UseClaudesKey,
)
from app.domain.secret_ref import SECRET, Keychain, SecretAt
from app.domain.state import AppState, Ended, Running, Task
from app.domain.undo import plan_undo
from app.domain.wizard import Page
from tests.domain.building import HOME, NOW, place
from tests.ui.states import CONNECTED, GOAL, NEW, Screen, at, named
from tests.ui.states_panel import COPIED, NO_KEYCHAIN, STATIC, TROUBLE, panel
from tests.ui.states_setup import DENIED, PLAN, UNCONFIRMED

_F = FindingId
REPAIR = plan_change(ChangeKind.REPAIR, TROUBLE, GOAL)
UNDO = plan_undo(CONNECTED)
_LIBRARY = place(Role.LIBRARY)
_KEPT = (Kept(_LIBRARY, "hybridPointer", WhyKept.CHANGED_SINCE), Kept(_LIBRARY, "appliedId", WhyKept.NOT_KNOWN))
_QUIT, _WRITE = (Step.QUIT_CLAUDE, Step.WAIT_CLOSED), (Step.WRITE,)
_ALL = (*_QUIT, *_WRITE, Step.REOPEN, Step.CONFIRM)
_PROFILE = claude_settings.profile_path(CONNECTED.roots[0].root, "3f2b8c1e-6a57-4a0e-9d44-1b5f0c7e2a90")
TAKE_OUT = Plan(
    ChangeKind.TAKE_OUT,
    (FileChange(_PROFILE, Role.OTHER_PROFILE, Action.EDIT, (CutSecret((SECRET,), SecretAt(Keychain(), "")),)),),
    restart=True,
    reopen=True,
    subject="Default",
)
_NOT_OURS = AtLogin(
    LoginStart.NOT_OURS,
    found(_F.START_AT_LOGIN_UNCHANGED, AtFile(str(HOME / "autostart" / "gateway-companion.desktop"), Reason.NOT_OURS)),
)
_RESTART = Plan(ChangeKind.REPAIR, restart=True, reopen=True)


def _asks(task: Task, question: Question, seen: Facts = TROUBLE) -> AppState:
    return panel(seen, activity=Running(task, (Step.LOOK,), asking=question))


def _runs(task: Task, plan: Plan, *steps: Step, seen: Facts = TROUBLE, **more: object) -> AppState:
    return panel(seen, activity=Running(task, (Step.LOOK, *steps), plan=plan, **more))  # type: ignore[arg-type]


def _ended(task: Task, result: Outcome | Finding, *steps: Step, seen: Facts = CONNECTED) -> AppState:
    return panel(seen, activity=Ended(task, (Step.LOOK, *steps), result, NOW))


def _done(plan: Plan, **more: object) -> Outcome:
    return Outcome(plan, applied=True, **more)  # type: ignore[arg-type]


SCREENS: tuple[Screen, ...] = tuple(
    named(
        "10-dialog",
        {
            "ask-repair": _asks(Task.REPAIR, ReviewPlan(REPAIR, GOAL)),
            "ask-plan-changed": _asks(Task.REPAIR, PlanChanged(REPAIR, GOAL)),
            "ask-close-claude": _asks(Task.RESTART, ClaudeIsOpen(), CONNECTED),
            "ask-end-by-force": _runs(Task.REPAIR, REPAIR, *_QUIT, asking=EndByForce()),
            "ask-claudes-key": _asks(Task.REPAIR, UseClaudesKey("Default", "sk-or-…3f9c")),
            "ask-take-out": _asks(Task.REPAIR, TakeOutEntry("3F2B8C1E-6A57-4A0E-9D44-1B5F0C7E2A90", "Ollama")),
            "ask-undo": _asks(Task.UNDO, ReviewPlan(UNDO, GOAL), CONNECTED),
            "ask-undo-kept": _asks(Task.UNDO, ReviewPlan(replace(UNDO, kept=_KEPT), GOAL), CONNECTED),
            "ask-undo-loses-key": _asks(Task.UNDO, ReviewPlan(replace(UNDO, loses_key=True), GOAL), CONNECTED),
            "ask-take-key-out": _asks(Task.TAKE_OUT, ReviewPlan(TAKE_OUT, GOAL), CONNECTED),
            "take-key-out-done": _ended(Task.TAKE_OUT, _done(TAKE_OUT, confirmed=True), *_ALL),
            "to-static": Screen("", panel(), dialog="to-static"),
            "to-static-no-key": Screen("", panel(NO_KEYCHAIN), dialog="to-static"),
            "to-helper": Screen("", at(None, COPIED, goal=STATIC), dialog="to-helper"),
            "handover-done": at(
                None,
                COPIED,
                goal=STATIC,
                activity=Ended(Task.HANDOVER, (Step.LOOK, *_ALL), _done(REPAIR, confirmed=True), NOW),
            ),
            "repair-looking": panel(TROUBLE, activity=Running(Task.REPAIR, (Step.LOOK,))),
            "repair-running": _runs(Task.REPAIR, REPAIR, *_QUIT, *_WRITE),
            "repair-slow": _runs(Task.REPAIR, REPAIR, *_QUIT, slow=True),
            "repair-does-not-close": _runs(Task.REPAIR, REPAIR, *_QUIT, slow=True, asking=KeepWaiting(30)),
            "repair-stopping": _runs(Task.REPAIR, REPAIR, *_QUIT, stopping=True),
            "repair-done": _ended(Task.REPAIR, _done(REPAIR, confirmed=True), *_ALL),
            "repair-not-confirmed": _ended(Task.REPAIR, _done(REPAIR), *_ALL, seen=UNCONFIRMED),
            "repair-nothing": _ended(Task.REPAIR, Outcome(Plan(ChangeKind.REPAIR))),
            "repair-failed": _ended(
                Task.REPAIR, Outcome(REPAIR, blocked=(found(_F.CLAUDE_DID_NOT_CLOSE),)), *_QUIT, seen=TROUBLE
            ),
            "repair-rolled-back": _ended(
                Task.REPAIR,
                Outcome(REPAIR, blocked=(DENIED,), rolled_back=True),
                *_QUIT,
                *_WRITE,
                Step.ROLL_BACK,
                seen=TROUBLE,
            ),
            "undo-running": _runs(Task.UNDO, UNDO, *_QUIT, *_WRITE, seen=CONNECTED),
            "undo-done": _ended(Task.UNDO, _done(UNDO), *_QUIT, *_WRITE, Step.REOPEN, seen=NEW),
            "undo-done-kept": _ended(
                Task.UNDO, _done(replace(UNDO, kept=_KEPT)), *_QUIT, *_WRITE, Step.REOPEN, seen=NEW
            ),
            "undo-nothing": _ended(Task.UNDO, Outcome(Plan(ChangeKind.UNDO)), seen=NEW),
            "restart-running": _runs(Task.RESTART, _RESTART, *_QUIT, seen=CONNECTED),
            "restart-done": _ended(Task.RESTART, _done(_RESTART, confirmed=True), *_QUIT, Step.REOPEN, Step.CONFIRM),
            "models-running": _runs(Task.MODELS, REPAIR, *_QUIT, seen=CONNECTED),
            "models-done": _ended(Task.MODELS, _done(REPAIR, confirmed=True), *_ALL),
            "settings": Screen("", panel(at_login=AtLogin(LoginStart.OFF)), dialog="settings"),
            "settings-practice": Screen("", panel(practice=True), dialog="settings"),
            "settings-no-key": Screen("", panel(replace(CONNECTED, keychain=None)), dialog="settings"),
            "settings-no-tray": Screen("", panel(tray=False), dialog="settings"),
            "settings-login-on": Screen("", panel(at_login=AtLogin(LoginStart.ON)), dialog="settings"),
            "settings-login-for-all": Screen("", panel(at_login=AtLogin(LoginStart.FOR_ALL)), dialog="settings"),
            "settings-login-held-back": Screen("", panel(at_login=AtLogin(LoginStart.HELD_BACK)), dialog="settings"),
            "settings-login-refused": Screen("", panel(at_login=_NOT_OURS), dialog="settings"),
            "settings-login-no-tray": Screen(
                "", panel(tray=False, at_login=AtLogin(LoginStart.OFF)), dialog="settings"
            ),
            "about": Screen("", panel(), dialog="about"),
            "about-details": Screen("", panel(), dialog="about-details"),
            "about-no-browser": Screen("", panel(), dialog="about-no-browser"),
            "licences": Screen("", panel(), dialog="licences"),
            "stop-setup": Screen(
                "", at(Page.RESTART, NEW, activity=Running(Task.SETUP, _QUIT, PLAN, undoes=True)), dialog="stop"
            ),
            "stop-repair": Screen("", _runs(Task.REPAIR, REPAIR, *_QUIT), dialog="stop"),
            "practice-failed": Screen("", panel(), dialog="practice-failed"),
            "defect": Screen("", panel(), dialog="defect"),
        },
    )
)
