"""The tray on one picture: its icon in every state and size on a light and a dark panel, its menu, and its tooltip."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.domain.state import AppState, Running, Task
from app.ui.controller import Controller
from app.ui.style import icons, tokens
from app.ui.style.fonts import Role, font
from app.ui.style.paint import rounded
from app.ui.tray import Tray, status_of
from app.words.speech import Speech
from tests.ui.panel_states import STATES

_ICONS, _ROW, _TOP, _MENU = (16, 22, 32), 58, 56, 590


def tray_sheet(controller: Controller) -> QWidget:
    tray = Tray(Speech(), controller)
    rows, menus = [], []
    for name, state in _states():
        tray.show_state(state)
        rows.append((status_of(state, Speech())[1], tray._icon.toolTip()))
        if name in ("healthy", "broken"):
            menus.append(_drawn(tray))
    tray.hide()
    sheet = _Sheet(rows, menus)
    tray.setParent(sheet)
    return sheet


def _states() -> Iterator[tuple[str, AppState]]:
    yield "healthy", STATES["healthy"]
    yield "busy", STATES["first-offline-look"]
    yield "low", STATES["low"]
    yield "broken", STATES["broken"]
    yield "offline", STATES["offline"]
    yield "repairing", AppState(activity=Running(Task.REPAIR))


def _drawn(tray: Tray) -> QPixmap:
    tray._menu.ensurePolished()
    tray._menu.resize(tray._menu.sizeHint())
    return tray._menu.grab()


class _Sheet(QWidget):
    def __init__(self, rows: list[tuple[str, str]], menus: list[QPixmap]) -> None:
        super().__init__()
        self._rows, self._menus = rows, menus
        self.resize(QSize(960, 640))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn = QPainter(self), tokens.current()
        painter.fillRect(self.rect(), QColor(worn.window))
        painter.setPen(QColor(worn.text2))
        painter.setFont(font(Role.SMALL))
        for left, text in ((40, "Icon and tooltip"), (_MENU, "Menu")):
            painter.drawText(QRect(left, 24, 300, 20), Qt.AlignmentFlag.AlignVCenter, text)
        for number, (icon, tooltip) in enumerate(self._rows):
            self._paint_row(painter, _TOP + number * _ROW, icon, tooltip)
        top = _TOP
        for menu in self._menus:
            painter.drawPixmap(_MENU, top, menu)
            top += menu.height() + 16

    def _paint_row(self, painter: QPainter, top: int, icon: str, tooltip: str) -> None:
        for left, panel in ((40, tokens.LIGHT), (180, tokens.DARK)):
            rounded(painter, QRect(left, top, 128, 48), panel.window, panel.line, 10)
            at = left + 16
            for size in _ICONS:
                name = icon if size > 16 else f"{icon}-16"
                drawn = icons.pixmap(name, QColor(panel.text), size, self.devicePixelRatio())
                painter.drawPixmap(QRect(at, top + (48 - size) // 2, size, size), drawn)
                at += size + 14
        painter.setPen(QColor(tokens.current().text))
        wrapped = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(QRect(324, top, 246, 48), wrapped, tooltip)
