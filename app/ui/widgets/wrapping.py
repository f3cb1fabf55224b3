"""A row of buttons that goes on in the next line where the room ends, as it does with large letters."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayoutItem

from app.ui.widgets.parts_layout import PartsLayout


class Wrapping(PartsLayout):
    """Starts at the leading edge; `addWidget` as with any layout."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__(spacing)

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False) if self._shown() else 0

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        spare = rect.height() - self._place(rect, move=False)
        self._place(rect.translated(0, max(0, spare // 2)), move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """The height that is needed."""
        around = self.contentsMargins()
        room = rect.marginsRemoved(around)
        y = room.y()
        for line in self._lines(room.width()):
            x, height = room.x(), max(size.height() for _, size in line)
            for item, size in line:
                if move:
                    middle = QPoint(x, y + (height - size.height()) // 2)
                    item.setGeometry(self._mirrored(QRect(middle, size), room))
                x += size.width() + self.spacing()
            y += height + self.spacing()
        return y - self.spacing() - rect.y() + around.bottom()

    def _lines(self, width: int) -> Iterator[list[tuple[QLayoutItem, QSize]]]:
        line: list[tuple[QLayoutItem, QSize]] = []
        used = 0
        for item in self._shown():
            size = _size(item, width)
            if line and used + size.width() > width:
                yield line
                line, used = [], 0
            line.append((item, size))
            used += size.width() + self.spacing()
        if line:
            yield line


def _size(item: QLayoutItem, room: int) -> QSize:
    """As it would be alone; what has no room for that and can wrap becomes taller."""
    natural = item.sizeHint()
    width = min(natural.width(), max(room, item.minimumSize().width()))
    if width < natural.width() and item.hasHeightForWidth():
        return QSize(width, item.heightForWidth(width))
    return QSize(width, natural.height())
