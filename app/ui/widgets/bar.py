"""A slim bar for how much is done or left."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from app.ui.style import tokens
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone

_WHOLE = 1000


class Bar(QProgressBar):
    """Its accessible name is the caller's, for only the caller knows what is measured."""

    def __init__(self, tone: Tone = Tone.ACCENT) -> None:
        super().__init__()
        self._tone = tone
        self.setTextVisible(False)
        self.setRange(0, _WHOLE)
        self.setValue(0)
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """0 is nothing, 1 is all."""
        self.setValue(round(min(max(share, 0.0), 1.0) * _WHOLE))

    def set_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        rounded(painter, self.rect(), worn.hover, None, 3)
        if self.value() > 0:
            filled = self.rect()
            filled.setWidth(max(6, round(self.width() * self.value() / _WHOLE)))
            if self.isRightToLeft():
                filled.moveRight(self.rect().right())
            rounded(painter, filled, worn.of(self._tone), None, 3)
