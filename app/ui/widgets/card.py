"""A panel with rows, and the thin lines between them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.paint import rounded
from app.ui.widgets.phrase import unspoken

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
        self._parts: list[tuple[QWidget, QWidget]] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(1, 1, 1, 1)
        self._rows.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def add(self, widget: QWidget, margins: QMargins | None = None) -> None:
        """`QMargins(0, 0, 0, 0)` lets a row reach the edges."""
        around = self._margins if margins is None else margins
        holder = QWidget()
        unspoken(holder)
        line_row = QHBoxLayout(holder)
        line_row.setContentsMargins(self._inset, 0, 0, 0)
        line_row.addWidget(Line())
        row = QVBoxLayout()
        row.setContentsMargins(around)
        row.addWidget(widget)
        self._rows.addWidget(holder)
        self._rows.addLayout(row)
        self._parts.append((holder, widget))
        widget.installEventFilter(self)
        self._draw_lines()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._draw_lines()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = tokens.current()
        rounded(QPainter(self), self.rect(), worn.surface, worn.line, RADIUS)

    def _draw_lines(self) -> None:
        """A line above each row that shows, except the first of them."""
        above = False
        for line, widget in self._parts:
            shown = not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide) or not widget.isHidden()
            line.setVisible(above and shown)
            above = above or shown
