"""What all dialogs share: an icon, a title that says the task, words that wrap, buttons in a row."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

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
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addSpacing(8)
        words.addLayout(self.body)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addLayout(self.left)
        buttons.addStretch()
        buttons.addLayout(self.right)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 26, 22, 20)
        column.setSpacing(20)
        column.addLayout(top)
        column.addStretch(1)
        column.addLayout(buttons)

    def say(self, state: State | None, title: str, text: str = "", icon: str = "") -> None:
        if state is not None:
            self._icon.show_icon(icon or icon_of(state), tone_of(state))
        self._icon.setVisible(state is not None)
        self._title.say(title)
        self._text.say(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def fit(self) -> None:
        """As tall as its words need at this width, and no taller."""
        settle(self)
        layout = self.layout()
        if layout is not None:
            layout.activate()  # else Qt holds on to the least height of what it showed before
            width = max(self.width(), self.minimumWidth())
            self.resize(width, max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens.current().surface))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = QApplication.focusWidget()
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
        elif isinstance(focused, QPushButton) and focused.window() is self:
            focused.click()
        elif self.default is not None and self.default.isEnabled():
            self.default.click()


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
