"""The one window: the first frame at once, then the setup or the panel, each made when it is first needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.style import tokens

_SIZE, _SMALLEST = QSize(960, 640), QSize(880, 600)


class MainWindow(QWidget):
    """`painted` once: the first frame is on the screen. `closing`: the person closed it; whoever listens decides."""

    painted, closing = Signal(), Signal()

    def __init__(self, title: str, greeting: str) -> None:
        super().__init__()
        self._greeting = greeting
        self._has_painted = False
        self.setWindowTitle(title)
        self.resize(_SIZE)
        self.setMinimumSize(_SMALLEST)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.stack: QStackedWidget | None = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        painter.fillRect(self.rect(), QColor(worn.window))
        if self.stack is None or self.stack.currentWidget() is None:
            painter.setPen(QColor(worn.text2))
            painter.drawText(QRect(self.rect()), int(Qt.AlignmentFlag.AlignCenter), self._greeting)
        if not self._has_painted:
            self._has_painted = True
            self.painted.emit()

    def fill(self, above: QWidget | None, stack: QStackedWidget) -> None:
        """What the window shows from now on."""
        if above is not None:
            self._column.addWidget(above)
        self._column.addWidget(stack, 1)
        self.stack = stack

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.closing.emit()

    def show_up(self) -> None:
        """In front of everything else, also where it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def shortcut(self, keys: QKeySequence | QKeySequence.StandardKey, slot: object) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
