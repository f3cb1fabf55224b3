"""The parts of a change as a person watches them: never done before they were, never done where they failed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.progress import Part, PartState, Row, Step, ended_rows, parts_of, rows
from tests.words.plans import REPAIR, SETUP, UNDO

ALL = (Step.QUIT_CLAUDE, Step.WAIT_CLOSED, Step.WRITE, Step.REOPEN, Step.CONFIRM)
W, N, D, F = PartState.WAITING, PartState.WORKING, PartState.DONE, PartState.FAILED


def states(found: tuple[Row, ...]) -> list[PartState]:
    return [row.state for row in found]


def test_the_parts_of_a_plan() -> None:
    assert parts_of(SETUP) == (Part.CLOSE, Part.WRITE, Part.REOPEN, Part.CONFIRM)
    assert parts_of(replace(SETUP, restart=False)) == (Part.WRITE, Part.REOPEN, Part.CONFIRM)
    assert parts_of(UNDO)[-1] is not Part.CONFIRM
    assert parts_of(replace(REPAIR, changes=(), cache=None, install_helper=False)) == (
        Part.CLOSE,
        Part.REOPEN,
        Part.CONFIRM,
    )


@pytest.mark.parametrize(
    "begun,expected",
    [
        (0, [W, W, W, W]),
        (1, [N, W, W, W]),
        (2, [N, W, W, W]),
        (3, [D, N, W, W]),
        (4, [D, D, N, W]),
        (5, [D, D, D, N]),
    ],
)
def test_a_running_change(begun: int, expected: list[PartState]) -> None:
    assert states(rows(SETUP, (Step.LOOK, *ALL[:begun]))) == expected


def test_a_claude_that_was_opened_meanwhile_is_closed_in_sight() -> None:
    found = rows(replace(SETUP, restart=False), ALL[:1])
    assert found[0] == Row(Part.CLOSE, PartState.WORKING)


def end(
    steps: tuple[Step, ...], *, applied: bool = True, confirmed: bool | None = True, failed: bool = False
) -> list[PartState]:
    return states(
        ended_rows(SETUP, steps, applied=applied, confirmed=confirmed, failed=failed, rolled_back=applied is False)
    )


def test_how_changes_end() -> None:
    assert end(ALL) == [D, D, D, D]
    assert end(ALL, confirmed=None) == [D, D, D, PartState.NOT_KNOWN]
    assert end(ALL, confirmed=False) == [D, D, D, F]
    not_done = PartState.NOT_DONE
    assert end(ALL[:2], applied=False, failed=True) == [F, not_done, not_done, not_done]
    assert end(ALL[:4], failed=True) == [D, D, F, not_done]


def test_a_write_that_failed_is_put_back_in_sight() -> None:
    steps = (*ALL[:3], Step.ROLL_BACK, Step.REOPEN)
    found = ended_rows(SETUP, steps, applied=False, confirmed=None, failed=True, rolled_back=True)
    assert [row.state for row in found] == [D, F, D, PartState.NOT_DONE, D]
    assert found[-1].part is Part.PUT_BACK
    half = ended_rows(SETUP, steps, applied=False, confirmed=None, failed=True, rolled_back=False)
    assert half[-1] == Row(Part.PUT_BACK, F)
