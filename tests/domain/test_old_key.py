"""Whether Claude may still use a key that was replaced: as long as it may remember it, and never longer than was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.facts import ClaudeProcess
from app.domain.goal import Handover
from app.domain.old_key import OldKey, Use, use_of
from tests.domain.building import CLOSED, NOW

OLD = OldKey("sk-or-…9f2c", "0" * 64, NOW)
HOUR = 3600


@pytest.mark.parametrize(
    "opened,handover,after,expected",
    [
        (None, Handover.HELPER, 1, Use.OVER),
        (NOW - 60, Handover.HELPER, 1, Use.FOR_AN_HOUR),
        (NOW - 60, Handover.HELPER, HOUR, Use.FOR_AN_HOUR),
        (NOW - 60, Handover.HELPER, HOUR + 1, Use.OVER),
        (NOW + 60, Handover.HELPER, 61, Use.OVER),
        (NOW - 60, Handover.STATIC, 10 * HOUR, Use.AS_A_COPY),
        (None, Handover.STATIC, 1, Use.AS_A_COPY),
    ],
)
def test_its_use(opened: float | None, handover: Handover, after: float, expected: Use) -> None:
    processes = () if opened is None else (ClaudeProcess(7, opened),)
    assert use_of(OLD, replace(CLOSED, processes=processes), handover, NOW + after) is expected
