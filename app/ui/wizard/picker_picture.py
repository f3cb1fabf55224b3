"""A small drawing of Claude's message box that shows where its list of models is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone, colour
from app.words.speech import Speech

_SIZE = QSize(264, 92)


class PickerPicture(QWidget):
    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech, self._model = speech, ""
        self.setFixedSize(_SIZE)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def tell(self, model: str) -> None:
        self._model = model
        self.setAccessibleName(
            self._speech.say("Picture: below Claude's message box stands the name of the model, {model}", model=model)
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        rounded(painter, self.rect(), worn.surface, worn.control, 12)
        painter.setFont(font(Role.CAPTION))
        painter.setPen(QColor(worn.text2))
        painter.drawText(QRect(16, 12, 230, 22), Qt.AlignmentFlag.AlignVCenter, self._speech.say("Write to Claude …"))
        self._paint_picker(painter)
        self._paint_send(painter)

    def _paint_picker(self, painter: QPainter) -> None:
        """The name with its chevron, in a ring that draws the eye."""
        worn, metrics = tokens.current(), painter.fontMetrics()
        name = metrics.elidedText(self._model, Qt.TextElideMode.ElideRight, 150)
        wide = metrics.horizontalAdvance(name)
        place = QRect(self.width() - 58 - wide - 30, 54, wide + 34, 26)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(worn.accent), 2))
        painter.setBrush(QColor(worn.accent_soft))
        painter.drawRoundedRect(QRectF(place), 8, 8)
        painter.setPen(QColor(worn.text))
        painter.drawText(place.adjusted(8, 0, -20, 0), Qt.AlignmentFlag.AlignVCenter, name)
        chevron = icons.pixmap("chevron-down", colour(Tone.TEXT2), 14, self.devicePixelRatio())
        painter.drawPixmap(QRect(place.right() - 18, place.center().y() - 6, 14, 14), chevron)

    def _paint_send(self, painter: QPainter) -> None:
        worn, place = tokens.current(), QRectF(self.width() - 44, 54, 28, 26)
        path = QPainterPath()
        path.addRoundedRect(place, 8, 8)
        painter.fillPath(path, QColor(worn.hover))
        painter.setPen(QPen(QColor(worn.text2), 2))
        top = place.center() - QPointF(0, 5)
        for end in (QPointF(0, 11), QPointF(-4, 4), QPointF(4, 4)):
            painter.drawLine(top, top + end)
