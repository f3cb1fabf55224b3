"""Times of day in the system's own format."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale


def clock(seconds: float) -> str:
    """A moment, in seconds since the epoch, as the time of day such as `14:02`."""
    at = QDateTime.fromSecsSinceEpoch(int(seconds))
    return QLocale().toString(at.time(), QLocale.FormatType.ShortFormat)
