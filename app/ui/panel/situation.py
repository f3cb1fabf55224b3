"""What the panel makes of the state: how things stand in one word, what is shown of it, and the one thing that helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.diagnosis import Diagnosis, is_set_up
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Because, Finding, FindingId, Reason, Severity, Until
from app.domain.gateway_address import person_link
from app.domain.journal import ChangeKind
from app.domain.model import KeyInfo
from app.domain.outcome import Look
from app.domain.plan import Plan, plan_change
from app.domain.state import AppState
from app.domain.usage import in_team
from app.ui.widgets.states import State

TOO_OLD = 600.0
"""Seconds after which a look proves nothing any more."""


class Help(StrEnum):
    """What the button at the top does."""

    REFRESH = "refresh"
    TRY_AGAIN = "try-again"
    REPAIR = "repair"
    TOP_UP = "top-up"
    RAISE_LIMIT = "raise-limit"
    MESSAGE = "message"
    MESSAGE_FOR_IT = "message-for-it"
    CONNECT = "connect"
    GET_CLAUDE = "get-claude"
    OPEN_CLAUDE = "open-claude"
    RESTART_CLAUDE = "restart-claude"
    CHOOSE_MODELS = "choose-models"
    PRIVACY = "privacy"
    SET_UP = "set-up"
    UNLOCK = "unlock"
    CREATE_KEYCHAIN = "create-keychain"
    CANCEL_UNLOCK = "cancel-unlock"
    USE_KEY = "use-key"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one look comes to. `wrong`: problems, then attention. `told_above`: the top says all of it, no list is needed.

    `plan`: what Repair would do.
    """

    state: State
    wrong: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    told_above: bool
    help: Help
    repairs: bool
    plan: Plan
    set_up: bool

    @property
    def closes_claude(self) -> bool:
        """Repair would."""
        return self.repairs and self.plan.restart


_F = FindingId
_TOLD_ABOVE = GATEWAY_IN_THE_WAY | {_F.CREDIT_LOW, _F.RATE_LIMITED, _F.MANAGEMENT_KEY_REJECTED}
_SHOWN_BY_CARDS = frozenset({_F.CLAUDE_NOT_RUNNING, _F.NOT_CONFIRMED})
_CREDIT = frozenset({_F.NO_CREDIT, _F.CREDIT_LOW, _F.LIMIT_REACHED})
_HELPS: dict[FindingId, Help] = {
    _F.CLAUDE_NOT_INSTALLED: Help.GET_CLAUDE,
    _F.CLAUDE_TOO_OLD: Help.GET_CLAUDE,
    _F.MANAGED_CONFIGURATION: Help.MESSAGE_FOR_IT,
    _F.NOT_SET_UP: Help.SET_UP,
    _F.OWN_DATA_DAMAGED: Help.SET_UP,
    _F.KEY_MISSING: Help.CONNECT,
    _F.KEY_CHANGED: Help.USE_KEY,
    _F.KEYCHAIN_LOCKED: Help.UNLOCK,
    _F.KEYCHAIN_UNAVAILABLE: Help.KEYS,
    _F.KEY_REJECTED: Help.CONNECT,
    _F.KEY_IS_MANAGEMENT: Help.CONNECT,
    _F.KEY_EXPIRED: Help.CONNECT,
    _F.MANAGEMENT_KEY_REJECTED: Help.KEYS,
    _F.NOT_CONFIRMED: Help.RESTART_CLAUDE,
    _F.RESTART_NEEDED: Help.RESTART_CLAUDE,
    _F.PRIVACY_BLOCKS_MODELS: Help.PRIVACY,
}
_KEYCHAIN: dict[Reason, Help] = {
    Reason.NO_KEYRING: Help.CREATE_KEYCHAIN,
    Reason.NO_SERVICE: Help.KEYS,
    Reason.NOT_TEXT: Help.CONNECT,
}
_REPORTED: dict[Reason, Help] = {
    Reason.AUTH_FAILED: Help.CONNECT,
    Reason.NO_CREDENTIAL: Help.CONNECT,
    Reason.MODEL_REJECTED: Help.CHOOSE_MODELS,
    Reason.NO_USABLE_MODELS: Help.CHOOSE_MODELS,
    Reason.DEGRADED: Help.RESTART_CLAUDE,
    Reason.OTHER: Help.RESTART_CLAUDE,
    Reason.VALUE_IGNORED: Help.GET_CLAUDE,
}


