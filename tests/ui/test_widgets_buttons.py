"""Buttons are large enough, say their name, and show their state by more than the mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from app.ui.style.theme import Theme
from app.ui.style.tokens import DARK, LIGHT
from app.ui.widgets.buttons import Button, IconButton, Kind
from app.ui.widgets.check_box import CheckBox
from tests.ui.conftest import Show
from tests.ui.seen import colours, image, name_of


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("icon", [None, "external"])
def test_a_button_is_large_enough_to_hit(theme: Theme, kind: Kind, icon: str | None) -> None:
    size = Button("Go", kind, icon).sizeHint()
    assert size.height() >= (32 if kind is Kind.LINK else 36)
    assert size.width() >= 32


def test_an_icon_button_is_too_and_has_a_name(show: Show) -> None:
    button = IconButton("copy", "Copy gateway base URL")
    show(button)
    assert (button.width(), button.height()) == (32, 32)
    assert name_of(button) == button.toolTip() == "Copy gateway base URL"


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_shows_rest_and_off_in_light_and_dark(show: Show, theme: Theme, kind: Kind) -> None:
    button = Button("Repair it", kind, "repair")
    show(button)
    seen = set()
    for scheme in (Qt.ColorScheme.Light, Qt.ColorScheme.Dark):
        theme.prefer(scheme)
        for enabled in (True, False):
            button.setEnabled(enabled)
            QTest.qWait(0)
            seen.add(tuple(sorted(colours(image(button)))))
    assert len(seen) == 4


def test_the_icon_has_the_colour_of_the_words(show: Show, theme: Theme) -> None:
    button = Button("", Kind.DANGER, "undo")
    show(button)
    assert LIGHT.bad in colours(image(button))
    theme.prefer(Qt.ColorScheme.Dark)
    QTest.qWait(0)
    assert DARK.bad in colours(image(button))
    button.set_kind(Kind.PRIMARY)
    assert {DARK.accent, DARK.on_accent} <= colours(image(button))


def test_the_trailing_icon_stands_behind_the_words(show: Show) -> None:
    leading, trailing = Button("iiii", Kind.LINK, "toggle"), Button("iiii", Kind.LINK, "toggle", trailing=True)
    show(leading, trailing)
    icon = QRect(2, 8, 16, 16)
    assert image(trailing).copy(icon) != image(leading).copy(icon)


@pytest.mark.parametrize("key", [Qt.Key.Key_Space])
def test_the_keyboard_presses_it(show: Show, key: Qt.Key) -> None:
    button = Button("Start", Kind.PRIMARY)
    show(button)
    pressed = QSignalSpy(button.clicked)
    button.setFocus()
    QTest.keyClick(button, key)
    assert pressed.count() == 1


def test_large_letters_fit(theme: Theme, qt_app: QApplication) -> None:
    button = Button("Open Claude Desktop", Kind.PRIMARY, "window")
    small = button.sizeHint()
    usual = QFont(qt_app.font())
    usual.setPointSizeF(21)
    qt_app.setFont(usual)
    QTest.qWait(0)
    words = button.fontMetrics().size(0, button.text())
    assert button.sizeHint().height() >= words.height() + 8
    assert button.sizeHint().width() >= words.width() + 18 + 32
    assert button.sizeHint().width() > small.width() * 1.5


def test_a_check_box_is_hit_anywhere_on_its_sentence(show: Show) -> None:
    box = CheckBox("Also remove my OpenRouter key from this computer's keychain")
    show(box, width=240)
    assert box.height() > 40, "it wraps"
    for spot in (box.rect().topLeft(), box.rect().center(), box.rect().bottomRight()):
        before = box.isChecked()
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=spot)
        assert box.isChecked() is not before
    assert name_of(box) == "Also remove my OpenRouter key from this computer's keychain"


def test_a_ticked_box_shows_more_than_a_colour(show: Show) -> None:
    box = CheckBox("")
    show(box)
    box.setChecked(True)
    assert {LIGHT.accent, LIGHT.on_accent} <= colours(image(box))
