"""A sentence of several tones, as in "Ready - Claude Desktop is installed", wrapped as one text and read as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

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
        self._role = role
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(font(role))
        self.tell(runs)

    def tell(self, runs: Sequence[Run]) -> None:
        if tuple(runs) != self._runs:
            self._runs = tuple(runs)
            self.setAccessibleName(self.words())
            self.updateGeometry()
            self.update()

    def words(self) -> str:
        return "".join(run.text for run in self._runs)

    def line_height(self) -> int:
        metrics = QFontMetricsF(self.font())
        return round(max(metrics.height(), metrics.capHeight() * 2.05))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(1, self._laid_out(width).lineCount()) * self.line_height()

    def sizeHint(self) -> QSize:
        width = round(self._laid_out(1_000_000).maximumWidth()) + 2
        return QSize(width, self.line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(round(self._laid_out(1).minimumWidth()) + 1, self.line_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(colour(Tone.TEXT if self.isEnabled() else Tone.DISABLED))
        layout = self._laid_out(self.width())
        pitch = self.line_height()
        top = max(0.0, (self.height() - layout.lineCount() * pitch) / 2)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            line.setPosition(QPointF(0, top + number * pitch + (pitch - line.height()) / 2))
        layout.draw(painter, QPointF(0, 0))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(font(self._role))
            self.updateGeometry()
        super().changeEvent(event)

    def _laid_out(self, width: int) -> QTextLayout:
        layout = QTextLayout(self.words(), self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        layout.setFormats(self._formats())
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
        layout.endLayout()
        return layout

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges, start = [], 0
        for run in self._runs:
            marked = QTextLayout.FormatRange()
            shape = QTextCharFormat()
            if run.strong:
                shape.setFont(font(self._role, strong=True))
            shape.setForeground(colour(run.tone if self.isEnabled() else Tone.DISABLED))
            marked.start, marked.length, marked.format = start, len(run.text), shape  # type: ignore[misc, assignment]
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
