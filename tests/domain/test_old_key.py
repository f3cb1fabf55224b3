"""Whether Claude may still use a key that was replaced: as long as it may remember it, and never longer than was seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.facts import ClaudeProcess
from app.domain.goal import Handover
from app.domain.journal import Journal
from app.domain.old_key import OldKey, Use, use_of
from tests.domain.building import CLOSED, NOW, facts

OLD = OldKey("sk-or-…9f2c", "0" * 64, NOW)
HOUR = 3600
HELPER, STATIC = Handover.HELPER, Handover.STATIC


@pytest.mark.parametrize(
    "opened,handover,written,after,expected",
    [
        (None, HELPER, None, 1, Use.OVER),
        (NOW - 60, HELPER, None, 1, Use.FOR_AN_HOUR),
        (NOW - 60, HELPER, None, HOUR, Use.FOR_AN_HOUR),
        (NOW - 60, HELPER, None, HOUR + 1, Use.OVER),
        (NOW + 60, HELPER, None, 61, Use.OVER),
        (NOW - 1, HELPER, None, 2, Use.OVER),  # the start of a process may be told too early
        (NOW - 60, STATIC, None, 10 * HOUR, Use.AS_A_COPY),
        (NOW - 60, STATIC, NOW - 90, 10 * HOUR, Use.AS_A_COPY),
        (NOW - 60, STATIC, NOW + 5, 10, Use.AS_A_COPY),
        (NOW + 7, STATIC, NOW + 5, 10, Use.OVER),
        (None, STATIC, NOW + 5, 10, Use.OVER),
        (None, STATIC, NOW - 90, 10, Use.AS_A_COPY),
    ],
)
def test_its_use(opened: float | None, handover: Handover, written: float | None, after: float, expected: Use) -> None:
    processes = () if opened is None else (ClaudeProcess(7, opened),)
    seen = replace(facts({}), claude=replace(CLOSED, processes=processes), journal=Journal(written_at=written))
    assert use_of(OLD, seen, handover, NOW + after) is expected
