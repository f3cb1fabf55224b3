"""Dialogs on a screen that is too low for them: title and buttons stay, the rest scrolls, and nothing is out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFocusFrame, QWidget

from app.ui.dialogs.about_dialog import AboutDialog
from app.ui.dialogs.body import Body
from app.ui.dialogs.dialog import Dialog
from app.ui.style.theme import Theme
from tests.ui import looking, states_dialogs, states_keys
from tests.ui.stage import Stage, settle
from tests.ui.states import Screen

SCREENS = {screen.name: screen for screen in (*states_dialogs.SCREENS, *states_keys.SCREENS)}
TALL = (
    "10-dialog-ask-take-key-out",
    "10-dialog-ask-undo-kept",
    "10-dialog-settings-login-refused",
    "10-dialog-about-details",
    "12-keys-old-key",
)
"""With letters of 200 % none of these fits a screen of 800 pixels, which is what the tests run on."""


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.close()


@pytest.fixture
def large(stage: Stage, qt_app: QApplication) -> Stage:
    """The theme's fixture puts the font back."""
    font = qt_app.font()
    font.setPointSizeF(21)
    qt_app.setFont(font)
    return stage


def shown(stage: Stage, name: str) -> Dialog:
    front = stage.show(SCREENS[name])
    assert isinstance(front, Dialog)
    assert QTest.qWaitForWindowActive(front)
    QTest.mouseMove(front, front.rect().topLeft())
    return front


def body(dialog: Dialog) -> Body:
    return dialog.findChildren(Body)[0]


def on_screen(dialog: Dialog) -> bool:
    """From top to bottom; the screen of the tests is narrow too."""
    frame, room = dialog.frameGeometry(), dialog.screen().availableGeometry()
    return room.top() <= frame.top() and frame.bottom() <= room.bottom()


def inside(dialog: Dialog, widget: QWidget) -> bool:
    """Whether all of it can be seen."""
    return widget.visibleRegion().boundingRect() == widget.rect() and dialog.rect().contains(place(dialog, widget))


def place(dialog: Dialog, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(dialog, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("name", TALL)
def test_it_is_no_taller_than_the_screen(large: Stage, name: str) -> None:
    dialog = shown(large, name)
    assert on_screen(dialog)
    assert body(dialog).scrolls
    fixed = [w for w in looking.shown(dialog) if looking.text_of(w) and not body(dialog).isAncestorOf(w)]
    assert len(fixed) >= 2  # the title and a button
    assert [looking.text_of(w) for w in fixed if not inside(dialog, w)] == []
    assert looking.sideways(dialog) == []


@pytest.mark.parametrize("name", TALL)
def test_what_the_tab_key_reaches_comes_into_sight_with_its_ring(large: Stage, name: str) -> None:
    dialog = shown(large, name)
    for _ in range(2 * len(looking.stops(dialog)) + 1):  # around, and in from the buttons below
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        QTest.qWait(1)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert inside(dialog, focused), looking.text_of(focused)
        rings = [ring for ring in dialog.findChildren(QFocusFrame) if ring.isVisible()]
        assert [ring.widget() for ring in rings] == ([] if focused.inherits("QLineEdit") else [focused])
        assert all(inside(dialog, ring) for ring in rings)


@pytest.mark.parametrize("name", TALL)
def test_the_mouse_wheel_scrolls_it_from_anywhere(large: Stage, name: str) -> None:
    dialog = shown(large, name)
    bar, handle = body(dialog).verticalScrollBar(), dialog.windowHandle()
    for spot in (QPoint(40, 12), dialog.rect().center(), QPoint(40, dialog.height() - 12)):
        bar.setValue(0)
        QTest.wheelEvent(handle, spot, QPoint(0, -120))
        assert bar.value() > 0
    QTest.wheelEvent(handle, dialog.rect().center(), QPoint(0, 12_000))
    assert bar.value() == 0


def test_words_without_a_control_are_read_by_keyboard_too(large: Stage) -> None:
    dialog = shown(large, "10-dialog-ask-take-key-out")
    bar, focused = body(dialog).verticalScrollBar(), QApplication.focusWidget()
    for key, at in (
        (Qt.Key.Key_End, bar.maximum()),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageDown, bar.maximum()),
        (Qt.Key.Key_PageUp, 0),
    ):
        assert focused is not None
        QTest.keyClick(focused, key)
        assert bar.value() == at
    assert QApplication.focusWidget() is focused


def test_what_opens_later_does_not_push_the_buttons_off_the_screen(large: Stage) -> None:
    dialog = shown(large, "10-dialog-about")
    assert isinstance(dialog, AboutDialog)
    dialog.move(0, dialog.screen().availableGeometry().bottom() - dialog.height())
    dialog.details.open()
    settle()
    assert body(dialog).scrolls
    assert on_screen(dialog)
    dialog.details.open(opened=False)
    settle()
    assert not body(dialog).scrolls


def test_a_clicked_control_stays_below_the_mouse(large: Stage) -> None:
    dialog = shown(large, "10-dialog-settings-login-refused")
    area = body(dialog)
    half = next(w for w in looking.stops(dialog) if area.isAncestorOf(w) and not inside(dialog, w))
    bar = area.verticalScrollBar()
    bar.setValue(place(dialog, half).center().y() - area.geometry().bottom())
    before, spot = bar.value(), place(dialog, half).topLeft() + QPoint(8, 4)
    QTest.mousePress(dialog.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert (QApplication.focusWidget(), bar.value()) == (half, before)
    away = QPoint(dialog.width() - 2, 2)
    QTest.mouseRelease(dialog.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, away)


@pytest.mark.parametrize("screen", SCREENS.values(), ids=lambda screen: screen.name)
def test_where_all_fits_nothing_scrolls(stage: Stage, screen: Screen) -> None:
    front = stage.show(screen)
    for area in front.findChildren(Body):
        assert not area.scrolls
        assert area.height() == area.height_for(area.width())
