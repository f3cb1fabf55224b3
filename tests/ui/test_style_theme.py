"""Light and dark change at once and everywhere."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QTableView

from app.ui.style import tokens
from app.ui.style.sheet import dress, sheet
from app.ui.style.theme import Theme
from app.ui.style.tokens import DARK, LIGHT, Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.icon import Icon
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.text import Text
from tests.ui.conftest import Show
from tests.ui.seen import colours, image


def test_the_tokens_follow(theme: Theme) -> None:
    assert tokens.current() == LIGHT
    theme.prefer(Qt.ColorScheme.Dark)
    assert tokens.current() == DARK
    assert tokens.colour(Tone.ACCENT).name().upper() == DARK.accent
    theme.prefer(Qt.ColorScheme.Light)
    assert tokens.current() == LIGHT


def test_every_kind_of_widget_follows(theme: Theme, show: Show) -> None:
    card = Card()
    card.add(Text("In a card"))
    icon, text, button = Icon("status-ok", Tone.OK), Text("A text"), Button("Go", Kind.PRIMARY, "repair")
    field = LineEdit("Search", "search")
    window = show(card, icon, text, button, field)
    for scheme, worn in ((Qt.ColorScheme.Dark, DARK), (Qt.ColorScheme.Light, LIGHT)):
        theme.prefer(scheme)
        QTest.qWait(0)
        assert {worn.window, worn.surface, worn.line, worn.text, worn.control} <= colours(image(window))
        assert worn.ok in colours(image(icon))
        assert worn.text in colours(image(text))
        assert {worn.accent, worn.on_accent} <= colours(image(button))
        assert worn.surface in colours(image(field))


def test_what_qt_draws_follows_too(theme: Theme, show: Show) -> None:
    box, table = QPlainTextEdit("Details"), QTableView()
    for widget in (box, table):
        dress(widget)
    show(box, table)
    theme.prefer(Qt.ColorScheme.Dark)
    QTest.qWait(0)
    for widget in (box, table):
        assert DARK.surface in colours(image(widget))
        assert LIGHT.surface not in colours(image(widget))


def test_no_colour_is_left_unfilled() -> None:
    for worn in (LIGHT, DARK):
        assert "@" not in sheet(worn)


def test_the_style_loads_no_svg_before_an_icon_is_drawn() -> None:
    program = (
        "import sys, app.ui.style.theme, app.ui.style.icons, app.ui.widgets.page, app.ui.widgets.buttons;"
        "sys.exit('PySide6.QtSvg' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_calls_without_end_do_not_end_the_program() -> None:
    """PySide6 6.12.0 gives back a None or a True that it never took; on Python 3.11 that is fatal without a remedy."""
    program = (
        "import app.ui\nfrom PySide6.QtCore import QObject\nx = QObject()\n"
        "for _ in range(100_000): x.setObjectName('x'); x.destroyed.emit()"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
