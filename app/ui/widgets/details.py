"""More for those who want it: a part that opens and closes, and a table of values that can be copied."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import mirrored
from app.ui.style.ring_radius import set_ring_radius
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.card import Line
from app.ui.widgets.text import Text

_CHEVRON, _GAP = 16, 6


class Disclosure(QToolButton):
    """The button alone: a chevron and a title. It is checked while its part is open."""

    def __init__(self, title: str, *, name: str = "", strong: bool = True) -> None:
        super().__init__()
        self._strong = strong
        self.setText(title)
        self.setAccessibleName(name or title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(font(Role.SMALL, strong=strong))
        set_ring_radius(self, 6)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().size(Qt.TextFlag.TextHideMnemonic, self.text())
        return QSize(_CHEVRON + _GAP + words.width() + 1, max(32, words.height() + 8))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(font(Role.SMALL, strong=self._strong))
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        over = self.underMouse() or self.isDown()
        ink = QColor(worn.disabled if not self.isEnabled() else worn.text if over else worn.text2)
        shut = "chevron-left" if self.isRightToLeft() else "chevron-right"
        name = "chevron-down" if self.isChecked() else shut
        spot = QRect(0, (self.height() - _CHEVRON) // 2, _CHEVRON, _CHEVRON)
        text = QRect(_CHEVRON + _GAP, 0, self.width() - _CHEVRON - _GAP, self.height())
        drawn = icons.pixmap(name, ink, _CHEVRON, self.devicePixelRatio())
        painter.drawPixmap(mirrored(self, spot), drawn)
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        )
        painter.drawText(mirrored(self, text), int(flags), self.text())


class Details(QWidget):
    """A title that opens `content` below it."""

    def __init__(self, title: str, *, name: str = "") -> None:
        super().__init__()
        self.button = Disclosure(title, name=name)
        self.content = QFrame()
        inside = QVBoxLayout(self.content)
        inside.setContentsMargins(0, 0, 0, 0)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self.content)
        self.content.setVisible(False)
        self.button.toggled.connect(self.content.setVisible)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def opened(self) -> bool:
        return self.button.isChecked()

    def open(self, *, opened: bool = True) -> None:
        self.button.setChecked(opened)

    def add_beside(self, widget: QWidget) -> None:
        """At the end of the line with the title."""
        title = QHBoxLayout()
        title.addWidget(self.button)
        title.addStretch()
        self._column.insertLayout(0, Beside(title, widget, lead_grows=True, below=4))
        self.content.setParent(None)  # so that it comes after the new one for the Tab key too
        self._column.addWidget(self.content)
        self.content.setVisible(self.opened)

    def add(self, widget: QWidget) -> None:
        layout = self.content.layout()
        if layout is not None:
            layout.addWidget(widget)


class _CopyButton(IconButton):
    def __init__(self, name: str, value: str) -> None:
        super().__init__("copy", name)
        self._value = value
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._value)
        self.set_icon("check")

    def leaveEvent(self, event: QEvent) -> None:
        self.set_icon("copy")
        super().leaveEvent(event)


class Fields(QWidget):
    """Rows of a label, a value that can be marked, and a button that copies it."""

    def __init__(self, rows: Iterable[tuple[str, str, str]] = (), *, label_width: int = 138) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, label_width)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for row in rows:
            self.add(*row)

    def add(self, label: str, value: str, copy_name: str) -> None:
        """`copy_name` says what the button does: "Copy gateway base URL"."""
        at = self._grid.rowCount()
        if at > 1:
            self._grid.addWidget(Line(), at, 0, 1, 3)
            at += 1
        shown = Text(value, Role.CODE).selectable()
        shown.setContentsMargins(0, 4, 0, 4)  # two lines of it shall not touch the rule between the rows
        shown.setAccessibleName(f"{label}: {value}")
        self._grid.addWidget(Text(label, Role.SMALL, Tone.TEXT2), at, 0)
        self._grid.addWidget(shown, at, 1)
        self._grid.addWidget(_CopyButton(copy_name, value), at, 2)
