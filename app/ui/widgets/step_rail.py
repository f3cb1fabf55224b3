"""The five steps at the left: where the person is, what is ready, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.wizard import Mark
from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tokens, Tone
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Spoken, unspoken
from app.ui.widgets.scrolling import scrolling
from app.ui.widgets.showing import set_shown
from app.ui.widgets.text import Text

WIDTH = 256
_CIRCLE, _GAP, _TOP = 26, 12, 4
_BAR = 11  # a scroll bar and the line at the edge


@dataclass(frozen=True, slots=True)
class Step:
    """`state` is the small line below the title; `name` is what a screen reader says of the whole."""

    title: str
    state: str
    mark: Mark
    name: str


class StepRail(QFrame):
    chosen = Signal(int)  # a step that can be looked at again was clicked

    def __init__(self, product: str, subtitle: str) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._items: list[_Item] = []
        steps = QWidget()  # made before the note, which a screen reader then reads after them
        self._column = QVBoxLayout(steps)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._note_icon = Icon("shield", Tone.TEXT2, 18)
        self._note = Text(role=Role.CAPTION, tone=Tone.TEXT2)
        note = QHBoxLayout()
        note.setSpacing(10)
        note.addWidget(self._note_icon, 0, Qt.AlignmentFlag.AlignTop)
        note.addWidget(self._note, 1)
        self._inside = inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 24, 20, 20)
        column.setSpacing(0)
        column.addLayout(_head(product, subtitle))
        column.addSpacing(27)
        column.addWidget(steps)
        column.addStretch()
        column.addLayout(note)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 1, 0)
        whole.addWidget(scrolling(inside, sideways=False))

    def tell(self, steps: Sequence[Step], note_icon: str = "", note: str = "") -> None:
        while len(self._items) < len(steps):
            item = _Item(len(self._items))
            item.clicked.connect(self.chosen)
            self._items.append(item)
            self._column.addWidget(item)
        for number, (item, step) in enumerate(zip(self._items, steps, strict=True)):
            after = steps[number - 1].mark if number else None
            item.tell(step, after=after, last=number == len(steps) - 1)
        if note_icon:
            self._note_icon.show_icon(note_icon, Tone.TEXT2)
        set_shown(self._note_icon, bool(note))
        self._note.say(note)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        """Wider where the letters are large, so that no word is broken."""
        needed = self._inside.minimumSizeHint().width()
        self.setFixedWidth(WIDTH if needed < WIDTH else needed + _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        painter.fillRect(self.rect(), QColor(worn.rail))
        edge = 0 if self.isRightToLeft() else self.width() - 1
        painter.fillRect(edge, 0, 1, self.height(), QColor(worn.line))


def _head(product: str, subtitle: str) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(Text(product, Role.HEADING))
    words.addWidget(Text(subtitle, Role.CAPTION, Tone.TEXT2))
    head = QHBoxLayout()
    head.setSpacing(10)
    head.addWidget(Icon("app-icon", size=28))
    head.addLayout(words, 1)
    return head


class _Item(Spoken):
    """One step. The line down to the next one is drawn here too, so that no part has to know another."""

    clicked = Signal(int)

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._last = number, False
        self._mark = Mark.TODO
        self._after: Mark | None = None  # the step before this one
        self._title = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._state = Text(role=Role.CAPTION)
        for part in (self._title, self._state):
            unspoken(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(_CIRCLE + _GAP, _TOP, 0, 22)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._state)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def tell(self, step: Step, *, after: Mark | None, last: bool) -> None:
        self._mark, self._after, self._last = step.mark, after, last
        here = step.mark is Mark.HERE or step.mark is Mark.STOPPED
        self._title.say(step.title, Tone.TEXT if here else Tone.TEXT2)
        self._title.set_strong(here)
        self._state.say(step.state, _state_tone(step.mark))
        self._state.set_strong(step.mark in (Mark.HERE, Mark.STOPPED))
        set_shown(self._state, bool(step.state))
        self.setAccessibleName(step.name)
        hand = Qt.CursorShape.PointingHandCursor if self._can_be_chosen() else Qt.CursorShape.ArrowCursor
        self.setCursor(hand)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and inside and self._can_be_chosen():
            self.clicked.emit(self._number)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # or the release would go to somebody else

    def _can_be_chosen(self) -> bool:
        return self._mark in (Mark.READY, Mark.DONE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = self.width() - _CIRCLE if self.isRightToLeft() else 0
        top = max(0, _TOP + (self._title.line_height() - _CIRCLE) // 2)  # in the middle of the first line
        circle = QRect(left, top, _CIRCLE, _CIRCLE)
        if not self._last:
            below = QRect(circle.center().x(), circle.bottom() + 1, 2, self.height() - circle.bottom() - 1)
            painter.fillRect(below, QColor(worn.ok_line if self._mark is Mark.DONE else worn.line))
        if self._after is not None:
            above = QRect(circle.center().x(), 0, 2, circle.top())
            painter.fillRect(above, QColor(worn.ok_line if self._after is Mark.DONE else worn.line))
        fill, edge, ink = _colours(self._mark, worn)
        painter.setPen(QPen(QColor(edge), 1.25))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(QRectF(circle).adjusted(0.75, 0.75, -0.75, -0.75))
        self._paint_inside(painter, circle, QColor(ink))

    def _paint_inside(self, painter: QPainter, circle: QRect, ink: QColor) -> None:
        """A check or a cross where it is over, the number otherwise: never colour alone."""
        sign = {Mark.DONE: "check-small", Mark.STOPPED: "close"}.get(self._mark)
        if sign:
            spot = QRect(0, 0, 16, 16)
            spot.moveCenter(circle.center())
            painter.drawPixmap(spot, icons.pixmap(sign, ink, 16, self.devicePixelRatio()))
            return
        digit = font(Role.SMALL, strong=True)
        digit.setPixelSize(13)  # the circle does not grow with the text, so neither may its number
        painter.setFont(digit)
        painter.setPen(ink)
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number + 1))


def _colours(mark: Mark, worn: Tokens) -> tuple[str, str, str]:
    """The circle's fill, its outline, and what stands in it."""
    match mark:
        case Mark.HERE:
            return worn.accent, worn.accent, worn.on_accent
        case Mark.READY:
            return worn.surface, worn.accent, worn.accent
        case Mark.DONE:
            return worn.ok_soft, worn.ok, worn.ok
        case Mark.STOPPED:
            return worn.bad_soft, worn.bad, worn.bad
        case Mark.TODO:
            return worn.surface, worn.control, worn.text2


def _state_tone(mark: Mark) -> Tone:
    match mark:
        case Mark.HERE:
            return Tone.ACCENT
        case Mark.DONE:
            return Tone.OK
        case Mark.STOPPED:
            return Tone.BAD
        case Mark.READY | Mark.TODO:
            return Tone.TEXT2
