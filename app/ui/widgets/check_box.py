"""A check box whose sentence wraps, since ours are whole sentences."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from app.ui.style import paint, tokens
from app.ui.style.focus_ring import set_ring_radius
from app.ui.style.fonts import Role, font

_GAP = 10
_WIDEST = 640


class CheckBox(QCheckBox):
    def __init__(self, text: str = "", role: Role = Role.BODY, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(font(role))
        set_ring_radius(self, 4)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(32, self._words(width).height() + 8)

    def sizeHint(self) -> QSize:
        natural = self.fontMetrics().size(0, self.text()).width() + 1
        width = min(natural, _WIDEST) + self._indent()
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        widest = max((self.fontMetrics().horizontalAdvance(word) for word in self.text().split()), default=0)
        return QSize(widest + self._indent() + 1, 32)

    def hitButton(self, pos: QPoint) -> bool:
        """The whole sentence can be clicked."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(font(self._role))
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        words = self._words(self.width())
        first = QRect(0, words.top(), paint.CHECK_BOX, self.fontMetrics().height())
        paint.check_box(
            painter,
            paint.mirrored(self, first),
            checked=self.isChecked(),
            enabled=self.isEnabled(),
            hover=self.underMouse(),
        )
        painter.setPen(QColor(worn.text if self.isEnabled() else worn.disabled))
        painter.drawText(paint.mirrored(self, words), _flags(), self.text())

    def _indent(self) -> int:
        return paint.CHECK_BOX + _GAP if self.text() else paint.CHECK_BOX

    def _words(self, width: int) -> QRect:
        room = QRect(0, 0, max(1, width - self._indent()), 100_000)
        size = self.fontMetrics().boundingRect(room, _flags(), self.text()).size()
        words = QRect(self._indent(), 4, room.width(), max(size.height(), self.fontMetrics().height()))
        if words.height() + 8 < self.height():
            words.moveTop((self.height() - words.height()) // 2)
        return words


def _flags() -> int:
    return int(Qt.AlignmentFlag.AlignLeading) | int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextHideMnemonic)
