"""The way of the Tab key as one reads, also where some parts were made later than others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from app.ui.widgets.line_edit import LineEdit


def tab_as_read(whole: QWidget) -> None:
    """The first stop in it keeps its place, the others follow."""
    for before, after in pairwise(_stops(whole)):
        QWidget.setTabOrder(before, after)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, LineEdit) and widget.inner is not None:
        yield widget.inner
    if isinstance(widget, QScrollArea):
        yield from _stops(inside) if (inside := widget.widget()) else ()
    elif (layout := widget.layout()) is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _stops(widget)
        elif (nested := item.layout()) is not None:
            yield from _stops_of(nested)
