"""The ring is there for the keyboard, and for the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

from app.ui.style.tokens import LIGHT
from app.ui.widgets.buttons import Button, IconButton, Kind
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.page import Page
from tests.ui.conftest import Show
from tests.ui.seen import accessible, colours, image, parts


def ring(window: QWidget) -> QFocusFrame | None:
    shown = [frame for frame in window.findChildren(QFocusFrame) if frame.isVisible()]
    assert len(shown) <= 1
    return shown[0] if shown else None


def click(window: QWidget, widget: QWidget) -> None:
    """Through the window's own door, as the system does."""
    spot = widget.mapTo(window, widget.rect().center())
    handle = window.windowHandle()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)


def tab(window: QWidget) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)


def test_tab_shows_it_and_a_click_does_not(show: Show) -> None:
    one, two = Button("One"), Button("Two")
    window = show(one, two)
    one.setFocus(Qt.FocusReason.OtherFocusReason)
    assert ring(window) is None
    tab(window)
    assert (frame := ring(window)) is not None
    assert frame.widget() is two
    click(window, one)
    assert ring(window) is None
    two.setFocus(Qt.FocusReason.OtherFocusReason)
    assert ring(window) is None, "a mouse was used last"
    tab(window)
    assert ring(window) is not None


def test_it_lies_around_the_control_and_is_seen(show: Show) -> None:
    button, other = Button("One", Kind.LINK), IconButton("copy", "Copy")
    window = show(other, button)
    other.setFocus()
    tab(window)
    frame = ring(window)
    assert frame is not None
    around = frame.geometry()
    place = button.geometry()
    assert around == place.adjusted(-4, -4, 4, 4)
    strip = window.grab(around.adjusted(0, 0, 0, -(around.height() - 3))).toImage()
    assert LIGHT.accent in colours(strip)


def test_a_field_shows_its_own_border_instead(show: Show) -> None:
    button, field = Button("One"), LineEdit("Search")
    window = show(button, field)
    button.setFocus()
    tab(window)
    assert field.hasFocus()
    assert ring(window) is None
    assert image(field).pixelColor(field.width() // 2, 0).name().upper() == LIGHT.accent


def test_it_scrolls_along(show: Show) -> None:
    page = Page("Step 1 of 5", "Title", "Lede")
    buttons = [Button(f"Number {n}") for n in range(30)]
    for button in buttons:
        page.body.addWidget(button)
    window = show(page)
    window.resize(400, 300)
    buttons[1].setFocus()
    tab(window)
    frame = ring(window)
    assert frame is not None
    before = frame.mapTo(window, QPoint(0, 0))
    page.verticalScrollBar().setValue(page.verticalScrollBar().value() + 40)
    assert frame.mapTo(window, QPoint(0, 0)).y() == before.y() - 40


def test_it_is_there_for_what_had_to_be_scrolled_to(show: Show) -> None:
    page = Page("Step 1 of 5", "Title", "Lede")
    buttons = [Button(f"Number {n}") for n in range(30)]
    for button in buttons:
        page.body.addWidget(button)
    window = show(page)
    window.resize(400, 300)
    buttons[0].setFocus()
    QTest.keyClick(buttons[0], Qt.Key.Key_Backtab)  # around to the last, which is out of sight
    QTest.qWait(1)
    assert buttons[-1].hasFocus()
    assert not buttons[-1].visibleRegion().isEmpty()
    assert (frame := ring(window)) is not None
    assert frame.widget() is buttons[-1]


def test_the_title_takes_the_focus_unseen(show: Show) -> None:
    page, button = Page("Step 1 of 5", "Title", "Lede"), Button("Next")
    window = show(button, page)
    button.setFocus()
    tab(window)
    page.arrive()
    assert page.head_title.hasFocus()
    assert ring(window) is None


def test_it_goes_with_its_window_and_comes_back_in_the_next(show: Show) -> None:
    for _ in range(2):
        one, two = Button("One"), Button("Two")
        window = show(one, two)
        one.setFocus()
        tab(window)
        assert ring(window) is not None
        window.deleteLater()
        QTest.qWait(0)


@pytest.mark.parametrize("kind", Kind)
def test_a_screen_reader_does_not_meet_it(show: Show, kind: Kind) -> None:
    one, two = Button("One", kind), Button("Two", kind)
    window = show(one, two)
    one.setFocus()
    tab(window)
    roles = [part.role() for part in parts(accessible(window))]
    assert roles == [QAccessible.Role.Client, QAccessible.Role.Button, QAccessible.Role.Button]
