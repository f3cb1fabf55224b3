"""What is secret stays in the clipboard only as long as it takes to paste it."""

from __future__ import annotations

import hashlib

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from app.ui.widgets.key_field import KeyField

SECONDS = 30.0
_NOT_TO_BE_KEPT = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
    "application/x-nspasteboard-concealed-type": b"",
}
"""By these a program that keeps a history of the clipboard is told to leave something out, if it listens."""
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)
_BY_CHANCE = 8
"""A shorter text may be part of a key by chance."""


class SecretClipboard(QObject):
    """Clears the clipboard after so many seconds, or when told to, but only where it still holds that very text."""

    def __init__(self, seconds: float = SECONDS) -> None:
        super().__init__()
        self._held = set[str]()
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

    def watch(self, field: KeyField) -> None:
        """Likewise what a person puts into that field by keyboard, menu or mouse; a middle click takes the selection."""
        field.pasted.connect(self.note)

    def note(self, text: str) -> None:
        """A field holds that text, which was not all typed: what lies in the clipboard and is part of it is a secret."""
        for mode in _modes():
            lies_there = QGuiApplication.clipboard().text(mode)
            bare = lies_there.strip()
            if bare == text.strip() or (len(bare) >= _BY_CHANCE and bare in text):
                self._remember(lies_there)

    def clear(self) -> None:
        """Also before the time is up: the program ends."""
        held, self._held = self._held, set()
        self._timer.stop()
        if not held:
            return
        clipboard = QGuiApplication.clipboard()
        for mode in _modes():
            if _digest(clipboard.text(mode)) in held:
                clipboard.clear(mode)

    def _remember(self, text: str) -> None:
        if text:
            self._held.add(_digest(text))
            self._timer.start()


def _modes() -> tuple[QClipboard.Mode, ...]:
    return _MODES if QGuiApplication.clipboard().supportsSelection() else _MODES[:1]


def _digest(text: str) -> str:
    """So that no second copy of the secret lies about."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
