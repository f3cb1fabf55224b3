"""Waits for the next event without ever missing a signal."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TypeVar

_TURN = 0.2
_T = TypeVar("_T")


def next_of(events: SimpleQueue[_T]) -> _T:
    """In short turns: Python would hear a signal that comes just before one long wait only after it."""
    while True:
        try:
            return events.get(timeout=_TURN)
        except Empty:
            continue
