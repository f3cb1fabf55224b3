"""The part of a dialog that scrolls where the screen is too low for all of it; where all fits, nobody sees that."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from app.ui.widgets.scrolling import make_scroll

REACH, BELOW = 16, 4
"""What it holds ends that much inside its own edges: room for the focus ring, and at the sides for the scroll bar."""
_LEAST = 48
_AROUND = 32
"""What is to be seen above or below a control that was scrolled to."""


class _Content(QWidget):
    """As tall as it needs to be at its width; the least height without one would be that of the narrowest."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least


class Body(QScrollArea):
    """`column` is where its parts go. They are as wide with the scroll bar as without."""

    def __init__(self) -> None:
        super().__init__()
        self._content = _Content()
        whole = QVBoxLayout(self._content)
        whole.setSpacing(0)
        self.column = QVBoxLayout()
        whole.addLayout(self.column)
        whole.addStretch(1)
        self._whole = whole
        make_scroll(self, self._content)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self._make_room()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._show_focus)

    @property
    def scrolls(self) -> bool:
        return self.verticalScrollBar().maximum() > 0

    @property
    def above(self) -> bool:
        """Whether something is hidden there; `below` likewise."""
        return self.verticalScrollBar().value() > 0

    @property
    def below(self) -> bool:
        return self.verticalScrollBar().value() < self.verticalScrollBar().maximum()

    def height_for(self, width: int) -> int:
        """For all of it, in a place of this width."""
        inside = width - 2 * REACH
        wraps = self.column.hasHeightForWidth()
        return (self.column.heightForWidth(inside) if wraps else self.column.sizeHint().height()) + 2 * BELOW

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), min(self._content.sizeHint().height(), _LEAST))

    def _make_room(self) -> None:
        """The scroll bar lies beside the words, at the side where lines end."""
        bar = self.verticalScrollBar().sizeHint().width() if self.scrolls else 0
        left, right = (bar, 0) if self.isRightToLeft() else (0, bar)
        self._whole.setContentsMargins(REACH - left, BELOW, REACH - right, BELOW)

    def _show_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Not what was just clicked: it would move away below the mouse."""
        clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and not clicked and self._content.isAncestorOf(now):
            place = QRect(now.mapTo(self._content, QPoint(0, 0)), now.size())
            for edge in (place.bottom(), place.top()):  # if there is no room for both, the top counts
                self.ensureVisible(0, edge, 0, _AROUND)
