"""The way of the Tab key as one reads, also where some parts were made later than others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_as_read(whole: QWidget) -> None:
    """The first stop in it keeps its place, the others follow in the order in which they were put in."""
    for before, after in pairwise(_stops(whole)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from _stops(child)
