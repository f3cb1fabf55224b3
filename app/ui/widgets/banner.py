"""The strip above every page while practising."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.icon import Icon
from app.ui.widgets.text import Text


class Banner(QFrame):
    left = Signal()  # the person wants to leave practice mode

    def __init__(self, text: str, link_text: str, *actions: QWidget) -> None:
        """`actions`: links before the one that leaves."""
        super().__init__()
        self.setMinimumHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.link = Button(link_text, Kind.LINK)
        self.link.clicked.connect(self.left)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 2, 24, 2)
        row.setSpacing(10)
        row.addWidget(Icon("practice", Tone.ACCENT, 18))
        row.addWidget(Text(text, Role.SMALL, strong=True), 1)
        for action in actions:
            row.addWidget(action)
            row.addSpacing(12)
        row.addWidget(self.link)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        painter.fillRect(self.rect(), QColor(worn.accent_soft))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(worn.accent_line))
