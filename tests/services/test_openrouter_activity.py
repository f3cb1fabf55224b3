"""What was spent on each day: summed exactly over models, whatever odd rows are among them."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from app.domain.model import DaySpent
from app.services.openrouter_activity import spent
from tests.services.test_openrouter_wire import body, values

ROW = {"date": "2026-11-26", "model": "a/b", "provider_name": "P", "usage": 0.1, "requests": 3}
THURSDAY = date(2026, 11, 26)


def test_models_of_a_day_are_one_sum_and_days_are_in_order() -> None:
    rows = [
        ROW,
        ROW | {"model": "c/d", "usage": 0.2},
        ROW | {"date": "2026-11-24", "usage": "1.005"},
        ROW | {"date": "2026-11-25 00:00:00", "usage": 1e-7},
        ROW | {"date": "2026-11-26T00:00:00Z", "usage": 3},
    ]
    assert spent(body(rows)) == (
        DaySpent(date(2026, 11, 24), Decimal("1.005")),
        DaySpent(date(2026, 11, 25), Decimal("1E-7")),
        DaySpent(THURSDAY, Decimal("3.3")),
    )


@pytest.mark.parametrize(
    "row",
    [
        {"usage": 1},
        {"date": "2026-11-26"},
        ROW | {"date": None},
        ROW | {"date": 20261126},
        ROW | {"date": "yesterday"},
        ROW | {"date": "2026-13-01"},
        ROW | {"usage": None},
        ROW | {"usage": "much"},
        ROW | {"usage": -1},
        ROW | {"usage": 0},
        [],
        None,
        7,
    ],
)
def test_an_odd_row_spoils_no_other(row: object) -> None:
    assert spent(body([row, ROW])) == (DaySpent(THURSDAY, Decimal("0.1")),)


def test_no_use_is_an_answer_too() -> None:
    assert spent(body([])) == ()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<h1>Welcome to the hotel</h1>",
        b"{}",
        b"[]",
        body(None),
        body({"2026-11-26": 1}),
        body([ROW], error={"code": 500, "message": "Internal"}),
    ],
)
def test_what_is_no_such_answer(answer: bytes) -> None:
    assert spent(answer) is None


@given(values, values)
def test_no_value_of_a_member_breaks_it(day: object, usage: object) -> None:
    told = spent(json.dumps({"data": [ROW | {"date": day, "usage": usage}, ROW]}).encode())
    assert told is not None
    assert sum(d.amount for d in told) >= Decimal("0.1")
