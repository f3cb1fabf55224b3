"""An icon beside words; a screen reader passes it by, for the words say it."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QSize, Qt, QTimerEvent
from PySide6.QtGui import QGuiApplication, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.style import icons
from app.ui.style.tokens import Tone, colour
from app.ui.widgets.phrase import unspoken

TURNS = "status-working"
_TURN, _FRAME = 1200, 33  # milliseconds


class Icon(QWidget):
    def __init__(self, name: str = "", tone: Tone = Tone.TEXT, size: int = 20) -> None:
        super().__init__()
        unspoken(self)
        self._name, self._tone, self._size = name, tone, size
        self._timer = 0
        self._clock = QElapsedTimer()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, tone: Tone) -> None:
        if (name, tone) != (self._name, self._tone):
            self._name, self._tone = name, tone
            self._turn_if_seen()
            self.update()

    @property
    def name(self) -> str:
        return self._name

    @property
    def turning(self) -> bool:
        return self._timer != 0

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._name:
            return
        painter = QPainter(self)
        tone = self._tone if self.isEnabled() else Tone.DISABLED
        drawn = icons.pixmap(self._name, colour(tone), self._size, self.devicePixelRatio())
        if self.turning:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            middle = self._size / 2
            painter.translate(middle, middle)
            painter.rotate(self._clock.elapsed() % _TURN * 360 / _TURN)
            painter.translate(-middle, -middle)
        painter.drawPixmap(QRect(0, 0, self._size, self._size), drawn)

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._timer:
            self.update()
        else:
            super().timerEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._turn_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._turn_if_seen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _turn_if_seen(self) -> None:
        turns = self._name == TURNS and self.isVisible() and not _stands_still()
        if turns and not self._timer:
            self._clock.start()
            self._timer = self.startTimer(_FRAME)
        elif not turns and self._timer:
            self.killTimer(self._timer)
            self._timer = 0


def _stands_still() -> bool:
    """The system asks for less motion; the word beside the icon says that work goes on."""
    hints = QGuiApplication.styleHints()
    return hints.accessibility().motionPreference() == Qt.MotionPreference.ReducedMotion
