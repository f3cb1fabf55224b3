"""The real process table: psutil, asked for no more than is needed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.platforms.base import ProcessRow

if TYPE_CHECKING:
    import psutil

# The start is computed from the time of boot, which the system corrects by up to a second.
_SAME_START = 2.0


class UserProcesses:
    """The processes of this user. psutil is imported when it is first asked: it is slow to load."""

    def rows(self) -> Iterator[ProcessRow]:
        import psutil

        mine = _ownership()
        for pid in psutil.pids():
            with suppress(psutil.Error):
                process = psutil.Process(pid)
                with process.oneshot():
                    row = _row(process) if mine(process) else None
                if row:
                    yield row

    def ask_to_end(self, pid: int) -> None:
        import psutil

        with suppress(psutil.Error):
            psutil.Process(pid).terminate()

    def kill(self, pid: int) -> None:
        import psutil

        with suppress(psutil.Error):
            psutil.Process(pid).kill()

    def alive(self, pid: int, started: float) -> bool:
        import psutil

        try:
            process = psutil.Process(pid)
            same = abs(process.create_time() - started) < _SAME_START
            return same and process.status() != psutil.STATUS_ZOMBIE
        except psutil.Error:
            return False


def _ownership() -> Callable[[psutil.Process], bool]:
    """Whether a process is this user's: by real user id, on Windows by account name."""
    if sys.platform == "win32":
        import psutil

        name = psutil.Process().username()
        return lambda process: process.username() == name
    else:
        user = os.getuid()
        return lambda process: process.uids().real == user


def _row(process: psutil.Process) -> ProcessRow:
    import psutil

    executable, arguments = "", list[str]()
    with suppress(psutil.AccessDenied):
        executable = process.exe()
    with suppress(psutil.AccessDenied):
        arguments = process.cmdline()
    return ProcessRow(
        pid=process.pid,
        executable=Path(executable) if executable else None,
        arguments=tuple(arguments),
        started=process.create_time(),
        parent=process.ppid(),
    )
