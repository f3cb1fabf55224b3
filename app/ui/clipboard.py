"""What is secret stays in the clipboard only as long as it takes to paste it."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QLineEdit

SECONDS = 30.0
_NOT_TO_BE_KEPT = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "application/x-nspasteboard-concealed-type": b"",
}
"""By these a program that keeps a history of the clipboard is told to leave something out, if it listens."""
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_A_PASTE = 8
"""So many characters at once were not typed."""


class SecretClipboard(QObject):
    """Clears the clipboard after so many seconds, or when told to, but only where it still holds that very text."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__()
        self._held: str | None = None
        self._timer = QTimer(self, singleShot=True, interval=int(seconds * 1000))
        self._timer.timeout.connect(self.clear)

    def copy(self, text: str) -> None:
        data = QMimeData()
        data.setText(text)
        for kind, value in _NOT_TO_BE_KEPT.items():
            data.setData(kind, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._remember(text)

    def paste(self) -> str:
        """What lies in the clipboard, which is taken for a secret from now on."""
        text = QGuiApplication.clipboard().text()
        self._remember(text)
        return text

    def watch(self, field: QLineEdit) -> None:
        """Likewise what a person pastes into that field by keyboard, menu or mouse."""
        _Pastes(field, self)

    def note(self, text: str) -> None:
        """Much of that text came into a field all at once: if it is what lies in the clipboard, that is a secret."""
        lies_there = QGuiApplication.clipboard().text().strip()
        if lies_there and lies_there in text:
            self.paste()

    def clear(self) -> None:
        """Also before the time is up: the program ends."""
        held, self._held = self._held, None
        self._timer.stop()
        clipboard = QGuiApplication.clipboard()
        if held is None:
            return
        for mode in _MODES if clipboard.supportsSelection() else _MODES[:1]:
            if _digest(clipboard.text(mode)) == held:
                clipboard.clear(mode)

    def _remember(self, text: str) -> None:
        if text:
            self._held = _digest(text)
            self._timer.start()


class _Pastes(QObject):
    """Tells a paste from typing, so that not every letter asks whoever owns the clipboard."""

    def __init__(self, field: QLineEdit, clipboard: SecretClipboard) -> None:
        super().__init__(field)
        self._clipboard = clipboard
        self._length = len(field.text())
        field.textEdited.connect(self._edited)
        field.textChanged.connect(self._changed)

    def _edited(self, text: str) -> None:
        if len(text) - self._length >= _A_PASTE:
            self._clipboard.note(text)

    def _changed(self, text: str) -> None:
        self._length = len(text)


def _digest(text: str) -> str:
    """So that no second copy of the secret lies about."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
