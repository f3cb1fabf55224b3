"""Two things beside each other, or one below the other where the letters are too large for that."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.ui.widgets.parts_layout import PartsLayout

_LINES = 3  # words may take that many lines before the other part goes below them


class Beside(PartsLayout):
    """The part that `grows` takes what the other one leaves. `gap` is between them, `below` where they are stacked."""

    def __init__(
        self, lead: QWidget | QLayout, trail: QWidget | QLayout, *, lead_grows: bool, gap: int = 16, below: int = 8
    ) -> None:
        super().__init__(gap)
        self._lead_grows, self._below = lead_grows, below
        for part in (lead, trail):
            if isinstance(part, QLayout):
                self.addChildLayout(part)
                self._items.append(part)
            else:
                self.addWidget(part)

    def heightForWidth(self, width: int) -> int:
        shown = self._shown()
        heights = [_height(item, room) for item, room in zip(shown, self._rooms(width), strict=True)]
        if self._stacked(width):
            return sum(heights) + self._below * max(0, len(heights) - 1)
        return max(heights, default=0)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        x, y, stacked = rect.x(), rect.y(), self._stacked(rect.width())
        for item, room in zip(self._shown(), self._rooms(rect.width()), strict=True):
            height = _height(item, room)
            top = y if stacked else rect.y() + max(0, (rect.height() - height) // 2)
            item.setGeometry(
                self._mirrored(QRect(x, top, room, height if stacked else min(height, rect.height())), rect)
            )
            x, y = (x, y + height + self._below) if stacked else (x + room + self.spacing(), y)

    def _rooms(self, width: int) -> list[int]:
        """How wide each of them is."""
        shown = self._shown()
        if len(shown) < 2:
            return [width] * len(shown)
        if self._stacked(width):
            return [width if self._grows(number) else min(width, _natural(item)) for number, item in enumerate(shown)]
        still = _natural(shown[1 if self._lead_grows else 0])
        rest = max(0, width - still - self.spacing())
        return [rest, still] if self._lead_grows else [still, rest]

    def _stacked(self, width: int) -> bool:
        shown = self._shown()
        if len(shown) < 2:
            return False
        grows, still = (shown[0], shown[1]) if self._lead_grows else (shown[1], shown[0])
        least = max(grows.minimumSize().width(), min(grows.sizeHint().width() // _LINES, width // 2))
        return still.sizeHint().width() + self.spacing() + least > width

    def _grows(self, number: int) -> bool:
        return (number == 0) is self._lead_grows


def _natural(item: QLayoutItem) -> int:
    return item.sizeHint().width()


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
