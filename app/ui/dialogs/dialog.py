"""What all dialogs share: an icon, a title that says the task, words that wrap, buttons in a row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.dialogs.body import BELOW, REACH, Body
from app.ui.style import tokens
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button
from app.ui.widgets.icon import Icon
from app.ui.widgets.showing import settle
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping

_WIDTH, _USUAL_LETTER = 500, 17
_LEFT, _TOP, _RIGHT, _BOTTOM = 26, 26, 22, 20
_BESIDE_ICON, _ABOVE_BUTTONS = 16, 20
_FRAME = 40
"""What a window frame takes of the screen, where it is not known."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLL = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)


class Dialog(QDialog):
    """Shown with `open()`, so that nothing else stops. Enter presses the button in focus, else `default`."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(_width(parent))
        self.default: Button | None = None
        self._icon = Icon(size=40)
        self._title, self._text = Text("", Role.DIALOG), Text()
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.left, self.right = QHBoxLayout(), Wrapping()
        self._area, self._top, self._buttons = Body(), QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        for moved in (self._area.verticalScrollBar().rangeChanged, self._area.verticalScrollBar().valueChanged):
            moved.connect(self._scrolled)

    def _lay_out(self) -> None:
        """The title and the buttons stay where they are; what is between them scrolls if it must."""
        inside = self._area.column
        inside.setSpacing(4)
        inside.addWidget(self._text)
        inside.addSpacing(8)
        inside.addLayout(self.body)
        title = QHBoxLayout()
        title.setContentsMargins(REACH, 0, REACH, 0)
        title.addWidget(self._title)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(title)
        words.addWidget(self._area, 1)
        self._top.setSpacing(_BESIDE_ICON - REACH)
        self._top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(words, 1)
        self._buttons.setSpacing(8)
        self._buttons.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        self._buttons.addLayout(self.left)
        self._buttons.addStretch()
        self._buttons.addLayout(self.right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, _TOP, 0, _BOTTOM)
        column.setSpacing(_ABOVE_BUTTONS - BELOW)
        column.addLayout(self._top, 1)
        column.addLayout(self._buttons)

    def say(self, state: State | None, title: str, text: str = "", icon: str = "") -> None:
        if state is not None:
            self._icon.show_icon(icon or icon_of(state), tone_of(state))
        self._icon.setVisible(state is not None)
        self._top.setContentsMargins(_LEFT if state is not None else _LEFT - REACH, 0, _RIGHT - REACH, 0)
        self._title.say(title)
        self._text.say(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def fit(self) -> None:
        """As tall as its words need at this width, and no taller, nor taller than the screen."""
        settle(self)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # else Qt holds on to the least height of what it showed before
            width = max(self.width(), self.minimumWidth())
            self.resize(width, min(self._height_for(width), self._most()))
            self._keep_on_screen()

    def _height_for(self, width: int) -> int:
        around = self._top.contentsMargins()
        icon = 0 if self._icon.isHidden() else self._icon.sizeHint().width() + self._top.spacing()
        room = width - around.left() - around.right() - icon
        words = self._title.heightForWidth(room - 2 * REACH) + self._area.height_for(room)
        height = _TOP + max(words, self._icon.sizeHint().height() if icon else 0) + _BOTTOM
        if not self._buttons.isEmpty():
            height += _ABOVE_BUTTONS - BELOW + self._buttons.heightForWidth(width)
        return height

    def _most(self) -> int:
        return self._seen_on().screen().availableGeometry().height() - self._frame()

    def _seen_on(self) -> QWidget:
        parent = self.parentWidget()
        return self if self.isVisible() or parent is None else parent

    def _frame(self) -> int:
        window = self._seen_on()
        return max(_FRAME, window.frameGeometry().height() - window.height())

    def _keep_on_screen(self) -> None:
        """It has grown downwards; where it first comes up is Qt's to find."""
        if self.isVisible():
            frame, room = self.frameGeometry(), self.screen().availableGeometry()
            out = frame.bottom() - room.bottom()
            if out > 0:
                self.move(self.x(), max(room.top(), frame.top() - out))

    def _scrolled(self) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, area, worn = QPainter(self), self._area, tokens.current()
        painter.fillRect(self.rect(), QColor(worn.surface))
        for more, edge in ((area.above, area.y() - 1), (area.below, area.geometry().bottom() + 1)):
            if more:
                painter.fillRect(0, edge, self.width(), 1, QColor(worn.line))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() in _SCROLL:
            QApplication.sendEvent(self._area.verticalScrollBar(), event)
        elif event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton) and focused.window() is self:
            focused.click()
        elif self.default is not None and self.default.isEnabled():
            self.default.click()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Above the title or the buttons it means the same."""
        QApplication.sendEvent(self._area.verticalScrollBar(), event)


def _width(parent: QWidget) -> int:
    """Wider where the letters are large, within the window that it belongs to."""
    grown = _WIDTH * QFontMetrics(font(Role.BODY)).height() // _USUAL_LETTER
    return max(_WIDTH, min(grown, parent.width() - 64))


def line(icon: str, text: str) -> QHBoxLayout:
    """One of several things to know, with its sign."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon(icon, Tone.TEXT2), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Text(text), 1)
    return row