def judge(look: Look) -> Judgement:
    """Costs a plan, so it is asked once for each look."""
    diagnosis, facts = look.diagnosis, look.facts
    wrong = tuple(f for f in diagnosis.findings if f.severity is not Severity.INFO)
    notes = tuple(f for f in diagnosis.findings if f.severity is Severity.INFO)
    ids = {f.id for f in wrong}
    told_above = bool(ids) and ids <= _TOLD_ABOVE and len(wrong) == 1
    plan = plan_change(ChangeKind.REPAIR, facts, look.goal)
    repairs = not plan.blocked and any(f.repairable for f in wrong)
    return Judgement(
        state=_state(diagnosis, ids),
        wrong=wrong,
        notes=tuple(f for f in notes if (wrong and not told_above) or f.id not in _SHOWN_BY_CARDS),
        told_above=told_above or not wrong,
        help=_help(look, wrong, repairs),
        repairs=repairs,
        plan=plan,
        set_up=is_set_up(facts),
    )


def _state(diagnosis: Diagnosis, ids: set[FindingId]) -> State:
    match diagnosis.healthy:
        case True:
            return State.OK
        case None:
            return State.UNKNOWN
        case False if ids <= GATEWAY_IN_THE_WAY:
            return State.UNKNOWN
        case False if diagnosis.findings[0].severity is Severity.PROBLEM:
            return State.PROBLEM
        case False:
            return State.ATTENTION


def _help(look: Look, wrong: tuple[Finding, ...], repairs: bool) -> Help:
    """What helps against the worst of it; Repair only where it would help there."""
    if not wrong:
        return _help_to_know(look)
    worst = [f for f in wrong if f.severity is wrong[0].severity]
    if repairs and any(f.repairable for f in worst):
        return Help.REPAIR
    helps = (help_against(f, look) for f in worst)
    return next((h for h in helps if h is not None), Help.TRY_AGAIN)


def _help_to_know(look: Look) -> Help:
    if look.diagnosis.healthy is None and _F.CLAUDE_NOT_RUNNING in look.diagnosis.ids():
        return Help.TRY_AGAIN if "gateway" in look.diagnosis.not_checked else Help.OPEN_CLAUDE
    return Help.REFRESH if look.diagnosis.healthy else Help.TRY_AGAIN


def help_against(finding: Finding, look: Look) -> Help | None:
    """What a person can do against this one from here, where there is anything."""
    if finding.id in _CREDIT:
        return credit_help(finding, look)
    if finding.id is _F.CLAUDE_REPORTS and isinstance(finding.detail, Because):
        return _REPORTED.get(finding.detail.reason)
    if finding.id is _F.KEYCHAIN_UNAVAILABLE and isinstance(finding.detail, Because):
        return _KEYCHAIN.get(finding.detail.reason)
    help = _HELPS.get(finding.id)
    return None if help is Help.PRIVACY and person_link(look.goal.base_url, "/settings/privacy") is None else help


def credit_help(finding: Finding, look: Look) -> Help | None:
    """Whoever pays can top up or raise the limit; a team's member can only ask."""
    key = look.facts.gateway.key if look.facts.gateway else None
    until = finding.detail if isinstance(finding.detail, Until) else Until(None)
    if isinstance(key, KeyInfo) and in_team(key):
        return Help.MESSAGE
    if person_link(look.goal.base_url, "/credits") is None:
        return None
    return Help.RAISE_LIMIT if until.scope == "key" else Help.TOP_UP


def credit_finding(look: Look) -> Finding | None:
    """What is wrong with the credit, where anything is."""
    return next((f for f in look.diagnosis.findings if f.id in _CREDIT), None)


def too_old(state: AppState) -> bool:
    return state.look is not None and state.now - state.look.facts.seen_at > TOO_OLD


def waits_for_first_look(state: AppState) -> bool:
    """Whether what is not known yet is being asked for just now."""
    return state.checking or (state.look is None and state.failed is None)


def standing(state: AppState, judgement: Judgement | None) -> State:
    """How things stand now: what is under way, has failed or is long ago says nothing of the present."""
    if state.unlocking or waits_for_first_look(state):
        return State.WORKING
    if judgement is None or state.failed is not None or too_old(state):
        return State.UNKNOWN
    return judgement.state
