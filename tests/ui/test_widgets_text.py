"""Words wrap, nothing is cut off, and all of it grows with the system's text size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.style.fonts import Role
from app.ui.style.theme import Theme
from app.ui.style.tokens import DARK, LIGHT, Tone
from app.ui.widgets.callout import Callout
from app.ui.widgets.card import Card
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.phrase import Phrase, Run
from app.ui.widgets.progress_list import ProgressList, ProgressRow
from app.ui.widgets.radio_row import RadioRow
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from tests.ui.conftest import Show
from tests.ui.seen import colours, image, name_of

LONG = "Sign in, and Gateway Companion gets a key for Claude to use. If someone gave you a key, paste it instead."
PATH = "/home/somebody/.config/Claude/a-folder-with-a-name-that-is-longer-than-most/claude_desktop_config.json"


def enlarge(qt_app: QApplication, points: float) -> None:
    usual = QFont(qt_app.font())
    usual.setPointSizeF(points)
    qt_app.setFont(usual)
    QTest.qWait(0)


def cut_off(window: QWidget) -> list[str]:
    """Every text that is given less room than it needs."""
    texts = [w for kind in (Text, Phrase, CheckBox) for w in window.findChildren(kind) if w.isVisible()]
    assert texts
    return [
        f"{name_of(w)!r} {w.width()}x{w.height()} of {w.minimumSizeHint().width()}x{w.heightForWidth(w.width())}"
        for w in texts
        if w.height() < w.heightForWidth(w.width()) or w.width() < w.minimumSizeHint().width()
    ]


def everything() -> list[QWidget]:
    card = Card(inset=58)
    line = StatusLine(
        State.INFO, "Good to know", "OpenRouter does not keep your prompts", LONG, trailing="84 ms", gap=16
    )
    card.add(line)
    row = RadioRow()
    row.tell("Sonnet", "Claude Sonnet 4.5", LONG, tag="Default", price="$3 in", unit="per million tokens")
    card.add(row)
    details = Details("Details")
    details.add(Fields([("Folder", PATH, "Copy folder")]))
    details.open()
    progress = ProgressList()
    progress.tell(
        [ProgressRow(State.OK, "Saved a backup", "Done", "Today 14:01"), ProgressRow(State.WORKING, LONG, "Working")]
    )
    return [Text(LONG), Phrase([Run("Ready", Tone.OK, strong=True), Run(f" {LONG}")]), card, details, progress,
            Callout(State.PROBLEM, LONG, LONG), CheckBox(LONG)]  # fmt: skip


@pytest.mark.parametrize("points", [8, 10.5, 15, 21])
@pytest.mark.parametrize("width", [430, 640])
def test_nothing_is_cut_off(show: Show, qt_app: QApplication, points: float, width: int) -> None:
    enlarge(qt_app, points)
    window = show(*everything(), width=width)
    assert cut_off(window) == []


def test_a_text_size_that_changes_while_it_is_shown_counts(show: Show, qt_app: QApplication) -> None:
    text, phrase, box = Text(LONG, Role.SMALL), Phrase([Run(LONG)]), CheckBox(LONG)
    window = show(text, phrase, box)
    before = [w.heightForWidth(300) for w in (text, phrase, box)]
    enlarge(qt_app, 21)
    window.resize(400, window.heightForWidth(400))
    QTest.qWait(0)
    after = [w.heightForWidth(300) for w in (text, phrase, box)]
    assert all(now > 2 * then for now, then in zip(after, before, strict=True))
    assert cut_off(window) == []


def test_a_short_text_stays_on_one_line_if_there_is_room(theme: Theme) -> None:
    text = Text("Claude Desktop is installed on this computer")
    assert text.sizeHint().height() == text.line_height()
    assert text.heightForWidth(text.sizeHint().width()) == text.line_height()
    assert text.heightForWidth(text.sizeHint().width() - 1) == 2 * text.line_height()


def test_a_line_break_is_kept(theme: Theme) -> None:
    text = Text("one\ntwo")
    assert text.sizeHint().height() == 2 * text.line_height()


def test_markup_is_only_text(show: Show) -> None:
    text = Text("<b>bold</b> &amp; <img src='x'>")
    show(text)
    assert name_of(text) == "<b>bold</b> &amp; <img src='x'>"
    assert text.sizeHint().width() > Text("bold &").sizeHint().width() * 2


def test_a_tone_is_seen(show: Show) -> None:
    text = Text("Problem", tone=Tone.BAD)
    show(text)
    assert LIGHT.bad in colours(image(text))
    text.say("Done", Tone.OK)
    assert LIGHT.ok in colours(image(text))
    assert LIGHT.bad not in colours(image(text))


def test_a_disabled_text_is_pale(show: Show) -> None:
    text = Text("Problem")
    show(text)
    text.setEnabled(False)
    assert LIGHT.disabled in colours(image(text))
    assert LIGHT.text not in colours(image(text))


def test_a_phrase_wears_several_tones_and_reads_as_one(show: Show, theme: Theme) -> None:
    phrase = Phrase([Run("Ready", Tone.OK, strong=True), Run(" \N{EN DASH} it works")])
    show(phrase)
    assert {LIGHT.ok, LIGHT.text} <= colours(image(phrase))
    assert name_of(phrase) == "Ready \N{EN DASH} it works"
    theme.prefer(Qt.ColorScheme.Dark)
    QTest.qWait(0)
    assert {DARK.ok, DARK.text} <= colours(image(phrase))


def test_a_long_path_breaks_where_it_must(show: Show) -> None:
    text = Text(PATH)
    window = show(text, width=300)
    assert window.width() == 300
    assert text.height() >= 3 * text.line_height()


def test_a_value_can_be_marked_with_the_keyboard(show: Show) -> None:
    text = Text("https://openrouter.ai/api", Role.CODE).selectable()
    show(text)
    text.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert text.selectedText() == "https://openrouter.ai/api"
