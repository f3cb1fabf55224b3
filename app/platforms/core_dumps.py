"""Keeps keys out of what the system writes down when a program crashes."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_WITHOUT_HEAP = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP: Windows' crash report leaves out the memory that the program asked for."""
_ONE_BYTE = 1
"""Not 0: Linux writes no core file either way, but only at 1 does it hand the memory to no crash reporter."""
_before: list[int] = []
_spawning = threading.Lock()


def no_core_dumps() -> None:
    """From now on. What cannot be switched off stays as it is: no reason not to work."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.kernel32.WerSetFlags(_WITHOUT_HEAP)
    elif not _before:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        _before.append(soft)
        _limit(min(_ONE_BYTE, hard) if hard != resource.RLIM_INFINITY else _ONE_BYTE)


@contextmanager
def as_it_was_before() -> Iterator[None]:
    """While another program is started, which inherits the limit: its own crashes are not our business."""
    if not _before:
        yield
        return
    with _spawning:
        lowered = _limit(_before[0])
        try:
            yield
        finally:
            _limit(lowered)


def _limit(soft: int) -> int:
    """Sets the limit that this process may change back; gives the one before."""
    if sys.platform == "win32":
        return 0
    else:
        import resource

        now, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
        return now
