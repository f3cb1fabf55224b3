"""One real application for all tests of the window, drawn into memory instead of onto a screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.application import Application
from app.ui.style.theme import Theme

Show = Callable[..., QWidget]
"""`show(*widgets, width=400)` puts widgets into a window that is shown and active, and gives the window."""


@pytest.fixture(scope="session")
def qt_app() -> Application:
    running = QApplication.instance()
    return running if isinstance(running, Application) else Application()


@pytest.fixture(scope="session")
def session_theme(qt_app: QApplication) -> Theme:
    return Theme(qt_app)


@pytest.fixture
def theme(session_theme: Theme, qt_app: QApplication) -> Iterator[Theme]:
    """The look of the program, light, at the letter size of the pictures; both are put back after each test."""
    base = QFont(qt_app.font())
    usual = QFont(base)
    usual.setPointSizeF(10.5)
    qt_app.setFont(usual)
    session_theme.prefer(Qt.ColorScheme.Light)
    yield session_theme
    qt_app.setFont(base)
    session_theme.prefer(Qt.ColorScheme.Light)


@pytest.fixture
def show(theme: Theme) -> Iterator[Show]:
    windows: list[QWidget] = []

    def shown(*widgets: QWidget, width: int = 400) -> QWidget:
        window = QWidget()
        windows.append(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        window.resize(width, column.totalHeightForWidth(width) if column.hasHeightForWidth() else 300)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        QTest.mouseMove(window, window.rect().bottomRight())  # another test may have left the mouse on a widget
        return window

    yield shown
    for window in filter(isValid, windows):
        window.close()
        window.deleteLater()
    QTest.qWait(0)
