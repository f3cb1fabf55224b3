"""What is too tall for its place scrolls; with large letters that can be anything."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.ui.style.sheet import dress


def scrolling(content: QWidget, *, sideways: bool = True) -> QScrollArea:
    area = QScrollArea()
    make_scroll(area, content)
    if not sideways:
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def make_scroll(area: QScrollArea, content: QWidget) -> None:
    """Without frame or fill of its own, and no stop for the Tab key."""
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    for part in (area.viewport(), content):
        part.setAutoFillBackground(False)
    for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
        dress(bar)
