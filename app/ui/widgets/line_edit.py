"""A field to type in: its own border turns to the accent while it has the focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import mirrored
from app.ui.widgets.buttons import IconButton

_EDGE, _ICON, _RADIUS, _INNER = 12, 18, 8, 40


class LineEdit(QLineEdit):
    """`icon` stands before the text; `slim` is 34 px high, as a search field in a card.

    With a `clear_name`, a button of that name empties it.
    """

    def __init__(
        self,
        placeholder: str = "",
        icon: str = "",
        *,
        slim: bool = False,
        clear_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.inner: IconButton | None = None  # the button inside, at the end
        self._icon, self._height = icon, 34 if slim else 40
        self.setPlaceholderText(placeholder)
        self.setFrame(False)
        see_through = QPalette()
        see_through.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.setPalette(see_through)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if clear_name:
            self.inner = IconButton("close", clear_name, self)
            self.inner.hide()
            self.inner.clicked.connect(self.clear)
            self.textChanged.connect(self._show_clear)
        self._refont()
        self._set_margins()

    def role(self) -> Role:
        return Role.SMALL if self._height < 40 else Role.BODY

    def sizeHint(self) -> QSize:
        return QSize(220, max(self._height, self.fontMetrics().height() + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(96, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._refont()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        worn = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if self.hasFocus() else 1
        painter.setPen(QPen(QColor(self.edge()), width))
        painter.setBrush(QColor(worn.surface if self.isEnabled() else worn.subtle))
        inside = self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inside, _RADIUS, _RADIUS)
        if self._icon:
            self.paint_icon(painter, _EDGE, self._icon, worn.text2 if self.isEnabled() else worn.disabled)
        painter.end()
        super().paintEvent(event)

    def edge(self) -> str:
        """The colour of the border."""
        worn = tokens.current()
        if not self.isEnabled():
            return worn.line
        return worn.accent if self.hasFocus() else worn.control

    def paint_icon(self, painter: QPainter, left: int, name: str, ink: str) -> None:
        drawn = icons.pixmap(name, QColor(ink), _ICON, self.devicePixelRatio())
        painter.drawPixmap(self.mirrored(QRect(left, (self.height() - _ICON) // 2, _ICON, _ICON)), drawn)

    def mirrored(self, rect: QRect) -> QRect:
        return mirrored(self, rect)

    def trailing(self) -> int:
        """What is left free after the text."""
        return _INNER if self.inner is not None else _EDGE

    def leading(self) -> int:
        return _EDGE + (_ICON + 8 if self._icon else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.inner is not None:
            room = QRect(self.width() - _INNER + 4, (self.height() - 32) // 2, 32, 32)
            self.inner.setGeometry(self.mirrored(room))

    def _show_clear(self, text: str) -> None:
        if self.inner is not None:
            self.inner.setVisible(bool(text))

    def _refont(self) -> None:
        self.setFont(font(self.role()))

    def _set_margins(self) -> None:
        before, after = self.leading() - 2, self.trailing() - 2  # Qt itself keeps 2 px free
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            before, after = after, before
        self.setTextMargins(before, 0, after, 0)
