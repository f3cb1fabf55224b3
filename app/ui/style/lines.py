"""Breaks and draws lines of text at the pitch of their role; Qt's labels set theirs too tight to read well."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QTextLayout, QTextOption

from app.ui.style.fonts import Role

_PITCH = {
    Role.NUMBER: 1.25,
    Role.FINISH: 1.31,
    Role.TITLE: 1.36,
    Role.DIALOG: 1.44,
    Role.HEADING: 1.47,
    Role.BODY: 1.5,
    Role.SMALL: 1.46,
    Role.CAPTION: 1.36,
    Role.CODE: 1.46,
}
_LONGEST_WORD = 22  # letters; a longer word, a path say, breaks where it must
ENDLESS = 1_000_000


def pitch(font: QFont, role: Role) -> int:
    """From one line to the next, in pixels; never less than the letters need."""
    return max(QFontMetrics(font).height(), round(QFontInfo(font).pixelSize() * _PITCH[role]))


def lay_out(
    text: str,
    font: QFont,
    width: int,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeading,
    direction: Qt.LayoutDirection = Qt.LayoutDirection.LeftToRight,
    formats: Sequence[QTextLayout.FormatRange] = (),
) -> QTextLayout:
    layout = QTextLayout(_unbroken(text.replace("\n", "\u2028")), font)
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(direction)
    layout.setTextOption(option)
    if formats:
        layout.setFormats(formats)
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
    layout.endLayout()
    return layout


def _unbroken(text: str) -> str:
    """No line begins with what only says that more follows."""
    return text.replace(" …", "\u00a0…")


def natural_size(layout: QTextLayout) -> tuple[int, int]:
    """Of a text that had endless room: its longest line in pixels, and how many lines it has."""
    count = layout.lineCount()
    widths = (layout.lineAt(number).naturalTextWidth() for number in range(count))
    return ceil(max(widths, default=0.0)), max(1, count)


def least_width(text: str, font: QFont) -> int:
    """Room for the longest word."""
    metrics = QFontMetrics(font)
    words = metrics.boundingRect(QRect(0, 0, 1, ENDLESS), int(Qt.TextFlag.TextWordWrap), _unbroken(text)).width()
    return min(words + 2, metrics.averageCharWidth() * _LONGEST_WORD)


def draw(painter: QPainter, layout: QTextLayout, rect: QRect, pitch: int) -> None:
    """In the middle of `rect` from top to bottom."""
    top = max(0.0, (rect.height() - layout.lineCount() * pitch) / 2)
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        line.setPosition(QPointF(0, round(top + number * pitch + (pitch - line.height()) / 2)))
    layout.draw(painter, QPointF(rect.topLeft()))
