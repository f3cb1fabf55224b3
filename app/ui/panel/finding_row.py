"""One row of the list of findings: how bad it is, what was found, what helps. Read as one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Spoken, unspoken
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text

_SIDE = 20
FOUND, REMEDY = 4, 3
"""The shares of the two columns."""
GAP = 16
_NARROW = 46  # letters


@dataclass(frozen=True, slots=True)
class Row:
    """`word` says the state; `quiet`: what helps is that there is nothing to do."""

    state: State
    word: str
    found: str
    detail: str = ""
    remedy: str = ""
    quiet: bool = False


def is_narrow(room: int) -> bool:
    """Whether what helps has to stand below what was found."""
    return room < QFontMetrics(font(Role.BODY)).averageCharWidth() * _NARROW


class FindingRow(Spoken):
    """`first` has no line above it."""

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self._first = first
        self._icon, self._word = Icon(size=20), Text(strong=True, wrap=False)
        self._found, self._remedy = Text(), Text()
        self._detail = Text(role=Role.SMALL, tone=Tone.TEXT2)
        for part in (self._word, self._found, self._detail, self._remedy):
            unspoken(part)
        self._mark, self._sides = QWidget(), QBoxLayout(QBoxLayout.Direction.LeftToRight)
        unspoken(self._mark)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _lay_out(self) -> None:
        mark = QHBoxLayout(self._mark)
        mark.setContentsMargins(0, 0, 0, 0)
        mark.setSpacing(10)
        mark.addWidget(self._icon)
        mark.addWidget(self._word)
        mark.addStretch()
        found = QVBoxLayout()
        found.setSpacing(2)
        found.addWidget(self._found)
        found.addWidget(self._detail)
        found.addStretch()
        remedy = QVBoxLayout()
        remedy.addWidget(self._remedy)
        remedy.addStretch()
        for part in (self._found, self._detail, self._remedy):
            policy = part.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)  # so that the columns of all rows line up
            part.setSizePolicy(policy)
        self._sides.setSpacing(_SIDE)
        self._sides.addLayout(found, FOUND)
        self._sides.addLayout(remedy, REMEDY)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 13, _SIDE, 13)
        row.setSpacing(GAP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._sides, 1)

    def tell(self, row: Row) -> None:
        tone = tone_of(row.state)
        self._icon.show_icon(icon_of(row.state), tone)
        self._word.say(row.word, tone)
        self._found.say(row.found)
        self._detail.say(row.detail)
        self._detail.setVisible(bool(row.detail))
        self._remedy.say(row.remedy, Tone.TEXT2 if row.quiet else Tone.TEXT)
        texts = (row.word, row.found, row.detail, row.remedy)
        self.setAccessibleName(" ".join(t if t.endswith(".") else f"{t}." for t in texts if t))

    def mark_width(self) -> int:
        return self._mark.sizeHint().width()

    def set_mark_width(self, width: int) -> None:
        """The first column, as wide in every row."""
        self._mark.setFixedWidth(width)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._arrange()

    def _arrange(self) -> None:
        narrow = is_narrow(self.width() - self._mark.minimumWidth())
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if direction is not self._sides.direction():
            self._sides.setDirection(direction)
            self._sides.setSpacing(4 if narrow else _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._first:
            QPainter(self).fillRect(QRect(_SIDE, 0, self.width() - 2 * _SIDE, 1), QColor(tokens.current().line))
