"""A notice tells a problem that lasts, once; a network that comes up a little later than the program is none."""

from __future__ import annotations

from dataclasses import replace

from app.domain.facts import GatewayFacts
from app.domain.findings import FindingId
from app.domain.preferences import Preferences
from app.domain.state import AppState
from app.ui.notices import LASTS, Notices
from tests.ui.panel_states import OFFLINE, ONLINE, REJECTED, look, with_gateway

REFUSED = with_gateway(key=REJECTED, balance=REJECTED, models=REJECTED)


class Watched:
    """What is told of one look after the other."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.told: list[FindingId] = []
        self._notices = Notices(self._time)

    def _time(self) -> float:
        return self.now

    def see(self, gateway: GatewayFacts, after: float = 0.0, *, wanted: bool = True) -> None:
        """The gateway's answer is another object each time, as it is after each question."""
        self._hear(AppState(look=look(gateway=replace(gateway)), preferences=Preferences(tray=wanted)), after)

    def glance(self, state: AppState, after: float) -> None:
        self._hear(state, after)

    def _hear(self, state: AppState, after: float) -> None:
        self.now += after
        if (problem := self._notices.problem(state)) is not None:
            self.told.append(problem.id)


def test_a_network_that_comes_up_after_the_login_is_no_problem() -> None:
    watched = Watched()
    for after in (0, 5, 10, 20):
        watched.see(OFFLINE, after)
    watched.see(ONLINE, 40)
    watched.see(OFFLINE, 300)
    assert watched.told == []


def test_one_that_stays_away_is_told_once() -> None:
    watched = Watched()
    for after in (0, 5, 10, 20, LASTS - 36):
        watched.see(OFFLINE, after)
    assert watched.told == []
    watched.see(OFFLINE, 1)
    assert watched.told == [FindingId.GATEWAY_UNREACHABLE]
    watched.see(OFFLINE, 300)
    assert watched.told == [FindingId.GATEWAY_UNREACHABLE]
    watched.see(ONLINE, 300)
    watched.see(OFFLINE, 300)
    watched.see(OFFLINE, 300)
    assert watched.told == 2 * [FindingId.GATEWAY_UNREACHABLE]


def test_another_problem_has_to_last_itself() -> None:
    watched = Watched()
    watched.see(OFFLINE)
    watched.see(REFUSED, 300)
    assert watched.told == []
    watched.see(REFUSED, 300)
    assert watched.told == [FindingId.KEY_REJECTED]


def test_a_glance_is_no_second_sight() -> None:
    watched = Watched()
    state = AppState(look=look(gateway=replace(OFFLINE)))
    for after in (0, LASTS, LASTS):
        watched.glance(state, after)
    assert watched.told == []


def test_nothing_is_told_where_it_is_not_wanted_or_not_set_up() -> None:
    watched = Watched()
    for _ in range(2):
        watched.see(OFFLINE, 300, wanted=False)
        watched.glance(AppState(look=look(gateway=replace(OFFLINE), files={})), 300)
    assert watched.told == []
