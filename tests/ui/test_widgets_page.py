"""The frame of the pages: rail, head, footer, banner, and what is said aloud."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from app.domain.wizard import Mark
from app.ui.style.theme import Theme
from app.ui.style.tokens import DARK, LIGHT
from app.ui.widgets.announce import announce
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.card import Card
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.page import Footer, Page
from app.ui.widgets.progress_list import ProgressList, ProgressRow
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.step_rail import WIDTH, Step, StepRail
from app.ui.widgets.text import Text
from tests.ui.conftest import Show
from tests.ui.seen import colours, image, read

LEFT = Qt.MouseButton.LeftButton
TITLES = ("Turn on Developer Mode", "Open the Third-Party Inference settings", "Enter the gateway details")


def steps(*marks: Mark) -> list[Step]:
    return [
        Step(title, mark.value, mark, f"Step {n} of 3, {title}, {mark.value}")
        for n, (title, mark) in enumerate(zip(TITLES, marks, strict=True), 1)
    ]


def rail(*marks: Mark) -> StepRail:
    made = StepRail("Gateway Companion", "Set up OpenRouter")
    made.tell(steps(*marks), "shield", "Claude keeps working as usual.")
    return made


def items(of: StepRail) -> list[QWidget]:
    return [w for w in of.findChildren(QWidget) if w.accessibleName().startswith("Step ")]


def test_the_steps_are_read_in_order(show: Show) -> None:
    made = rail(Mark.DONE, Mark.HERE, Mark.TODO)
    show(made)
    assert read(made) == [
        "Gateway Companion",
        "Set up OpenRouter",
        "Step 1 of 3, Turn on Developer Mode, done",
        "Step 2 of 3, Open the Third-Party Inference settings, here",
        "Step 3 of 3, Enter the gateway details, todo",
        "Claude keeps working as usual.",
    ]


def test_only_what_is_ready_or_done_can_be_chosen(show: Show) -> None:
    made = rail(Mark.DONE, Mark.READY, Mark.TODO)
    show(made)
    chosen = QSignalSpy(made.chosen)
    for item in items(made):
        QTest.mouseClick(item, LEFT)
    assert [chosen.at(n)[0] for n in range(chosen.count())] == [0, 1]


def test_the_rail_is_no_stop_for_the_keyboard(show: Show) -> None:
    button = Button("Next")
    window = show(rail(Mark.DONE, Mark.HERE, Mark.TODO), button)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert button.hasFocus()
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert button.hasFocus()


def test_each_mark_looks_different(show: Show) -> None:
    seen = set()
    for mark in Mark:
        made = rail(mark, Mark.TODO, Mark.TODO)
        show(made)
        circle = items(made)[0].grab().toImage().copy(0, 0, 26, 26)
        seen.add(bytes(circle.constBits()))
    assert len(seen) == len(Mark)


def test_the_rail_grows_and_scrolls_with_large_letters(show: Show, qt_app: QApplication) -> None:
    small = rail(Mark.DONE, Mark.HERE, Mark.TODO)
    show(small)
    assert small.width() == WIDTH
    usual = QFont(qt_app.font())
    usual.setPointSizeF(21)
    qt_app.setFont(usual)
    made = rail(Mark.DONE, Mark.HERE, Mark.TODO)
    window = show(made)
    window.resize(300, 400)
    QTest.qWait(0)
    assert made.width() > WIDTH
    assert all(w.width() >= w.minimumSizeHint().width() for w in made.findChildren(Text) if w.isVisible())
    assert all(w.height() >= w.heightForWidth(w.width()) for w in made.findChildren(Text) if w.isVisible())


def test_the_rail_follows_the_theme(show: Show, theme: Theme) -> None:
    made = rail(Mark.DONE, Mark.HERE, Mark.TODO)
    show(made)
    assert {LIGHT.rail, LIGHT.ok, LIGHT.accent, LIGHT.line} <= colours(image(made))
    theme.prefer(Qt.ColorScheme.Dark)
    QTest.qWait(0)
    assert {DARK.rail, DARK.ok, DARK.accent, DARK.line} <= colours(image(made))
    assert LIGHT.rail not in colours(image(made))


def test_a_page_starts_with_its_title_and_leaves_out_what_is_empty(show: Show) -> None:
    page = Page("", "Use Claude Desktop with OpenRouter", "Five short steps.")
    page.body.addWidget(LineEdit("Search"))
    show(page)
    page.arrive()
    assert page.head_title.hasFocus()
    assert read(page)[:2] == ["Use Claude Desktop with OpenRouter", "Five short steps."]
    page.set_head("Step 1 of 5", "Turn on Developer Mode", "")
    assert read(page)[:2] == ["Step 1 of 5", "Turn on Developer Mode"]


def test_the_keyboard_goes_on_from_the_title_to_the_first_control(show: Show) -> None:
    page, field = Page("Step 1 of 5", "Title", "Lede"), LineEdit("Search")
    page.body.addWidget(field)
    show(page)
    page.arrive()
    QTest.keyClick(page.head_title, Qt.Key.Key_Tab)
    assert field.hasFocus()


def test_a_page_that_is_left_scrolled_comes_back_at_its_top(show: Show) -> None:
    page = Page("Step 1 of 5", "Title", "Lede")
    for number in range(60):
        page.body.addWidget(Text(f"Line {number}"))
    window = show(page)
    window.resize(400, 300)
    page.verticalScrollBar().setValue(500)
    assert page.verticalScrollBar().value() > 0
    page.arrive()
    assert page.verticalScrollBar().value() == 0


def test_a_footer_lines_a_quiet_button_up_with_the_page(show: Show) -> None:
    quiet, plain = Footer(), Footer()
    back = Button("Back", Kind.QUIET, "chevron-left")
    words = Text("A note")
    quiet.left.addWidget(back)
    plain.left.addWidget(words)
    show(quiet, plain, width=700)
    assert (back.x(), words.x()) == (32, 40)
    assert quiet.height() >= 68


def test_the_banner_says_so_and_lets_one_leave(show: Show) -> None:
    banner = Banner("Practice mode \N{EN DASH} nothing is changed", "Leave practice mode")
    show(banner, width=700)
    left = QSignalSpy(banner.left)
    QTest.mouseClick(banner.link, LEFT, pos=QPoint(5, 5))
    assert left.count() == 1
    assert banner.height() >= 36
    assert read(banner) == ["Practice mode \N{EN DASH} nothing is changed", "Leave practice mode"]


@pytest.mark.parametrize("assertive", [True, False])
def test_an_announcement_is_sent(show: Show, monkeypatch: pytest.MonkeyPatch, assertive: bool) -> None:
    sent: list[tuple[str, QAccessible.AnnouncementPoliteness]] = []

    class Heard:
        @staticmethod
        def updateAccessibility(event: object) -> None:
            from PySide6.QtGui import QAccessibleAnnouncementEvent

            assert isinstance(event, QAccessibleAnnouncementEvent)
            sent.append((event.message(), event.politeness()))

        AnnouncementPoliteness = QAccessible.AnnouncementPoliteness

    monkeypatch.setattr("app.ui.widgets.announce.QAccessible", Heard)
    widget = Text("x")
    show(widget)
    announce(widget, "Key works", assertive=assertive)
    kind = QAccessible.AnnouncementPoliteness
    assert sent == [("Key works", kind.Assertive if assertive else kind.Polite)]
    monkeypatch.undo()
    announce(widget, "Key works")


def test_a_search_field_is_emptied_by_its_button(show: Show) -> None:
    field = LineEdit("Search models", "search", slim=True, clear_name="Clear search")
    show(field)
    assert field.inner is not None
    assert not field.inner.isVisible()
    QTest.keyClicks(field, "opus")
    assert field.inner.isVisible()
    QTest.mouseClick(field.inner, LEFT)
    assert field.text() == ""
    assert not field.inner.isVisible()


def test_a_page_comes_up_without_a_jump(show: Show) -> None:
    """Whatever changed in it while it was hidden, its first picture is its last."""
    pages = QStackedWidget()
    first, second = Page("", "First", ""), Page("", "Second", "")
    card, listed, line, callout = Card(inset=58), ProgressList(), StatusLine(gap=16), Callout()
    card.add(line)
    for widget in (card, listed, callout):
        second.body.addWidget(widget)
        widget.setVisible(True)
    for page in (first, second):
        pages.addWidget(page)
    show(pages, width=500)
    for words in ("Short", "Long enough to be written on several lines, since it goes on and on and on until its end"):
        line.tell(State.OK, word="Ready", text=words, detail=words)
        listed.tell([ProgressRow(State.OK, words, "Done", words) for _ in range(4)])
        callout.tell(State.ATTENTION, words, words)
        pages.setCurrentWidget(second)
        at_once = places(second)
        QTest.qWait(50)
        assert at_once == places(second)
        assert second.content.height() >= second.content.heightForWidth(second.content.width())
        pages.setCurrentWidget(first)


def places(of: QWidget) -> list[tuple[int, int, int, int]]:
    return [w.geometry().getRect() for w in of.findChildren(QWidget) if w.isVisible()]  # type: ignore[misc]
