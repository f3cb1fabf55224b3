"""The colours can be told apart by people who see less well, in light, dark and high contrast."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from app.ui.style import tokens
from app.ui.style.theme import Theme, palette
from app.ui.style.tokens import DARK, LIGHT, Tokens, Tone

SCHEMES = pytest.mark.parametrize("worn", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("window", "surface", "rail", "subtle", "hover", "accent_soft")
TEXTS = ("text", "text2", "off")


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)

    value = QColor(colour)
    return 0.2126 * linear(value.redF()) + 0.7152 * linear(value.greenF()) + 0.0722 * linear(value.blueF())


def test_the_ratio_is_the_known_one() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXTS)
def test_text_is_readable_on_every_ground(worn: Tokens, name: str, ground: str) -> None:
    assert contrast(getattr(worn, name), getattr(worn, ground)) >= 4.5


@SCHEMES
@pytest.mark.parametrize("tone", [Tone.OK, Tone.WARN, Tone.BAD, Tone.ACCENT])
def test_a_toned_word_is_readable_where_it_stands(worn: Tokens, tone: Tone) -> None:
    for ground in (worn.window, worn.surface, worn.rail, worn.soft(tone)):
        assert contrast(worn.of(tone), ground) >= 4.5


@SCHEMES
def test_text_on_a_soft_fill_is_readable(worn: Tokens) -> None:
    for tone in Tone:
        assert contrast(worn.text, worn.soft(tone)) >= 4.5


@SCHEMES
def test_a_filled_button_is_readable_in_each_state(worn: Tokens) -> None:
    for fill in (worn.accent, worn.accent_hover, worn.accent_pressed):
        assert contrast(worn.on_accent, fill) >= 4.5


@SCHEMES
def test_the_edges_of_controls_and_bars_are_seen(worn: Tokens) -> None:
    for ground in (worn.window, worn.surface, worn.rail, worn.subtle):
        assert contrast(worn.control, ground) >= 3
    assert contrast(worn.chart, worn.surface) >= 3
    assert contrast(worn.accent, worn.hover) >= 3


def test_qt_wears_the_same_colours() -> None:
    role = QPalette.ColorRole
    for worn in (LIGHT, DARK):
        dressed = palette(worn)
        assert dressed.color(role.Window).name().upper() == worn.window
        assert dressed.color(role.Text).name().upper() == worn.text
        assert dressed.color(QPalette.ColorGroup.Disabled, role.Text).name().upper() == worn.disabled


def test_high_contrast_takes_every_colour_from_the_system(theme: Theme) -> None:
    forced = QPalette(QColor("#000000"))
    for place in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        forced.setColor(place, QColor("#FFFF00"))
    forced.setColor(QPalette.ColorRole.Window, QColor("#000000"))
    worn = tokens.from_palette(forced)
    assert worn.text == worn.text2 == worn.ok == worn.bad == worn.control == "#ffff00"
    assert worn.window == worn.rail == "#000000"
    assert not set(_all(worn)) & (set(_all(LIGHT)) - {"#FFFFFF"})


def _all(worn: Tokens) -> list[str]:
    return [getattr(worn, name) for name in Tokens.__slots__]
