"""One real application for all tests of the window, drawn into memory instead of onto a screen."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.ui.style.theme import Theme


@pytest.fixture(scope="session")
def qt_app() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


@pytest.fixture(scope="session")
def session_theme(qt_app: QApplication) -> Theme:
    return Theme(qt_app)


@pytest.fixture
def theme(session_theme: Theme, qt_app: QApplication) -> Iterator[Theme]:
    """The look of the program, light; put back to that, and to the usual text size, after each test."""
    base = QFont(qt_app.font())
    session_theme.prefer(Qt.ColorScheme.Light)
    yield session_theme
    qt_app.setFont(base)
    session_theme.prefer(Qt.ColorScheme.Light)
