"""Where a key is typed: dots for everybody but the person who holds the eye down, and wiped without a trace."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import IconButton

_PAUSE, _SHOWN_FOR = 300, 20_000  # milliseconds
_HEIGHT, _ICON, _EDGE = 40, 18, 14
_SIGNS = {Tone.OK: "status-ok", Tone.WARN: "status-attention", Tone.BAD: "status-problem"}


class KeyField(QLineEdit):
    """The key stays behind Qt's dots even while it is shown: it is painted over them, so no other program can read it."""

    text_changed = Signal(str)  # after a pause in typing

    def __init__(self, placeholder: str, show_name: str, hide_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._placeholder, self._names = placeholder, (show_name, hide_name)
        self._tone, self._shows, self._masked = Tone.TEXT, False, False
        self.setPlaceholderText(placeholder)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.eye = IconButton("eye", show_name, self)
        self.eye.setEnabled(False)
        self.eye.pressed.connect(self.show_key)
        self.eye.released.connect(self.hide_key)
        self._pause, self._shown = QTimer(self), QTimer(self)
        for timer, length, then in ((self._pause, _PAUSE, self._tell), (self._shown, _SHOWN_FOR, self.hide_key)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(then)
        shortcut = QShortcut(QKeySequence("Alt+S"), self)
        shortcut.activated.connect(self._toggle)
        self.textChanged.connect(self._changed)
        self._dress()

    @property
    def shows(self) -> bool:
        return self._shows

    def put(self, text: str) -> None:
        """As if pasted over what was there."""
        self.setText(text)

    def mask(self, hint: str) -> None:
        """Shows a saved key by its hint; the key itself is nowhere in here. Typing or pasting takes its place."""
        self.wipe()
        self._masked = bool(hint)
        self.setPlaceholderText(hint or self._placeholder)
        self._dress()

    def wipe(self) -> None:
        """Forgets what was typed: setText, unlike clear, empties the undo history too."""
        self.hide_key()
        self.setText("")
        self._pause.stop()

    def set_tone(self, tone: Tone) -> None:
        """OK, WARN or BAD show a sign beside the eye as well as a colour."""
        if tone is not self._tone:
            self._tone = tone
            self.setProperty("tone", tone.value)
            self.style().unpolish(self)
            self.style().polish(self)
            self._dress()

    def show_key(self) -> None:
        if self.text():
            self._set_shown(True)
            self._shown.start()

    def hide_key(self) -> None:
        self._shown.stop()
        self._set_shown(False)

    def sizeHint(self) -> QSize:
        return QSize(260, max(_HEIGHT, super().sizeHint().height()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.eye.isDown():  # the eye itself may take the focus
            self.hide_key()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        at = self._mirrored(QRect(self.width() - 32 - 6, (self.height() - 32) // 2, 32, 32))
        self.eye.setGeometry(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, worn = QPainter(self), tokens.current()
        middle = (self.height() - _ICON) // 2
        ink = QColor(worn.text2 if self.isEnabled() else worn.disabled)
        drawn = icons.pixmap("key", ink, _ICON, self.devicePixelRatio())
        painter.drawPixmap(self._mirrored(QRect(_EDGE, middle, _ICON, _ICON)), drawn)
        if sign := _SIGNS.get(self._tone):
            drawn = icons.pixmap(sign, QColor(worn.of(self._tone)), _ICON, self.devicePixelRatio())
            painter.drawPixmap(self._mirrored(QRect(self.width() - 38 - _ICON - 4, middle, _ICON, _ICON)), drawn)
        if self._shows:
            room = self.rect().adjusted(_EDGE + _ICON + 4, 3, -self._trailing(), -3)
            painter.fillRect(room, QColor(worn.surface))
            painter.setPen(QColor(worn.text))
            words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room.width() - 6)
            painter.drawText(room.adjusted(6, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), words)

    def _set_shown(self, shown: bool) -> None:
        if shown is not self._shows:
            self._shows = shown
            self.eye.set_icon("eye-off" if shown else "eye")
            self.eye.rename(self._names[1] if shown else self._names[0])
            self.update()

    def _toggle(self) -> None:
        if self._shows:
            self.hide_key()
        else:
            self.show_key()

    def _changed(self, text: str) -> None:
        if text and self._masked:
            self._masked = False
            self.setPlaceholderText(self._placeholder)
        if not text:
            self.hide_key()
        self.eye.setEnabled(bool(text))
        self._dress()
        self._pause.start()

    def _tell(self) -> None:
        self.text_changed.emit(self.text())

    def _dress(self) -> None:
        """Keys and masks in even letters, the invitation in the page's own."""
        self.setFont(font(Role.CODE if self._masked or self.text() else Role.BODY))
        self.setTextMargins(26, 0, self._trailing() - 12, 0)

    def _trailing(self) -> int:
        return 38 + (_ICON + 8 if self._tone in _SIGNS else 0) + 4

    def _mirrored(self, rect: QRect) -> QRect:
        return self.style().visualRect(self.layoutDirection(), self.rect(), rect)
