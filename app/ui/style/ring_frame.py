"""What the focus ring looks like, and how far it reaches around a control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFocusFrame, QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

from app.ui.style import tokens
from app.ui.style.ring_radius import ring_radius

_BUTTON, _REACH = 8, 4  # of the latter, 2 px gap and 2 px line


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


class RingFrame(QFocusFrame):
    """Qt's own frame follows moves, scrolling and hiding, and screen readers leave it out; only its look is ours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = _RingStyle("Fusion")
        self.setStyle(self._style)

    def paintEvent(self, _event: QPaintEvent) -> None:
        widget = self.widget()
        own = ring_radius(widget)
        radius = (_BUTTON if own is None else own) + _REACH
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.current().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), radius - 1, radius - 1)
