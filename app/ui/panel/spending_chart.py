"""What was spent with the key on each of the last 30 days: a bar for each, and in words below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QVBoxLayout, QWidget

from app.domain.resets import at as moment_of
from app.domain.spending import DAYS, Spending
from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.text import Text
from app.words import spending as words
from app.words.speech import Speech

_HEIGHT, _LEAST, _NOTHING = 44, 3, 2
_SHARE = 0.62  # of a day's room that its bar takes
_ROUND = 2


class Bars(QSlider):
    """A slider by nature, so that the arrow keys go from day to day. `pointed` carries the day's place, or None."""

    pointed = Signal(object)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._spent: Spending | None = None
        self._current, self._pointed = True, -1
        self.setRange(0, DAYS - 1)
        self.setPageStep(7)
        self.setValue(DAYS - 1)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._point)

    def show_days(self, spent: Spending, *, current: bool) -> None:
        if (spent, current) != (self._spent, self._current):
            self._spent, self._current = spent, current
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(DAYS * 8, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(DAYS * 4, _HEIGHT)

    def day_at(self, x: float) -> int:
        place = int(x * DAYS / max(self.width(), 1))
        return min(max(DAYS - 1 - place if self.isRightToLeft() else place, 0), DAYS - 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """There is nothing to drag."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.day_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(self.value() if self.hasFocus() else -1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._point(self.value())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point(-1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._spent is None:
            return
        painter, worn = QPainter(self), tokens.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        most = float(self._spent.most.amount) or 1.0
        for place, day in enumerate(self._spent.days):
            marked = place == self._pointed or (self._pointed < 0 and self._current and place == DAYS - 1)
            fill = worn.accent if marked else worn.chart if day.amount else worn.line
            tall = max(_LEAST, round(self.height() * float(day.amount) / most)) if day.amount else _NOTHING
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(self._bar(place, tall), _ROUND, _ROUND)

    def _bar(self, place: int, tall: int) -> QRectF:
        pitch = (self.width() + self.width() / DAYS * (1 - _SHARE)) / DAYS  # the last one ends at the edge
        left = place * pitch
        wide = pitch * _SHARE
        if self.isRightToLeft():
            left = self.width() - left - wide
        return QRectF(left, self.height() - tall, wide, tall)

    def _point(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place if place >= 0 else None)
            self.update()


class SpendingChart(QWidget):
    """The bars, and below them the sum and today, or the day that is pointed at."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._spent: Spending | None = None
        self._current = True
        self._place: int | None = None
        self.bars = Bars()
        self.bars.setToolTip(speech.say("Each bar is one day. Days begin at midnight UTC."))
        self._told = Text(role=Role.CAPTION, tone=Tone.TEXT2)
        self._today = Text(role=Role.CAPTION, tone=Tone.TEXT2, wrap=False)
        for part in (self._told, self._today):
            unspoken(part)
        self.bars.pointed.connect(self._point)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self._told, 1)
        below.addWidget(self._today)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.bars)
        column.addLayout(below)

    def tell(self, spent: Spending, now: float) -> None:
        self._spent, self._current = spent, moment_of(now).date() == spent.today.day
        self.bars.show_days(spent, current=self._current)
        self.bars.setAccessibleName(words.spoken(spent, self._speech, current=self._current))
        self._today.say(words.today(spent, self._speech, current=self._current))
        self._say()

    def _point(self, place: int | None) -> None:
        self._place = place
        self._say()
        if place is not None and self.bars.hasFocus():
            announce(self.bars, self._told.text())

    def _say(self) -> None:
        if self._spent is None:
            return
        if self._place is None:
            self._told.say(words.total(self._spent, self._speech, current=self._current))
        else:
            day = self._spent.days[self._place]
            self._told.say(words.one_day(day, self._speech, today=self._current and day == self._spent.today))
