"""Whether only this person can write at a place of ours, and how it becomes so: who else could would get at the key."""

from __future__ import annotations

import os
from pathlib import Path

from app.domain.errors import failure
from app.domain.findings import AtFile, FindingId, Reason
from app.services import files

_OTHERS, _OTHERS_MAY_WRITE = 0o077, 0o022
_ADMINISTRATOR = 0


def is_ours(*places: Path) -> bool:
    """Whether each of them is there, belongs to this person or the administrator, and nobody else may write there.

    True where the system has no such modes.
    """
    try:
        return all(_ours(place) for place in places)
    except OSError:
        return False


def make_ours(folder: Path) -> None:
    """Shuts others out of a folder of ours. Raises `AppError` (write-failed) where they could still write in it."""
    reason = Reason.PERMISSION
    try:
        mode = folder.stat().st_mode
        if hasattr(os, "geteuid") and mode & _OTHERS:
            folder.chmod(mode & ~_OTHERS & 0o777)
    except OSError as error:  # some file systems refuse every change
        reason = files.reason(error)
    if not is_ours(folder):
        raise failure(FindingId.WRITE_FAILED, AtFile(str(folder), reason))


def _ours(place: Path) -> bool:
    status = place.stat()
    if not hasattr(os, "geteuid"):
        return True
    trusted = {_ADMINISTRATOR, os.geteuid()}
    if os.geteuid() == _ADMINISTRATOR:  # who works in a person's folders as that person would
        trusted.add(place.parent.stat().st_uid)
    return status.st_uid in trusted and not status.st_mode & _OTHERS_MAY_WRITE
