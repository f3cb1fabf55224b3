"""Which problem a notice of the tray tells: one that lasts, and each once."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.domain.diagnosis import is_set_up
from app.domain.facts import GatewayFacts
from app.domain.findings import Finding, FindingId, Severity
from app.domain.state import AppState

LASTS = 60.0
"""Seconds that it must have been there: at the login and after sleep the network comes up later than this program."""


class Notices:
    """`clock` in seconds, of any beginning."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._heard: GatewayFacts | None = None
        self._problem: FindingId | None = None
        self._since = 0.0
        self._told: FindingId | None = None

    def problem(self, state: AppState) -> Finding | None:
        """What is to be told now. A glance is not counted, as it asks the gateway nothing."""
        look = state.look
        gateway = look.facts.gateway if look is not None and is_set_up(look.facts) else None
        if look is None or gateway is None or gateway is self._heard:
            return None
        self._heard = gateway
        problem = next((f for f in look.diagnosis.findings if f.severity is Severity.PROBLEM), None)
        name = problem.id if problem else None
        if name is not self._problem:
            self._problem, self._since = name, self._clock()
        if name is None:
            self._told = None
        lasts = self._clock() - self._since >= LASTS
        if name is self._told or not lasts or not state.preferences.tray:
            return None
        self._told = name
        return problem
