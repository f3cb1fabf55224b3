"""A line with a few words in it, between two ways to the same thing."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.card import Line
from app.ui.widgets.text import Text


class Divider(QWidget):
    def __init__(self, text: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 2)
        row.setSpacing(12)
        row.addWidget(Line(), 1)
        row.addWidget(Text(text, Role.SMALL, Tone.TEXT2, wrap=False))
        row.addWidget(Line(), 1)
