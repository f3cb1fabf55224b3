"""What an IT department left for this program: read only from a place where nobody but an administrator can write."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.domain.findings import Reason

NAME = "preseed.json"
LARGEST = 65_536
"""Bytes; a file of more is not what it should be."""
_OTHERS_MAY_WRITE = 0o022
_REASONS = {errno.EACCES: Reason.PERMISSION, errno.EPERM: Reason.PERMISSION, errno.ELOOP: Reason.LINK_LOOP}


@dataclass(frozen=True, slots=True)
class PreseedFile:
    """`data` None: it cannot be read, which `reason` says. `trusted`: nobody else could have written it."""

    path: str
    data: bytes | None
    reason: Reason | None = None
    trusted: bool = True


def read(path: Path, owner: int | None) -> PreseedFile | None:
    """None where there is no such file. `owner`: the user id that it and its folder must belong to; None: who can write
    in that folder could also put another program in the place of ours.
    """
    try:
        folder = path.parent.stat()
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return PreseedFile(str(path), None, Reason.NOT_A_FILE)
            if owner is not None and not all(_only_of(owner, seen) for seen in (folder, status)):
                return PreseedFile(str(path), None, trusted=False)
            data = file.read(LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except IsADirectoryError:
        return PreseedFile(str(path), None, Reason.NOT_A_FILE)
    except OSError as error:
        return PreseedFile(str(path), None, _REASONS.get(error.errno or 0, Reason.OTHER))
    return PreseedFile(str(path), data) if len(data) <= LARGEST else PreseedFile(str(path), None, Reason.TOO_LARGE)


def _only_of(owner: int, status: os.stat_result) -> bool:
    return status.st_uid == owner and not status.st_mode & _OTHERS_MAY_WRITE


def _without_waiting(name: str, flags: int) -> int:
    """A FIFO in its place must not hold anything up."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
