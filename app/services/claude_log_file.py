"""Reads Claude Desktop's log from where a launch began, also when the file was rotated meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from app.domain.claude_log import of_last_launch
from app.domain.diagnosis_claude import INEXACT
from app.domain.journal import LogMark

LIMIT = 16 * 1024 * 1024
"""Bytes that are read at the most, from the end."""
_STAMP = len("2026-01-31 23:59:59")


def mark(path: Path) -> LogMark:
    """Where the log ends now."""
    now = time.time()
    try:
        stat = path.stat()
    except OSError:
        return LogMark(str(path), 0, 0, now)
    return LogMark(str(path), stat.st_ino, stat.st_size, now)


def lines_of_launch(path: Path, started: float, since: LogMark | None) -> list[str]:
    """The lines of the launch at `started` (seconds since the epoch, perhaps told wrongly by `INEXACT`).

    After `since` where that is about this launch; else they begin with the launch's own first line.
    """
    earliest = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(max(0, started - INEXACT)))
    usable = since is not None and since.path == str(path) and started >= since.started - INEXACT
    data = b"".join(_written(path, started - INEXACT, since if usable else None))
    lines = _from_stamp(data.decode(errors="replace").splitlines(), earliest)
    return of_last_launch(lines, certain=usable)


def _from_stamp(lines: list[str], earliest: str) -> list[str]:
    """Drops what was stamped earlier; a line without a stamp belongs to the one before it."""
    kept, keep = [], False
    for line in lines:
        if line[:2] == "20" and line[4:5] == "-":
            keep = line[:_STAMP] >= earliest
        if keep:
            kept.append(line)
    return kept


def _written(path: Path, earliest: float, since: LogMark | None) -> Iterator[bytes]:
    """What was written from `earliest` on, in rotated files too, oldest first; after the mark in the file it is about."""
    found = ((status, file) for file in path.parent.glob("main*.log") if (status := _status(file)) is not None)
    for status, file in sorted(found, key=lambda pair: pair[0].st_mtime):
        if status.st_mtime >= earliest:
            marked = since is not None and status.st_ino == since.inode and status.st_size >= since.size
            yield _from(file, since.size if since and marked else 0)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


def _from(path: Path, offset: int) -> bytes:
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(offset, size - LIMIT))
            return file.read(LIMIT)
    except OSError:
        return b""
