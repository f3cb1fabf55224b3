"""How far a change is, as rows for the page of step 4 and for the dialogs alike."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.journal import ChangeKind
from app.domain.outcome import Outcome
from app.domain.plan import Plan
from app.domain.progress import Part, PartState, Row, Step, ended_rows, rows
from app.domain.state import Ended, Running
from app.ui.widgets.progress_list import ProgressRow
from app.ui.widgets.status_line import State
from app.words.progress import part, part_state, progress
from app.words.speech import Speech

_STATES = {
    PartState.WAITING: State.WAITING,
    PartState.WORKING: State.WORKING,
    PartState.DONE: State.OK,
    PartState.FAILED: State.PROBLEM,
    PartState.NOT_DONE: State.WAITING,
    PartState.NOT_KNOWN: State.UNKNOWN,
}

_WRITTEN = {ChangeKind.UNDO: Part.PUT_BACK, ChangeKind.TAKE_OUT: Part.TAKE_OUT}
"""What it is that is written."""


def running_rows(activity: Running, speech: Speech) -> tuple[ProgressRow, ...]:
    """The parts of the agreed plan; before there is one, what is being looked at."""
    if activity.plan is None:
        step = activity.steps[-1] if activity.steps else Step.LOOK
        return (ProgressRow(State.WORKING, progress(step, speech)[0], part_state(PartState.WORKING, speech)),)
    return _shown(activity.plan, rows(activity.plan, activity.steps), speech)


def result_rows(activity: Ended, outcome: Outcome, speech: Speech, *, confirmed_since: bool) -> tuple[ProgressRow, ...]:
    """`confirmed_since`: Claude's log has said it after the change had ended."""
    ended = ended_rows(
        outcome.plan,
        activity.steps,
        applied=outcome.applied,
        confirmed=True if confirmed_since else outcome.confirmed,
        failed=bool(outcome.blocked),
        rolled_back=outcome.rolled_back,
    )
    return _shown(outcome.plan, ended, speech)


def _shown(plan: Plan, parts: Sequence[Row], speech: Speech) -> tuple[ProgressRow, ...]:
    written = _WRITTEN.get(plan.kind, Part.WRITE)
    named = [(written if row.part is Part.WRITE else row.part, row.state) for row in parts]
    return tuple(
        ProgressRow(_STATES[state], part(shown, state, speech), part_state(state, speech)) for shown, state in named
    )


def share(activity: Running) -> tuple[int, int]:
    """The number of the part under way, and of all parts."""
    parts = rows(activity.plan, activity.steps) if activity.plan else ()
    done = sum(row.state is PartState.DONE for row in parts)
    return min(done + 1, max(len(parts), 1)), max(len(parts), 1)
