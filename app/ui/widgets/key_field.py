"""Where a key is typed: dots for everybody but the person who holds the eye down, and wiped without a trace."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.line_edit import LineEdit

_PAUSE, _SHOWN_FOR = 300, 20_000  # milliseconds
_EYE, _SIGN = 40, 18
_A_WORD = 8  # so much comes at once from an input method, too
_SIGNS = {Tone.OK: "status-ok", Tone.WARN: "status-attention", Tone.BAD: "status-problem"}


class KeyField(LineEdit):
    """The key stays behind Qt's dots even while it is shown: it is painted over them, so no other program can read it."""

    text_changed = Signal(str)  # after a pause in typing
    pasted = Signal(str)  # all that it holds, after an edit that was not a key pressed: a paste, a drop, a middle click

    def __init__(
        self,
        placeholder: str,
        show_name: str,
        hide_name: str,
        parent: QWidget | None = None,
        *,
        shortcut: str = "Alt+S",
    ) -> None:
        self._tone, self._shows, self._mask, self._typing = Tone.TEXT, False, "", False
        super().__init__(placeholder, "key", parent=parent)
        self._placeholder, self._names = placeholder, (show_name, hide_name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.eye = self.inner = IconButton("eye", show_name, self)
        self.eye.setEnabled(False)
        self.eye.pressed.connect(self.show_key)
        self.eye.released.connect(self.hide_key)
        self._pause, self._shown = QTimer(self), QTimer(self)
        for timer, length, then in ((self._pause, _PAUSE, self._tell), (self._shown, _SHOWN_FOR, self.hide_key)):
            timer.setSingleShot(True)
            timer.setInterval(length)
            timer.timeout.connect(then)
        if shortcut:  # of two fields in one window only one can have it
            QShortcut(QKeySequence(shortcut), self).activated.connect(self._toggle)
        self.textChanged.connect(self._changed)
        self.textEdited.connect(self._edited)

    @property
    def shows(self) -> bool:
        return self._shows

    def put(self, text: str) -> None:
        """As if pasted over what was there."""
        self.setText(text)

    def mask(self, hint: str) -> None:  # type: ignore[override]  # nobody asks a field for its outline
        """Shows a saved key by its hint; the key itself is nowhere in here. Typing or pasting takes its place."""
        self.wipe()
        self._mask = hint
        self.setPlaceholderText(hint or self._placeholder)
        self._refont()

    def wipe(self) -> None:
        """Forgets what was typed: setText, unlike clear, empties the undo history too."""
        self.hide_key()
        self.setText("")
        self._pause.stop()

    def set_tone(self, tone: Tone) -> None:
        """OK, WARN or BAD show a sign beside the eye as well as a colour."""
        if tone is not self._tone:
            self._tone = tone
            self._set_margins()
            self.update()

    def show_key(self) -> None:
        if self.text():
            self._set_shown(True)
            self._shown.start()

    def hide_key(self) -> None:
        self._shown.stop()
        self._set_shown(False)

    def role(self) -> Role:
        """Keys and hints in even letters, the invitation in the page's own."""
        return Role.CODE if self._mask or self.text() else Role.BODY

    def edge(self) -> str:
        toned = self._tone in (Tone.WARN, Tone.BAD) and not self.hasFocus() and self.isEnabled()
        return tokens.current().of(self._tone) if toned else super().edge()

    def trailing(self) -> int:
        return _EYE + (_SIGN + 8 if self._tone in _SIGNS else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Only what is typed is no paste: what else changes the text cannot be told apart, nor be counted by its length."""
        self._typing = not event.matches(QKeySequence.StandardKey.Paste)
        super().keyPressEvent(event)
        self._typing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._typing = len(event.commitString()) < _A_WORD
        super().inputMethodEvent(event)
        self._typing = False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.eye.isDown():  # the eye itself may take the focus
            self.hide_key()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, worn = QPainter(self), tokens.current()
        if sign := _SIGNS.get(self._tone):
            self.paint_icon(painter, self.width() - _EYE - _SIGN - 2, sign, worn.of(self._tone))
        if self._shows or (self._mask and not self.text()):
            paper = worn.surface if self.isEnabled() else worn.subtle
            ink = worn.text if self.isEnabled() else worn.disabled
            self._paint_words(painter, QColor(paper), QColor(ink))

    def _paint_words(self, painter: QPainter, paper: QColor, ink: QColor) -> None:
        """Over Qt's dots, the key for as long as the eye is held; over an empty field, the hint of the saved one."""
        room = self.mirrored(self.rect().adjusted(self.leading() - 2, 3, -self.trailing(), -3))
        painter.fillRect(room, paper)
        painter.setPen(ink)
        words = self.text() if self._shows else self._mask
        fitting = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room.width() - 4)
        painter.drawText(room.adjusted(2, 0, -2, 0), int(Qt.AlignmentFlag.AlignVCenter), fitting)

    def _set_shown(self, shown: bool) -> None:
        if shown is not self._shows:
            self._shows = shown
            self.eye.set_icon("eye-off" if shown else "eye")
            self.eye.set_name(self._names[1] if shown else self._names[0])
            self.update()

    def _toggle(self) -> None:
        if self._shows:
            self.hide_key()
        else:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)  # leaving it hides the key again
            self.show_key()

    def _changed(self, text: str) -> None:
        if text and self._mask:
            self._mask = ""
            self.setPlaceholderText(self._placeholder)
        if not text:
            self.hide_key()
        self.eye.setEnabled(bool(text))
        self._refont()
        self._pause.start()

    def _edited(self, text: str) -> None:
        if not self._typing:
            self.pasted.emit(text)

    def _tell(self) -> None:
        self.text_changed.emit(self.text())
