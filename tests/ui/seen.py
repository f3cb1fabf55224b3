"""What a person sees and a screen reader reads of a widget, for the tests."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QImage
from PySide6.QtWidgets import QWidget


def image(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def colours(picture: QImage) -> set[str]:
    """Every colour in it, as hex."""
    return {QColor(picture.pixel(x, y)).name().upper() for x in range(picture.width()) for y in range(picture.height())}


def accessible(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def name_of(widget: QWidget) -> str:
    return accessible(widget).text(QAccessible.Text.Name)


def parts(of: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """It and all that lies in it."""
    yield of
    for number in range(of.childCount()):
        if (child := of.child(number)) is not None:
            yield from parts(child)


def read(widget: QWidget) -> list[str]:
    """Every name, in reading order."""
    names = (part.text(QAccessible.Text.Name) for part in parts(accessible(widget)))
    return [name for name in names if name]
