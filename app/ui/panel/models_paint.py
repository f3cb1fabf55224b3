"""Paints the cells and the head of the table of models from the tokens; every cell is as large as a finger needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygon
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.panel.models_list import MARKS, Column, FoundModels, alignment
from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import check_box

SIDE = 10
"""Free pixels at each side of a cell's text."""
EDGE = 20
"""The same at the left of the first column, in line with the card's other text."""
_LEAST_ROW, _LEAST_HEAD = 36, 30
_STAR = 18


def row_height(lines: int = 1) -> int:
    metrics = QFontMetrics(font(Role.BODY))
    return max(_LEAST_ROW, metrics.height() * lines + 15)


def name_width(texts: Iterable[str]) -> int:
    """What the longest of them needs."""
    metrics = QFontMetrics(_name_font(strong=True))
    return max((metrics.horizontalAdvance(text) for text in texts), default=0) + EDGE + SIDE


def text_width(texts: Iterable[str]) -> int:
    metrics = QFontMetrics(font(Role.BODY))
    return max((metrics.horizontalAdvance(text) for text in texts), default=0) + 2 * SIDE


def head_width(text: str) -> int:
    """With room for the arrow that says how it is sorted."""
    return QFontMetrics(font(Role.CAPTION, strong=True)).horizontalAdvance(text) + 2 * SIDE


def row_heights(names: Iterable[str], width: int) -> Iterator[int]:
    """For names in a column of this width; a name that is too long for it takes more lines."""
    metrics, one = QFontMetrics(_name_font(strong=True)), row_height()
    room = QRect(0, 0, max(1, width - EDGE - SIDE), 100_000)
    for name in names:
        if metrics.horizontalAdvance(name) <= room.width():
            yield one
        else:
            lines = round(metrics.boundingRect(room, _WRAP, name).height() / metrics.lineSpacing())
            yield row_height(max(1, lines))


_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


def _name_font(*, strong: bool) -> QFont:
    result = font(Role.BODY)
    if strong:
        result.setWeight(QFont.Weight.DemiBold)
    return result


class Cells(QStyledItemDelegate):
    def __init__(self, found: FoundModels, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        worn, row, column = tokens.current(), self._found.offer(index), Column(index.column())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        on = self._found.free
        over = on and bool(state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.fillRect(rect, QColor(worn.accent_soft if row.default else worn.surface))
        if index.row() < self._found.rowCount() - 1:  # below the last one, the card has its own line
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(worn.line))
        if column is Column.SHOWN:
            check_box(painter, rect, checked=row.shown, enabled=on and not row.fixed, hover=over)
        elif column is Column.DEFAULT:
            _star(painter, rect, set_=row.default, on=on, over=over)
        else:
            self._words(painter, rect, index, strong=row.default)
        if state & QStyle.StateFlag.State_HasFocus and _by_keyboard(option):
            _ring(painter, rect)
        painter.restore()

    def _words(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex, *, strong: bool
    ) -> None:
        worn, column = tokens.current(), Column(index.column())
        text = str(index.data())
        painter.setPen(QColor(worn.text2 if column is Column.CONTEXT else worn.text))
        if column is Column.NAME:
            painter.setFont(_name_font(strong=strong))
            painter.drawText(rect.adjusted(EDGE, 0, -SIDE, 0), _WRAP, text)
        else:
            figures = font(Role.BODY)
            figures.setFeature(QFont.Tag("tnum"), 1)
            painter.setFont(figures)
            painter.drawText(rect.adjusted(SIDE, 0, -SIDE, 0), int(alignment(column).value), text)


def _star(painter: QPainter, rect: QRect, *, set_: bool, on: bool, over: bool) -> None:
    worn = tokens.current()
    ink = worn.accent if set_ or over else worn.control
    spot = QRect(0, 0, _STAR, _STAR)
    spot.moveCenter(rect.center())
    ratio = painter.device().devicePixelRatio()
    name = "star-filled" if set_ else "star"
    painter.drawPixmap(spot, icons.pixmap(name, QColor(ink if on or set_ else worn.line), _STAR, ratio))


def _by_keyboard(option: QStyleOptionViewItem) -> bool:
    widget: QWidget | None = option.widget
    return widget is not None and widget.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)


def _ring(painter: QPainter, rect: QRect) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.current().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.toRectF().adjusted(3, 3, -3, -4), 5, 5)


class Head(QHeaderView):
    """A click sorts; the third one gives the first order back."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorClearable(True)
        self.setMinimumSectionSize(32)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        height = QFontMetrics(font(Role.CAPTION, strong=True)).height() + 12
        return QSize(super().sizeHint().width(), max(_LEAST_HEAD, height))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's own name
        worn, column = tokens.current(), Column(logicalIndex)
        painter.save()
        painter.fillRect(rect, QColor(worn.subtle))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(worn.line))
        painter.setFont(font(Role.CAPTION, strong=True))
        painter.setPen(QColor(worn.text2))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        left = EDGE if column is Column.NAME else SIDE if column not in MARKS else 0
        room = rect.adjusted(left, 0, -SIDE if column not in MARKS else 0, 0)
        painter.drawText(room, int(alignment(column).value), text)
        if self.sortIndicatorSection() == logicalIndex:
            width = painter.fontMetrics().horizontalAdvance(text)
            _arrow(painter, room, column, width, up=self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder)
        painter.restore()


def _arrow(painter: QPainter, room: QRect, column: Column, width: int, *, up: bool) -> None:
    """A small triangle beside the text, on its free side."""
    middle = room.center()
    if column is Column.NAME:
        x = room.left() + width + 8
    else:
        x = room.right() - width - 7 if column not in MARKS else middle.x() + width // 2 + 6
    tip = -2 if up else 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.current().text2))
    y = middle.y() + 1
    painter.drawPolygon(
        QPolygon([QPoint(x - 4, y - tip), QPoint(x + 4, y - tip), QPoint(x, y + tip + (-1 if up else 1))])
    )
