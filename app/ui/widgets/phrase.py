"""A sentence of several tones, as in "Ready - Claude Desktop is installed", wrapped as one text and read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.style import lines
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone, colour


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of the sentence."""

    text: str
    tone: Tone = Tone.TEXT
    strong: bool = False


class Phrase(QLabel):
    """A label by nature, so that a screen reader takes it for text; it draws itself."""

    def __init__(self, runs: Sequence[Run] = (), role: Role = Role.BODY) -> None:
        super().__init__()
        self._runs: tuple[Run, ...] = ()
        self._role, self._pitch = role, 0
        self._heights: dict[int, int] = {}
        self._natural: tuple[int, int] | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._dress()
        self.tell(runs)

    def tell(self, runs: Sequence[Run]) -> None:
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            self._forget_sizes()
            self.setAccessibleName(self.words())
            self.updateGeometry()
            self.update()

    def words(self) -> str:
        return "".join(run.text for run in self._runs)

    def line_height(self) -> int:
        return self._pitch

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        longest, count = self._natural_size()
        if width >= longest:
            return count * self._pitch
        if width not in self._heights:
            self._heights[width] = self._laid_out(width).lineCount() * self._pitch
        return self._heights[width]

    def sizeHint(self) -> QSize:
        longest, count = self._natural_size()
        return QSize(longest, count * self._pitch)

    def minimumSizeHint(self) -> QSize:
        return QSize(lines.least_width(self.words(), font(self._role, strong=True)), self._pitch)

    def paintEvent(self, _event: QPaintEvent) -> None:
        lines.draw(QPainter(self), self._laid_out(self.width()), self.rect(), self._pitch)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._dress()
        super().changeEvent(event)

    def _natural_size(self) -> tuple[int, int]:
        if self._natural is None:
            self._natural = lines.natural_size(self._laid_out(lines.ENDLESS))
        return self._natural

    def _forget_sizes(self) -> None:
        self._heights.clear()
        self._natural = None

    def _dress(self) -> None:
        self.setFont(font(self._role))
        self._forget_sizes()
        self._pitch = lines.pitch(self.font(), self._role)
        self.updateGeometry()

    def _laid_out(self, width: int) -> QTextLayout:
        direction = self.layoutDirection()
        return lines.lay_out(self.words(), self.font(), width, direction=direction, formats=self._formats())

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges, start = [], 0
        for run in self._runs:
            marked = QTextLayout.FormatRange()
            shape = QTextCharFormat()
            if run.strong:
                shape.setFont(font(self._role, strong=True))
            shape.setForeground(colour(run.tone if self.isEnabled() else Tone.DISABLED))
            marked.start, marked.length, marked.format = start, len(run.text), shape
            ranges.append(marked)
            start += len(run.text)
        return ranges


class Spoken(QLabel):
    """A group of widgets that a screen reader reads as one text: a label by nature, with a layout inside."""

    def sizeHint(self) -> QSize:
        return QWidget.sizeHint(self)

    def minimumSizeHint(self) -> QSize:
        return QWidget.minimumSizeHint(self)

    def hasHeightForWidth(self) -> bool:
        return QWidget.hasHeightForWidth(self)

    def heightForWidth(self, width: int) -> int:
        return QWidget.heightForWidth(self, width)


def unspoken(widget: QWidget) -> None:
    """Keeps a part out of what is read, because the whole says it; Qt knows no other way than this name."""
    widget.setObjectName("qt_rubberband")
