"""Reads Claude Desktop's log from where a launch began, also when the file was rotated meanwhile."""

from __future__ import annotations

import os
import time
from pathlib import Path

from app.domain.claude_log import of_last_launch
from app.domain.diagnosis_claude import INEXACT
from app.domain.journal import LogMark

LIMIT = 4 * 1024 * 1024
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
    data = _after(path, since) if usable and since is not None else _from(path, 0)
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


def _after(path: Path, since: LogMark) -> bytes:
    """What was written after the mark: the rest of the rotated file, if there is one, and the present file."""
    try:
        stat = path.stat()
    except OSError:
        return b""
    if stat.st_ino == since.inode and stat.st_size >= since.size:
        return _from(path, since.size)
    rotated = (p for p in path.parent.glob("main*.log") if p != path and _inode(p) == since.inode)
    return b"".join(_from(p, since.size) for p in rotated) + _from(path, 0)


def _inode(path: Path) -> int | None:
    try:
        return path.stat().st_ino
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
