"""A panel with rows, and the thin lines between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.paint import rounded
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.showing import put_away, set_shown

RADIUS = 10
ROW = QMargins(20, 14, 20, 14)


class Line(QFrame):
    """A separator of 1 px."""

    def __init__(self, *, upright: bool = False) -> None:
        super().__init__()
        unspoken(self)
        if upright:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens.current().line))


class Card(QFrame):
    """Rows one below the other; a row that hides takes its line along. `inset` is where the lines begin."""

    def __init__(self, *, inset: int = 0, margins: QMargins = ROW) -> None:
        super().__init__()
        self.setObjectName("card")
        self._inset, self._margins = inset, margins
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, widget: QWidget, margins: QMargins | None = None) -> None:
        """`QMargins(0, 0, 0, 0)` lets a row reach the edges."""
        row = _Row(widget, self._margins if margins is None else margins, self._inset)
        self._column.addWidget(row)
        self._rows.append(row)
        widget.installEventFilter(self)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._arrange()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = tokens.current()
        rounded(QPainter(self), self.rect(), worn.surface, worn.line, RADIUS)

    def _arrange(self) -> None:
        """A line above each row that shows, except the first of them."""
        above = False
        for row in self._rows:
            shown = not put_away(row.widget)
            set_shown(row, shown)
            set_shown(row.line, above)
            above = above or shown


class _Row(QWidget):
    def __init__(self, widget: QWidget, margins: QMargins, inset: int) -> None:
        super().__init__()
        self.widget, self.line = widget, Line()
        column, above, row = QVBoxLayout(self), QHBoxLayout(), QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above.setContentsMargins(inset, 0, 0, 0)
        above.addWidget(self.line)
        row.setContentsMargins(margins)
        row.addWidget(widget)
        column.addLayout(above)
        column.addLayout(row)
