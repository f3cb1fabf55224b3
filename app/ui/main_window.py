"""The one window: the first frame at once, then the setup or the panel, each made when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QCloseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:  # loading Qt's own names costs a quarter of the first frame
    from PySide6.QtGui import QKeySequence
    from PySide6.QtWidgets import QStackedWidget


class MainWindow(QWidget):
    """`painted` once: the first frame is on the screen. `closing`: the person closed it; whoever listens decides.

    `came_up`: it can be seen again.
    """

    painted, closing, came_up = Signal(), Signal(), Signal()

    def __init__(self, title: str, greeting: str) -> None:
        super().__init__()
        self._greeting = greeting
        self._has_painted = False
        self.setWindowTitle(title)
        self.resize(960, 640)
        self.setMinimumSize(880, 600)
        self.stack: QStackedWidget | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """The greeting, until there is more; the palette fills the rest."""
        super().paintEvent(event)
        if self.stack is None or self.stack.currentWidget() is None:
            painter = QPainter(self)
            size = painter.fontMetrics().size(0, self._greeting)
            painter.drawText(QPoint((self.width() - size.width()) // 2, self.height() // 2), self._greeting)
        if not self._has_painted:
            self._has_painted = True
            self.painted.emit()

    def fill(self, above: QWidget | None, stack: QStackedWidget) -> None:
        """What the window shows from now on."""
        from PySide6.QtWidgets import QVBoxLayout

        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if above is not None:
            column.addWidget(above)
            self.resize(self.width(), self.height() + above.sizeHint().height())  # what is below it keeps its room
        column.addWidget(stack, 1)
        stack.show()  # the layout would do so a moment later, and what is not shown yet takes no focus
        self.stack = stack

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.came_up.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closing.emit()

    def show_up(self) -> None:
        """In front of everything else, also where it was minimised."""
        from PySide6.QtCore import Qt

        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def shortcut(self, keys: QKeySequence | QKeySequence.StandardKey, slot: object) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        QShortcut(QKeySequence(keys), self).activated.connect(slot)
