"""One of several choices, as wide as its card: clicked anywhere, moved through with the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout

from app.ui.style import paint, tokens
from app.ui.style.fonts import Role
from app.ui.style.ring_radius import set_ring_radius
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.card import Card
from app.ui.widgets.phrase import Phrase, Run, unspoken
from app.ui.widgets.showing import set_shown
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping


class RadioMark(QRadioButton):
    """The round mark alone; its accessible name says what is chosen with it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(paint.RADIO, paint.RADIO)
        set_ring_radius(self, paint.RADIO // 2)

    def sizeHint(self) -> QSize:
        return QSize(paint.RADIO, paint.RADIO)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint.radio(
            QPainter(self), self.rect(), checked=self.isChecked(), enabled=self.isEnabled(), hover=self.underMouse()
        )


class Tag(Text):
    """A word in a small frame."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, Role.CAPTION, Tone.ACCENT, strong=True, wrap=False)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(16, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = tokens.current()
        painter = QPainter(self)
        paint.rounded(painter, self.rect(), worn.accent_soft, worn.accent_line, 6)
        painter.end()
        super().paintEvent(event)


class RadioRow(QFrame):
    """Put `button` of each row into one QButtonGroup."""

    picked = Signal()  # by the person or by the program

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.button = RadioMark()
        self._title, self._subtitle, self._tag = Phrase(), Text(role=Role.SMALL, tone=Tone.TEXT2), Tag()
        self._price, self._unit = Text(strong=True, wrap=False), Text(role=Role.CAPTION, tone=Tone.TEXT2, wrap=False)
        for part in (self._title, self._subtitle, self._tag, self._price, self._unit):
            unspoken(part)  # the button's name says it all
        self.button.toggled.connect(self._toggled)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._lay_out()
        self.tell(name)

    def _lay_out(self) -> None:
        first = Wrapping()
        first.addWidget(self._title)
        first.addWidget(self._tag)
        words, prices = QVBoxLayout(), QVBoxLayout()
        for column in (words, prices):
            column.setSpacing(0)
        words.addLayout(first)
        words.addWidget(self._subtitle)
        prices.addStretch()
        prices.addWidget(self._price, 0, Qt.AlignmentFlag.AlignRight)
        prices.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignRight)
        prices.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(16)
        row.addWidget(self.button)
        row.addLayout(Beside(words, prices, lead_grows=True, below=4), 1)

    def tell(
        self,
        title: str,
        note: str = "",
        subtitle: str = "",
        *,
        tag: str = "",
        price: str = "",
        unit: str = "",
        name: str = "",
    ) -> None:
        """`note` stands beside the title, `name` is what a screen reader says."""
        off = Tone.TEXT if self.isEnabled() else Tone.DISABLED
        self._title.tell([Run(title, off, strong=True), Run(f"  {note}" if note else "", Tone.TEXT2)])
        for label, text in ((self._subtitle, subtitle), (self._price, price), (self._unit, unit)):
            label.say(text)
            set_shown(label, bool(text))
        self._tag.setText(tag)
        set_shown(self._tag, bool(tag))
        self.button.setAccessibleName(name or ", ".join(p for p in (title, note, price, unit, subtitle) if p))

    @property
    def chosen(self) -> bool:
        return self.button.isChecked()

    def choose(self) -> None:
        self.button.setChecked(True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self.chosen:
            return
        painter, worn = QPainter(self), tokens.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(self._inside_of_card())
        painter.fillRect(self.rect(), QColor(worn.accent_soft))

    def _inside_of_card(self) -> QPainterPath:
        """At a card's top and bottom its round corners hold."""
        path, card = QPainterPath(), self.parentWidget()
        while card is not None and not isinstance(card, Card):
            card = card.parentWidget()
        rect = self.rect()
        if card is not None:
            own = QRect(self.mapTo(card, self.rect().topLeft()), self.size())
            top, bottom = own.top() <= 1, own.bottom() >= card.height() - 2
            rect = rect.adjusted(0, 0 if top else -20, 0, 0 if bottom else 20)
        path.addRoundedRect(rect.toRectF(), 9, 9)
        return path

    def _toggled(self, checked: bool) -> None:
        self.update()
        if checked:
            self.picked.emit()
