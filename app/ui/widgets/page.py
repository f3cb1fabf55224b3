"""The frame of a page: a head that a screen reader hears first, a body that scrolls, a footer that stays."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.scrolling import make_scroll
from app.ui.widgets.showing import put_away, set_shown, settle
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping

_SIDE, _NARROW = 40, 600
_ANY = Qt.AlignmentFlag(0)


class Page(QScrollArea):
    """`body` is where a page puts its widgets; what is too tall scrolls, nothing is squeezed."""

    def __init__(self, step: str = "", title: str = "", lede: str = "") -> None:
        super().__init__()
        self.content = QWidget()
        make_scroll(self, self.content)
        self.head_step = Text(role=Role.CAPTION, tone=Tone.TEXT2)
        self.head_title = Text(role=Role.TITLE)
        self.head_lede = Text(tone=Tone.TEXT2)
        self._column = QVBoxLayout(self.content)
        self._column.setContentsMargins(_SIDE, 32, _SIDE, 12)
        self._column.setSpacing(0)
        self._column.addWidget(self.head_step)
        self._column.addSpacing(6)
        self._column.addWidget(self.head_title)
        self._column.addSpacing(8)
        self._column.addWidget(self.head_lede)
        self._column.addSpacing(18)
        self.body = QVBoxLayout()
        self.body.setSpacing(16)
        self._column.addLayout(self.body)
        self._column.addStretch(1)  # all of what is left, so that nothing above it is pulled apart
        self.set_head(step, title, lede)

    def set_head(self, step: str, title: str, lede: str) -> None:
        for label, text in ((self.head_step, step), (self.head_title, title), (self.head_lede, lede)):
            label.say(text)
            set_shown(label, bool(text))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        settle(self.content)
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = side_of(self.width())
        self._column.setContentsMargins(side, 32, side, 12)

    def arrive(self) -> None:
        """The page has come up: its title takes the focus, without a ring, so that a screen reader reads it."""
        self.verticalScrollBar().setValue(0)
        self.head_title.setFocus(Qt.FocusReason.OtherFocusReason)


class Footer(QFrame):
    """Stays below the page. `left` and `right` are rows, one below the other where the letters are large."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumHeight(68)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.left, self.right = _Row(), Wrapping(12)
        self.left.setSpacing(12)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self._row.setSpacing(12)
        self._row.addLayout(self.left, 1)
        self._row.addLayout(self.right)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._line_up()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line_up()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(tokens.current().line))

    def _line_up(self) -> None:
        """A quiet button has no visible edge, so its icon lines up with the page instead."""
        beside = self._needed() <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
        first = next(iter(self.left.shown()), None)
        out = 8 if beside and isinstance(first, Button) and first.kind is Kind.QUIET else 0
        side = side_of(self.width())
        self._row.setContentsMargins(side - out, 12, side, 12)

    def _needed(self) -> int:
        """For both in one row; words may take two lines."""
        shown = self.left.shown()
        words = sum(_width(w) for w in shown) + self.left.spacing() * len(shown)
        return words + self.right.sizeHint().width() + 2 * side_of(self.width())


def side_of(width: int) -> int:
    """What is left free at both sides; less where large letters have made the page narrow."""
    return _SIDE if width >= _NARROW else 16


def _width(widget: QWidget) -> int:
    natural = widget.sizeHint().width()
    return max(natural * 3 // 5, widget.minimumSizeHint().width()) if isinstance(widget, Text) else natural


class _Row(QHBoxLayout):
    """Knows its widgets itself, for PySide mixes up what it is told of a layout's items once they are gone."""

    def __init__(self) -> None:
        super().__init__()
        self._widgets: list[QWidget] = []

    def addWidget(self, widget: QWidget, /, stretch: int | None = 0, alignment: Qt.AlignmentFlag = _ANY) -> None:
        self._widgets.append(widget)
        super().addWidget(widget, stretch or 0, alignment)

    def shown(self) -> list[QWidget]:
        return [w for w in self._widgets if not put_away(w)]
