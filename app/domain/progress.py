"""The steps of a change or of connecting a key, and the parts of a change that a person watches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.journal import ChangeKind
from app.domain.plan import Plan


class Step(StrEnum):
    LOOK = "look"
    VERIFY_KEY = "verify-key"
    STORE_KEY = "store-key"
    GET_MODELS = "get-models"
    RECOVER = "recover"
    QUIT_CLAUDE = "quit-claude"
    WAIT_CLOSED = "wait-closed"
    WRITE = "write"
    INSTALL_HELPER = "install-helper"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    ROLL_BACK = "roll-back"


TOUCHING = frozenset({Step.RECOVER, Step.QUIT_CLAUDE, Step.WRITE, Step.REOPEN, Step.ROLL_BACK})
"""From these steps on something is half done: a look would take it for damage, and nobody just walks away."""


class Part(StrEnum):
    """What a person watches: several steps may make up one part."""

    CLOSE = "close"
    WRITE = "write"
    REOPEN = "reopen"
    CONFIRM = "confirm"
    PUT_BACK = "put-back"
    TAKE_OUT = "take-out"


class PartState(StrEnum):
    """`not-done`: the change ended before it."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    NOT_DONE = "not-done"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Row:
    part: Part
    state: PartState


_PARTS = {
    Step.QUIT_CLAUDE: Part.CLOSE,
    Step.WAIT_CLOSED: Part.CLOSE,
    Step.WRITE: Part.WRITE,
    Step.REOPEN: Part.REOPEN,
    Step.CONFIRM: Part.CONFIRM,
}


def parts_of(plan: Plan) -> tuple[Part, ...]:
    """The parts of this plan, in the order in which they come."""
    wanted = {
        Part.CLOSE: plan.restart,
        Part.WRITE: bool(plan.changes or plan.install_helper or plan.cache),
        Part.REOPEN: plan.reopen,
        Part.CONFIRM: plan.reopen and plan.kind is not ChangeKind.UNDO,
    }
    return tuple(part for part, is_wanted in wanted.items() if is_wanted)


def rows(plan: Plan, steps: Sequence[Step]) -> tuple[Row, ...]:
    """How far a running change is. `steps`: those that have begun, in order."""
    begun = [_PARTS[step] for step in steps if step in _PARTS]
    now = begun[-1] if begun else None
    return tuple(Row(part, _running(part, now, begun)) for part in _with_begun(plan, begun))


def _with_begun(plan: Plan, begun: Sequence[Part]) -> tuple[Part, ...]:
    """Also what nobody planned: Claude that was opened meanwhile is closed too."""
    known = parts_of(plan)
    return tuple(part for part in Part if part in known or part in begun)


def _running(part: Part, now: Part | None, begun: Sequence[Part]) -> PartState:
    if part is now:
        return PartState.WORKING
    return PartState.DONE if part in begun else PartState.WAITING


def ended_rows(
    plan: Plan, steps: Sequence[Step], *, applied: bool, confirmed: bool | None, failed: bool, rolled_back: bool
) -> tuple[Row, ...]:
    """How a change ended, part by part. `failed`: something stood in its way."""
    begun = [_PARTS[step] for step in steps if step in _PARTS]
    last = begun[-1] if begun else None
    put_back = Step.ROLL_BACK in steps
    broke_at = Part.WRITE if put_back else last if failed or not applied else None
    ended = [
        Row(part, _ended(part, begun, broke_at, confirmed if applied else None)) for part in _with_begun(plan, begun)
    ]
    if put_back:
        ended.append(Row(Part.PUT_BACK, PartState.DONE if rolled_back else PartState.FAILED))
    return tuple(ended)


def _ended(part: Part, begun: Sequence[Part], broke_at: Part | None, confirmed: bool | None) -> PartState:
    if part is broke_at:
        return PartState.FAILED
    if part not in begun:
        return PartState.NOT_DONE
    if part is Part.CONFIRM and confirmed is not True:
        return PartState.NOT_KNOWN if confirmed is None else PartState.FAILED
    return PartState.DONE
