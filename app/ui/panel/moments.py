"""When something was, as the panel says it: a time of day while that is clear, else a date."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from app.ui.style.clock import clock


def moment_of(at: float, now: float) -> str:
    """Both in seconds since the epoch; the day is told where it is not today's."""
    then, today = QDateTime.fromSecsSinceEpoch(int(at)).date(), QDateTime.fromSecsSinceEpoch(int(now)).date()
    if then == today:
        return clock(at)
    return QLocale().toString(then, QLocale.FormatType.ShortFormat)
