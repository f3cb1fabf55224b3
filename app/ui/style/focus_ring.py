"""The ring around what has the keyboard's attention; never after a mouse click."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFocusFrame,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QTextEdit,
    QWidget,
)

from app.ui.style import tokens

_REACH = 4  # 2 px gap, 2 px line
_RADIUS = "ringRadius"  # a widget's own corner radius, where it is not a button's


def set_ring_radius(widget: QWidget, radius: int) -> None:
    """For controls whose corners are not a button's 8 px."""
    widget.setProperty(_RADIUS, radius)


class FocusRing(QObject):
    """Follows the focus. Qt marks a window once its keyboard moved the focus; a mouse click takes the mark away."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._frame: _Frame | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is None or not _wants_ring(now):
            if self._frame is not None:
                self._frame.setWidget(None)  # type: ignore[arg-type]  # Qt takes none, its stub forgot
            return
        if self._frame is None:
            self._frame = _Frame(now)
            self._frame.destroyed.connect(self._forget)
        self._frame.setWidget(now)
        self._frame.raise_()

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
        and not isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)  # these show it by their own border
    )


class _RingStyle(QProxyStyle):
    """Tells Qt's focus frame to lie above everything and how far to reach."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803  Qt's own name
    ) -> int:
        match hint:
            case QStyle.StyleHint.SH_FocusFrame_AboveWidget:
                return 1
            case QStyle.StyleHint.SH_FocusFrame_Mask:
                return 0
            case _:
                return super().styleHint(hint, option, widget, returnData)

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        match metric:
            case QStyle.PixelMetric.PM_FocusFrameHMargin | QStyle.PixelMetric.PM_FocusFrameVMargin:
                return _REACH
            case _:
                return super().pixelMetric(metric, option, widget)


class _Frame(QFocusFrame):
    """Qt's own frame follows moves, scrolling and hiding, and screen readers leave it out; only its look is ours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = _RingStyle("Fusion")
        self.setStyle(self._style)

    def paintEvent(self, _event: QPaintEvent) -> None:
        widget = self.widget()
        own = widget.property(_RADIUS)
        radius = (own if isinstance(own, int) else 8) + _REACH
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.current().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius - 1, radius - 1)
