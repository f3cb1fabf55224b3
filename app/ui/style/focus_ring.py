"""The ring around what has the keyboard's attention; never after a mouse click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

_SHOW_IT_BY_THEIR_BORDER = ("QLineEdit", "QPlainTextEdit", "QTextEdit")


class FocusRing(QObject):
    """Follows the focus. Qt marks a window once its keyboard moved the focus; a mouse click takes the mark away."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: QFocusFrame | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not _wants_ring(now):
            if self._frame is not None:
                self._frame.setWidget(None)  # type: ignore[arg-type]  # Qt takes none, its stub forgot
            return
        if self._frame is None:
            from app.ui.style.ring_frame import RingFrame  # most people never need it, and it takes time to load

            self._frame = RingFrame(now)
            self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(now)
        self._frame.raise_()
        if self._frame.isHidden():  # it is out of sight, until its page has scrolled, which comes next
            QTimer.singleShot(0, self._come_up)

    def _come_up(self) -> None:
        frame = self._frame
        if frame is None or not frame.isHidden() or frame.widget() is None or not frame.widget().isVisible():
            return
        place = frame.parentWidget()
        if place is not None and place.rect().intersects(frame.geometry()):
            frame.show()

    def _forget(self) -> None:
        """The window that held the frame is gone, and the frame with it."""
        self._frame = None


def _wants_ring(widget: QWidget) -> bool:
    window = widget.window()
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange, False)
        return False
    return (
        window.testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and not any(widget.inherits(kind) for kind in _SHOW_IT_BY_THEIR_BORDER)
    )
