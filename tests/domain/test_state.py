"""The one state: what a look changes, and what stays although a look failed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.diagnosis import diagnose
from app.domain.entry import CheckingEntry, EntryFailed, EntryWorks, SigningIn
from app.domain.facts import Facts, GatewayFacts
from app.domain.findings import Because, FindingId, Reason, found
from app.domain.loadable import Failed, Loading, Ready, known
from app.domain.model import Account
from app.domain.outcome import Look
from app.domain.state import AppState, key_works, seen
from tests.domain.building import GOAL, JOURNAL, KEY, NOW, OFFERED, ONLINE, SET_UP, facts

OFFLINE = found(FindingId.GATEWAY_UNREACHABLE, Because(Reason.DNS))
REJECTED = found(FindingId.KEY_REJECTED)


def look(seen_facts: Facts) -> Look:
    return Look(seen_facts, GOAL, diagnose(seen_facts, GOAL))


def at(gateway: GatewayFacts | None, seconds: float = 0.0) -> Look:
    return look(replace(facts(SET_UP, journal=JOURNAL, gateway=gateway), seen_at=NOW + seconds))


def test_a_first_look_makes_everything_known() -> None:
    state = seen(AppState(), at(ONLINE))
    assert state.models == Ready(OFFERED, NOW)
    assert state.latency == Ready(0.2, NOW)
    account = known(state.account)
    assert account is not None
    assert account.value.key == KEY
    assert account.value.balance is not None
    assert account.value.balance.total_credits == Decimal(100)


def test_a_look_at_this_computer_alone_changes_nothing_of_the_gateway() -> None:
    before = seen(AppState(), at(ONLINE))
    after = seen(before, at(None, 60))
    assert (after.account, after.models, after.latency) == (before.account, before.models, before.latency)
    assert after.look is not None
    assert after.look.facts.gateway is None


def test_a_glance_makes_nothing_of_the_gateway_younger() -> None:
    before = seen(AppState(), at(ONLINE))
    after = seen(before, at(ONLINE, 60))
    assert (after.account, after.models, after.latency) == (before.account, before.models, before.latency)
    assert after.now == NOW + 60


def test_offline_keeps_the_last_values_with_their_time() -> None:
    state = seen(seen(AppState(), at(ONLINE)), at(GatewayFacts(None, OFFLINE), 60))
    assert isinstance(state.account, Failed)
    assert state.account.finding == OFFLINE
    assert (known(state.account), known(state.latency)) == (
        Ready(Account(KEY, ONLINE.balance), NOW),  # type: ignore[arg-type]
        Ready(0.2, NOW),
    )
    assert isinstance(state.latency, Failed)
    assert state.models == Ready(OFFERED, NOW)  # nobody asked for them a second time


def test_two_failures_in_a_row_still_keep_the_last_value() -> None:
    state = seen(AppState(), at(ONLINE))
    for seconds in (60, 120):
        state = seen(state, at(GatewayFacts(None, OFFLINE, models=OFFLINE), seconds))
    assert known(state.models) == Ready(OFFERED, NOW)


def test_a_rejected_key_does_not_make_the_gateway_unreachable() -> None:
    state = seen(AppState(), at(GatewayFacts(0.3, REJECTED)))
    assert state.account == Failed(REJECTED)
    assert state.latency == Ready(0.3, NOW)


def test_nothing_is_known_before_the_first_look() -> None:
    assert known(AppState().account) is None
    assert isinstance(AppState().models, Loading)


def test_a_balance_that_is_not_told_is_not_zero() -> None:
    state = seen(AppState(), at(replace(ONLINE, balance=found(FindingId.RATE_LIMITED))))
    account = known(state.account)
    assert account is not None
    assert account.value.balance is None


@pytest.mark.parametrize(
    "state,works",
    [
        (AppState(), False),
        (seen(AppState(), at(ONLINE)), True),
        (seen(AppState(), at(None)), False),  # it is stored, but nobody asked yet
        (seen(AppState(), at(GatewayFacts(0.3, REJECTED))), False),
        (seen(seen(AppState(), at(ONLINE)), at(GatewayFacts(None, OFFLINE))), False),
        (replace(AppState(), entry=EntryWorks("sk-or-…9f2c", Account(KEY, None))), True),
        (replace(seen(AppState(), at(ONLINE)), entry=CheckingEntry()), False),
        (replace(seen(AppState(), at(ONLINE)), entry=EntryFailed(REJECTED)), False),
        (replace(seen(AppState(), at(ONLINE)), entry=SigningIn()), False),
        (replace(seen(AppState(), at(ONLINE)), entry=EntryFailed(REJECTED, by_sign_in=True)), True),
        (AppState(entry=EntryFailed(REJECTED, by_sign_in=True)), False),
    ],
)
def test_whether_there_is_a_key_that_works(state: AppState, works: bool) -> None:
    assert key_works(state) is works


def test_a_removed_key_works_no_more() -> None:
    state = seen(AppState(), at(ONLINE))
    without = replace(facts(SET_UP, journal=JOURNAL, gateway=None), keychain=None)
    assert not key_works(seen(state, look(without)))
