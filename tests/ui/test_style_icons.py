"""Every icon draws something, in the colour that is asked for."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon, QImage

from app.ui.style import icons
from app.ui.style.theme import Theme
from app.ui.widgets.states import State, icon_of

NAMES = sorted(file.stem for file in icons.FOLDER.glob("*.svg"))


def inked(picture: QImage) -> list[QColor]:
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    return [colour for colour in pixels if colour.alpha() > 200]


def test_all_icons_are_here() -> None:
    assert len(NAMES) == 54
    assert {icon_of(state) for state in State} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_draws_in_its_colour(theme: Theme, name: str) -> None:
    drawn = icons.pixmap(name, QColor("#1B6B3C"), 24, 2.0)
    assert drawn.width() == 48
    assert drawn.deviceIndependentSize().width() == 24
    ink = inked(drawn.toImage())
    assert len(ink) > 20
    if name not in ("app-icon", "app-icon-16"):
        full = [colour for colour in ink if colour.alpha() == 255]
        assert full
        wanted = QColor("#1B6B3C")
        assert all(abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) <= 2 for c in full)


def test_an_icon_is_drawn_once(theme: Theme) -> None:
    first = icons.pixmap("key", QColor("#123456"), 20, 1.0)
    assert icons.pixmap("key", QColor("#123456"), 20, 1.0).cacheKey() == first.cacheKey()
    assert icons.pixmap("key", QColor("#123457"), 20, 1.0).cacheKey() != first.cacheKey()


def test_a_disabled_icon_is_paler(theme: Theme) -> None:
    icon = icons.icon("repair")
    normal = icon.pixmap(18, QIcon.Mode.Normal).toImage()
    assert normal != icon.pixmap(18, QIcon.Mode.Disabled).toImage()


@pytest.mark.parametrize("size", [16, 20, 24, 32, 48, 64])
def test_the_programs_own_icon_has_its_two_colours(theme: Theme, size: int) -> None:
    ink = {colour.name() for colour in inked(icons.app_icon().pixmap(size).toImage())}
    assert {"#1a5f8f", "#ffffff"} <= ink
