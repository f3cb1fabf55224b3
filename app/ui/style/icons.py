"""Icons from their files, in any colour and as sharp as the screen; drawn when first shown, then kept."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPixmapCache

from app.ui.style.tokens import Tone, colour

FOLDER = Path(__file__).resolve().parents[3] / "resources" / "icons"
_SIZES = (16, 20, 24, 32, 48, 64)
_RATIOS = (1.0, 2.0)
_SMALL = 24  # up to here our own icon has a drawing with fewer and thicker lines; packaging/icons/draw.py has it too


def pixmap(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """An icon of `size` logical pixels."""
    key = f"gc/{name}/{colour.rgba():x}/{size}/{ratio:.3f}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    drawn = _draw(name, colour, round(size * ratio))
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, tone: Tone = Tone.TEXT, *, disabled: Tone = Tone.DISABLED, size: int = 18) -> QIcon:
    """For actions and menus. It keeps the colours of the moment: whoever shows it asks again when the palette changes."""
    result = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, tone), (QIcon.Mode.Disabled, disabled)):
        for ratio in _RATIOS:
            result.addPixmap(pixmap(name, colour(shade), size, ratio), mode)
    return result


def app_icon() -> QIcon:
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(pixmap("app-icon-16" if size <= _SMALL else "app-icon", QColor(), size, 1.0))
    return result


def _draw(name: str, colour: QColor, pixels: int) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # only once something is drawn: start-up time counts

    text = _source(name).replace("currentColor", colour.name())
    drawn = QPixmap(QSize(pixels, pixels))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return drawn


@cache
def _source(name: str) -> str:
    return (FOLDER / f"{name}.svg").read_text("utf-8")
