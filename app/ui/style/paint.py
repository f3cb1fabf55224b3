"""The few shapes that several widgets paint: panels, check boxes and radio buttons."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.ui.style import icons, tokens

CHECK_BOX = 18
RADIO = 20


def mirrored(widget: QWidget, rect: QRect) -> QRect:
    """Where `rect` lies in a language that is read from the right; what QStyle.visualRect does, without loading QStyle."""
    if not widget.isRightToLeft():
        return rect
    return QRect(widget.width() - rect.x() - rect.width(), rect.y(), rect.width(), rect.height())


def rounded(painter: QPainter, rect: QRect, fill: str | None, line: str | None, radius: float) -> None:
    """A filled, outlined rectangle, its 1 px line inside of `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    inside = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5) if line else QRectF(rect)
    painter.drawRoundedRect(inside, radius, radius)


def check_box(painter: QPainter, rect: QRect, *, checked: bool, enabled: bool = True, hover: bool = False) -> None:
    """A check box of 18 px in the middle of `rect`; for item views too."""
    worn = tokens.current()
    box = QRectF(0, 0, CHECK_BOX, CHECK_BOX)
    box.moveCenter(QRectF(rect).center())
    box.moveTopLeft(QPointF(round(box.x()), round(box.y())))
    if not enabled:
        fill, line = worn.subtle, worn.line
    elif checked:
        fill = line = worn.accent_hover if hover else worn.accent
    else:
        fill, line = worn.hover if hover else worn.surface, worn.control
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(line), 1.5))
    painter.setBrush(QColor(fill))
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
    if checked:
        ink = QColor(worn.on_accent if enabled else worn.disabled)
        painter.drawPixmap(
            box.toRect().adjusted(1, 1, -1, -1),
            icons.pixmap("check-small", ink, 16, painter.device().devicePixelRatio()),
        )
    painter.restore()


def radio(painter: QPainter, rect: QRect, *, checked: bool, enabled: bool = True, hover: bool = False) -> None:
    """A radio button of 20 px in the middle of `rect`."""
    worn = tokens.current()
    circle = QRectF(0, 0, RADIO, RADIO)
    circle.moveCenter(QRectF(rect).center())
    circle.moveTopLeft(QPointF(round(circle.x()), round(circle.y())))
    mark = (worn.accent_hover if hover else worn.accent) if enabled else worn.disabled
    ring = 6.0 if checked else 1.5
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(mark if checked else worn.control if enabled else worn.line), ring))
    painter.setBrush(QColor(worn.on_accent if checked else worn.hover if hover else worn.surface))
    painter.drawEllipse(circle.adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2))
    painter.restore()
