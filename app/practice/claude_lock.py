"""A lock on a file that ends with the process, however it ends; the file says whose it is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which stays readable
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)
else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def hold(path: Path) -> bool:
    """Takes the lock for the rest of this process; false: another one has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _try(descriptor)
    except OSError:
        os.close(descriptor)
        return False
    os.truncate(path, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return True


def holder(path: Path) -> int | None:
    """The process that has the lock now."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        _try(descriptor)
    except OSError:
        return int(path.read_text() or 0) or None
    finally:
        os.close(descriptor)
    return None
