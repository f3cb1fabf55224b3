"""Panels for the tests: made, shown, and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.state import AppState
from app.ui.panel.panel import Panel
from app.ui.style.theme import Theme
from app.ui.widgets.phrase import Phrase
from app.ui.widgets.text import Text
from app.words.speech import Speech
from tests.ui.panel_states import STATES, QuietController

Shown = tuple[Panel, QuietController]
ShowPanel = Callable[..., Shown]


class World:
    """Shows panels in windows of their own, and closes them."""

    def __init__(self) -> None:
        self._windows: list[QWidget] = []

    def show(
        self, state: str | AppState = "healthy", *, width: int = 960, height: int = 640, speech: Speech | None = None
    ) -> Shown:
        controller = QuietController()
        panel = Panel(speech or Speech(), controller)
        window = QWidget()
        self._windows.append(window)
        whole = QVBoxLayout(window)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(panel)
        window.resize(width, height)
        panel.show_state(STATES[state] if isinstance(state, str) else state)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        return panel, controller

    def close(self) -> None:
        for window in self._windows:
            window.close()
            window.deleteLater()
        QTest.qWait(0)


@pytest.fixture
def show_panel(theme: Theme) -> Iterator[ShowPanel]:
    theme.apply()
    world = World()
    yield world.show
    world.close()


def settled(condition: Callable[[], bool]) -> bool:
    """Lets Qt go on until it is so; at most two seconds."""
    for _ in range(200):
        if condition():
            return True
        QTest.qWait(10)
    return condition()


def visible(panel: QWidget) -> Iterator[QWidget]:
    yield from (w for w in panel.findChildren(QWidget) if w.isVisible())


def text_of(widget: QWidget) -> str:
    """What it shows."""
    match widget:
        case Phrase():
            return widget.words()
        case QLabel() | QAbstractButton():
            return widget.text()
        case QLineEdit():
            return widget.text() or widget.placeholderText()
        case _:
            return ""


def words(panel: QWidget) -> str:
    """All that can be read, in one text."""
    return "\n".join(filter(None, (text_of(w) for w in visible(panel))))


def is_clipped(widget: QWidget) -> bool:
    """Whether some of its text has no room."""
    match widget:
        case Text() | Phrase() if widget.hasHeightForWidth():
            return widget.heightForWidth(widget.width()) > widget.height() or (
                widget.minimumSizeHint().width() > widget.width()
            )
        case Text() | QAbstractButton():
            return widget.sizeHint().width() > widget.width() or widget.sizeHint().height() > widget.height()
        case QLineEdit():
            return widget.minimumSizeHint().width() > widget.width()
        case _:
            return False
