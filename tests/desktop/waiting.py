"""Waits for what shall become true: never a fixed time, always with an end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

import pytest

T = TypeVar("T")
SECONDS = 30.0
"""Long enough for a busy computer; a test that passes never waits that long."""


def until(condition: Callable[[], T | None], seconds: float = SECONDS, what: str | Callable[[], str] = "") -> T:
    """Gives what the condition gives once that is true; `what` says in words what was waited for."""
    tick, deadline = threading.Event(), time.monotonic() + seconds
    while not (found := condition()):
        if time.monotonic() >= deadline:
            pytest.fail(f"not within {seconds:g} s: {what() if callable(what) else what or condition}")
        tick.wait(0.02)
    return found
