"""Words on a page: plain text that wraps, grows with the system's text size and never reads markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone

_WIDEST = 640  # a longer line is tiring to read; it asks for no more, but takes what the layout gives


class Text(QLabel):
    """A label of one role and one tone."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, tone: Tone = Tone.TEXT, *, strong: bool = False, wrap: bool = True
    ) -> None:
        super().__init__()
        self._role, self._strong, self._tone = role, strong, tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self.setProperty("tone", tone.value)
        self.setFont(font(role, strong=strong))
        self.setText(text)

    def say(self, text: str, tone: Tone | None = None) -> None:
        if text != self.text():
            self.setText(text)
        if tone is not None:
            self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.setProperty("tone", tone.value)
            self.style().unpolish(self)
            self.style().polish(self)

    def set_strong(self, strong: bool) -> None:
        if strong is not self._strong:
            self._strong = strong
            self.setFont(font(self._role, strong=strong))

    def selectable(self) -> Text:
        """Lets a person mark and copy it, by mouse and by keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self

    def sizeHint(self) -> QSize:
        """One line as long as there is room; Qt's own hint for wrapping labels is narrow and tall."""
        if not self.wordWrap():
            return super().sizeHint()
        natural = self.fontMetrics().size(0, self.text()).width() + 1
        width = min(natural, _WIDEST)
        return QSize(width, self.heightForWidth(width))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ApplicationFontChange:
            self.setFont(font(self._role, strong=self._strong))
            self.updateGeometry()
        super().changeEvent(event)
