"""A value from outside that keeps its last good state: nothing that was known goes blank because a look failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.domain.findings import Finding

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Loading:
    """Nothing is known yet."""


@dataclass(frozen=True, slots=True)
class Ready(Generic[T_co]):
    """A value and when it was seen, in seconds since the epoch."""

    value: T_co
    at: float


@dataclass(frozen=True, slots=True)
class Failed(Generic[T_co]):
    """Why there is no newer value; `last` is the last good one."""

    finding: Finding
    last: Ready[T_co] | None = None


Loadable = Loading | Ready[T_co] | Failed[T_co]


def known(value: Loadable[T]) -> Ready[T] | None:
    """The last good value, however old."""
    match value:
        case Ready():
            return value
        case Failed(last=last):
            return last
        case Loading():
            return None
