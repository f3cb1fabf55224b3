"""Check boxes and radio buttons whose sentences wrap, since ours are whole sentences."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from app.ui.style import lines, paint, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.ring_radius import set_ring_radius

_GAP = 10
_WIDEST = 640
_LEAST = 32


class _Sentence:
    """The words of a button beside its mark, which stands level with their first line."""

    def __init__(self, button: QAbstractButton, role: Role, mark: int) -> None:
        self._button, self._role, self._mark = button, role, mark
        button.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        button.setSizePolicy(policy)
        self.dress()

    def dress(self) -> None:
        self._button.setFont(font(self._role))
        self._button.updateGeometry()

    def height(self, width: int) -> int:
        return max(_LEAST, self._words(width).height() + 8)

    def size(self) -> QSize:
        natural, _ = lines.natural_size(self._laid_out(lines.ENDLESS))
        width = min(natural, _WIDEST) + self._indent()
        return QSize(width, self.height(width))

    def least(self) -> QSize:
        return QSize(lines.least_width(self._button.text(), self._button.font()) + self._indent(), _LEAST)

    def mark_place(self) -> QRect:
        words = self._words(self._button.width())
        place = QRect(0, words.top(), self._mark, min(words.height(), self._pitch()))
        return paint.mirrored(self._button, place)

    def draw(self, painter: QPainter) -> None:
        button, worn = self._button, tokens.current()
        words = self._words(button.width())
        painter.setPen(QColor(worn.text if button.isEnabled() else worn.disabled))
        lines.draw(painter, self._laid_out(words.width()), paint.mirrored(button, words), self._pitch())

    def _pitch(self) -> int:
        return lines.pitch(self._button.font(), self._role)

    def _indent(self) -> int:
        return self._mark + _GAP if self._button.text() else self._mark

    def _words(self, width: int) -> QRect:
        room = max(1, width - self._indent())
        words = QRect(self._indent(), 4, room, max(1, self._laid_out(room).lineCount()) * self._pitch())
        if words.height() + 8 < self._button.height():
            words.moveTop((self._button.height() - words.height()) // 2)
        return words

    def _laid_out(self, width: int) -> QTextLayout:
        button = self._button
        return lines.lay_out(button.text(), button.font(), width, direction=button.layoutDirection())


class CheckBox(QCheckBox):
    def __init__(self, text: str = "", role: Role = Role.BODY, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._sentence = _Sentence(self, role, paint.CHECK_BOX)
        set_ring_radius(self, 4)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._sentence.height(width)

    def sizeHint(self) -> QSize:
        return self._sentence.size()

    def minimumSizeHint(self) -> QSize:
        return self._sentence.least()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole sentence can be clicked."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._sentence.dress()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = QPainter(self), self._sentence.mark_place()
        paint.check_box(painter, place, checked=self.isChecked(), enabled=self.isEnabled(), hover=self.underMouse())
        self._sentence.draw(painter)


class RadioButton(QRadioButton):
    def __init__(self, text: str = "", role: Role = Role.BODY, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._sentence = _Sentence(self, role, paint.RADIO)
        set_ring_radius(self, paint.RADIO // 2)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._sentence.height(width)

    def sizeHint(self) -> QSize:
        return self._sentence.size()

    def minimumSizeHint(self) -> QSize:
        return self._sentence.least()

    def hitButton(self, pos: QPoint) -> bool:
        """The whole sentence can be clicked."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._sentence.dress()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = QPainter(self), self._sentence.mark_place()
        paint.radio(painter, place, checked=self.isChecked(), enabled=self.isEnabled(), hover=self.underMouse())
        self._sentence.draw(painter)
