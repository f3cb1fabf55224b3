"""A card without rows, for contents that are laid out by their owner."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from app.ui.style import tokens
from app.ui.style.paint import rounded
from app.ui.widgets.card import RADIUS


class PlainCard(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = tokens.current()
        rounded(QPainter(self), self.rect(), worn.surface, worn.line, RADIUS)
