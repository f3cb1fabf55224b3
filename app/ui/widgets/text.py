"""Words on a page: plain text that wraps, grows with the system's text size and never reads markup."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.style import lines
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone, colour

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_WIDEST = 640  # a longer line is tiring to read; it asks for no more, but takes what the layout gives


class Text(QLabel):
    """A label of one role and one tone. `wrap=False` is for a few words beside others that may wrap."""

    def __init__(
        self, text: str = "", role: Role = Role.BODY, tone: Tone = Tone.TEXT, *, strong: bool = False, wrap: bool = True
    ) -> None:
        super().__init__()
        self._role, self._strong, self._tone = role, strong, tone
        self._heights: dict[int, int] = {}
        self._natural: tuple[int, int] | None = None
        self._pitch = 0
        self._copied = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self._dress()
        self.setText(text)

    @property
    def tone(self) -> Tone:
        return self._tone

    def line_height(self) -> int:
        return self._pitch

    def setText(self, text: str) -> None:
        self._forget_sizes()
        super().setText(text)

    def say(self, text: str, tone: Tone | None = None) -> None:
        if text != self.text():
            self.setText(text)
        if tone is not None:
            self.set_tone(tone)

    def set_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def set_strong(self, strong: bool) -> None:
        if strong is not self._strong:
            self._strong = strong
            self._dress()

    def selectable(self) -> Text:
        """Lets a person mark and copy it, by mouse and by keyboard; then Qt itself draws it."""
        self._copied = True
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        if self._copied:
            return max(self._pitch, super().heightForWidth(width))
        longest, count = self._natural_size()
        if width >= longest:
            return count * self._pitch
        if width not in self._heights:
            self._heights[width] = self._laid_out(width).lineCount() * self._pitch
        return self._heights[width]

    def sizeHint(self) -> QSize:
        """One line as long as there is room; Qt's own hint for wrapping labels is narrow and tall."""
        natural, _ = self._natural_size()
        width = min(natural, _WIDEST) if self.wordWrap() else natural
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        if not self.wordWrap():
            return self.sizeHint()
        return QSize(lines.least_width(self.text(), self.font()), self._pitch)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._copied:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(colour(self._tone if self.isEnabled() else Tone.DISABLED))
        longest, count = self._natural_size()
        if count == 1 and longest <= self.width():
            painter.drawText(self.rect(), int(self._sides()) | _MIDDLE, self.text())
        else:
            lines.draw(painter, self._laid_out(self.width()), self.rect(), self._pitch)

    def changeEvent(self, event: QEvent) -> None:
        match event.type():
            case QEvent.Type.ApplicationFontChange:
                self._dress()
            case QEvent.Type.FontChange:
                self._forget_sizes()
        super().changeEvent(event)

    def _natural_size(self) -> tuple[int, int]:
        if self._natural is None:
            self._natural = lines.natural_size(self._laid_out(lines.ENDLESS))
        return self._natural

    def _forget_sizes(self) -> None:
        self._heights.clear()
        self._natural = None

    def _dress(self) -> None:
        self.setFont(font(self._role, strong=self._strong))
        self._forget_sizes()
        self._pitch = lines.pitch(self.font(), self._role)
        self.updateGeometry()

    def _laid_out(self, width: int) -> QTextLayout:
        direction = self.layoutDirection()
        return lines.lay_out(self.text(), self.font(), width, align=self._sides(), direction=direction)

    def _sides(self) -> Qt.AlignmentFlag:
        return self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask
