"""The licences in full: ours first, then those of the parts that came along."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from app.ui.dialogs.dialog import Dialog
from app.ui.style.fonts import Role, font
from app.ui.style.sheet import dress
from app.ui.widgets.buttons import Button, Kind
from app.words.speech import Speech

_COLUMNS, _ROWS = 86, 24
"""What licences are written for, with room for the scroll bar; and half a page of one."""
_AROUND = 64


class LicencesDialog(Dialog):
    """`ours` and `parts` are whole texts; without the latter it says where those are."""

    def __init__(self, parent: QWidget, ours: str, parts: str, speech: Speech) -> None:
        say = speech.say
        super().__init__(parent, say("Licences"))
        missing = say("This copy runs from source: each part lies beside it with its own licence.")
        self.say(None, say("Licences"), "" if parts else missing)
        box = self._box(f"{ours}\n\n\n{parts}".strip(), say("Text of the licences"), parent.size())
        self.body.addWidget(box)
        self.setMinimumWidth(max(self.minimumWidth(), box.minimumWidth() + _AROUND))
        close = Button(say("Close"), Kind.PRIMARY)
        close.clicked.connect(self.accept)
        self.right.addWidget(close)
        self.default = close
        self.fit()

    def _box(self, text: str, name: str, window: QSize) -> QPlainTextEdit:
        box = QPlainTextEdit(text)
        box.setReadOnly(True)
        box.setTabChangesFocus(True)
        box.setFont(font(Role.CODE))
        box.setAccessibleName(name)
        letters = QFontMetrics(box.font())
        width = min(letters.horizontalAdvance("x" * _COLUMNS), window.width() - 2 * _AROUND)
        box.setMinimumSize(width, min(letters.lineSpacing() * _ROWS, window.height() - 3 * _AROUND))
        dress(box)
        return box
