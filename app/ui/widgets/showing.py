"""Showing and hiding parts without a flicker; Qt itself lays out what does not show yet by sizes that may be stale."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def put_away(widget: QWidget) -> bool:
    """Hidden on purpose, not only because its window does not show yet."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def set_shown(widget: QWidget, shown: bool) -> None:
    """Says nothing to a widget that is as it should be: Qt would lay it out at once, by what it holds so far."""
    if put_away(widget) is shown:
        widget.setVisible(shown)


def settle(widget: QWidget) -> None:
    """Has all of its layouts ask again, from the inside to the outside, before it is painted.

    What changes inside a hidden page reaches its layouts one by one only after the page has come up, each time with a
    jump that one sees.
    """
    for inner in reversed(widget.findChildren(QWidget)):
        if (layout := inner.layout()) is not None:
            _forget(layout)
            inner.updateGeometry()
    if (layout := widget.layout()) is not None:
        _forget(layout)
        widget.updateGeometry()


def _forget(layout: QLayout) -> None:
    """Its items are not touched: PySide mixes up what it remembers of them once they are gone, and crashes."""
    for nested in layout.findChildren(QLayout):
        nested.invalidate()
    layout.invalidate()
