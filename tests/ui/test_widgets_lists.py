"""Cards, status lines, progress, details and choices: what they show, what they say, and how they are used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QButtonGroup, QToolButton, QWidget

from app.ui.style.theme import Theme
from app.ui.style.tokens import DARK, LIGHT, Tone
from app.ui.widgets.bar import Bar
from app.ui.widgets.buttons import Button, IconButton, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.card import Card, Line
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.icon import Icon
from app.ui.widgets.progress_list import ProgressList, ProgressRow
from app.ui.widgets.radio_row import RadioRow
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from tests.ui.conftest import Show
from tests.ui.seen import accessible, colours, image, name_of, parts, read

LEFT = Qt.MouseButton.LeftButton


def test_each_state_has_its_own_icon(theme: Theme) -> None:
    assert len({icon_of(state) for state in State}) == len(State)
    assert tone_of(State.PROBLEM) is Tone.BAD


def lines_of(card: Card) -> list[bool]:
    return [line.isVisible() for line in card.findChildren(Line)]


def test_a_card_has_a_line_between_rows_and_none_at_its_ends(show: Show) -> None:
    card, rows = Card(inset=58), [Text(f"Row {n}") for n in range(3)]
    for row in rows:
        card.add(row)
    show(card)
    assert lines_of(card) == [False, True, True]
    rows[0].hide()
    assert lines_of(card) == [False, False, True]
    rows[1].hide()
    assert lines_of(card) == [False, False, False]
    rows[0].show()
    assert lines_of(card) == [False, False, True]


def test_a_row_that_hides_takes_its_room_along(show: Show) -> None:
    card, hidden = Card(), Text("Two")
    card.add(Text("One"))
    card.add(hidden)
    show(card)
    both = card.sizeHint().height()
    hidden.hide()
    assert card.sizeHint().height() == (both - 3) // 2 + 2, "one row of two, one line less, the same edges"


def test_a_status_line_is_read_as_one_sentence(show: Show) -> None:
    line = StatusLine(State.OK, "Ready", "Claude Desktop is installed", "For you only.", trailing="since 14:02")
    show(line)
    assert read(line) == ["Ready: Claude Desktop is installed. For you only. since 14:02"]
    line.tell(State.WAITING, text="No key yet. It is checked as soon as you paste it.")
    assert read(line) == ["No key yet. It is checked as soon as you paste it."]
    line.tell(State.PROBLEM, word="Problem", text="Claude did not open.", detail="Try again.")
    assert read(line) == ["Problem: Claude did not open. Try again."]


def test_its_action_is_read_and_reached_too(show: Show) -> None:
    line, link = StatusLine(State.INFO, "Good to know", "OpenRouter keeps nothing"), Button("Check", Kind.LINK)
    line.add_action(link)
    window = show(line)
    assert read(line) == ["Good to know: OpenRouter keeps nothing", "Check"]
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert link.hasFocus()


@pytest.mark.parametrize("state", State)
def test_a_state_is_seen_in_its_colour(show: Show, theme: Theme, state: State) -> None:
    line = StatusLine(state, "Word", "text")
    show(line)
    assert LIGHT.of(tone_of(state)) in colours(image(line))
    theme.prefer(Qt.ColorScheme.Dark)
    QTest.qWait(0)
    assert DARK.of(tone_of(state)) in colours(image(line))


def test_the_working_icon_turns_only_while_it_is_seen(show: Show) -> None:
    icon, still = Icon("status-working", Tone.ACCENT), Icon("status-ok", Tone.OK)
    seen = [icon.turning]
    show(icon, still)
    seen.append(icon.turning)
    assert not still.turning
    for change in (icon.hide, icon.show, partial(icon.show_icon, "status-ok", Tone.OK)):
        change()
        seen.append(icon.turning)
    assert seen == [False, True, False, True, False]


def test_it_really_turns(show: Show) -> None:
    icon = Icon("status-working", Tone.ACCENT, 24)
    show(icon)
    first = image(icon)
    for _ in range(100):
        QTest.qWait(20)
        if image(icon) != first:
            return
    pytest.fail("it stood still")


def test_it_stands_still_where_less_motion_is_wanted(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.ui.widgets.icon._stands_still", lambda: True)
    icon = Icon("status-working", Tone.ACCENT)
    show(icon)
    assert not icon.turning


def test_a_screen_reader_passes_icons_and_lines_by(show: Show) -> None:
    window = show(Icon("status-ok", Tone.OK), Line())
    assert list(parts(accessible(window)))[1:] == []


def rows(*states: State) -> list[ProgressRow]:
    return [ProgressRow(state, f"Part {n}", state.name.title()) for n, state in enumerate(states)]


@pytest.mark.parametrize("framed", [True, False])
def test_progress_keeps_its_lines(show: Show, framed: bool) -> None:
    listed = ProgressList(framed=framed)
    listed.tell(rows(State.WORKING, State.WAITING))
    show(listed)
    assert read(listed) == ["Part 0, Working", "Part 1, Waiting"]
    icons = listed.findChildren(Icon)
    turned = icons[0]._clock.msecsSinceReference()
    listed.tell(rows(State.WORKING, State.OK, State.PROBLEM))
    assert listed.findChildren(Icon)[:2] == icons
    assert icons[0]._clock.msecsSinceReference() == turned, "it turns on without a jump"
    assert read(listed) == ["Part 0, Working", "Part 1, Ok", "Part 2, Problem"]
    listed.tell(rows(State.OK))
    assert [icon.isVisible() for icon in listed.findChildren(Icon)] == [True, False, False]
    assert not any(icon.turning for icon in listed.findChildren(Icon))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_details_open_and_close_by_keyboard(show: Show, key: Qt.Key) -> None:
    details = Details("Details", name="Details for Save a backup")
    details.add(Text("More"))
    window = show(details)
    assert name_of(details.button) == "Details for Save a backup"
    assert not details.content.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert details.button.hasFocus()
    for opened in (True, False):
        QTest.keyClick(details.button, key)
        assert details.content.isVisible() is opened
        assert details.opened is opened


def test_details_are_large_enough_to_hit(theme: Theme) -> None:
    assert Details("Details").button.sizeHint().height() >= 32


def test_a_field_can_be_copied(show: Show) -> None:
    fields = Fields([("Folder", "/home/you/Claude-3p", "Copy folder"), ("Scheme", "bearer", "Copy scheme")])
    show(fields)
    assert read(fields) == [
        "Folder", "Folder: /home/you/Claude-3p", "Copy folder", "Scheme", "Scheme: bearer", "Copy scheme",
    ]  # fmt: skip
    QTest.mouseClick(fields.findChildren(IconButton)[1], LEFT)
    assert QGuiApplication.clipboard().text() == "bearer"


def choices(names: Sequence[str]) -> tuple[Card, list[RadioRow], QButtonGroup]:
    card = Card(margins=QMargins(0, 0, 0, 0))
    group, made = QButtonGroup(card), []
    for name in names:
        row = RadioRow()
        row.tell(name, f"Claude {name} 4.5", "Good at it.", tag="Default", price="$3 in", unit="per million tokens")
        group.addButton(row.button)
        card.add(row)
        made.append(row)
    return card, made, group


def test_a_choice_is_clicked_anywhere(show: Show) -> None:
    card, (opus, sonnet), group = choices(["Opus", "Sonnet"])
    show(card, width=500)
    picked = QSignalSpy(sonnet.picked)
    for spot in (QPoint(3, 3), sonnet.rect().center(), QPoint(sonnet.width() - 3, sonnet.height() - 3)):
        opus.choose()
        QTest.mouseClick(sonnet, LEFT, pos=spot)
        assert sonnet.chosen
        assert not opus.chosen
        assert group.checkedButton() is sonnet.button
    assert picked.count() == 3


@pytest.mark.parametrize("part", range(5))
def test_a_click_on_its_words_counts_too(show: Show, part: int) -> None:
    card, (_, sonnet), _ = choices(["Opus", "Sonnet"])
    window = show(card, width=500)
    word = sonnet.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)[part]
    QTest.mouseClick(window.windowHandle(), LEFT, pos=word.mapTo(window, word.rect().center()))
    assert sonnet.chosen


def test_arrow_keys_move_between_choices(show: Show) -> None:
    card, (opus, sonnet), _ = choices(["Opus", "Sonnet"])
    show(card)
    opus.choose()
    opus.button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(opus.button, Qt.Key.Key_Down)
    assert sonnet.chosen
    assert sonnet.button.hasFocus()


def test_a_choice_is_read_as_one_thing_and_looks_chosen(show: Show) -> None:
    card, (opus, _), _ = choices(["Opus", "Sonnet"])
    show(card)
    assert read(opus) == ["Opus, Claude Opus 4.5, $3 in, per million tokens, Good at it."]
    assert LIGHT.accent_soft not in colours(opus.grab(opus.rect().adjusted(300, 0, 0, 0)).toImage())
    opus.choose()
    assert LIGHT.accent_soft in colours(image(opus))


def test_the_chosen_row_keeps_the_round_corners_of_its_card(show: Show) -> None:
    card, (opus, sonnet), _ = choices(["Opus", "Sonnet"])
    show(card)
    for row, corner in ((opus, QPoint(1, 1)), (sonnet, QPoint(card.width() - 2, card.height() - 2))):
        row.choose()
        assert image(card).pixelColor(corner).name().upper() != LIGHT.accent_soft


@pytest.mark.parametrize("state", [State.OK, State.ATTENTION, State.PROBLEM, State.INFO])
def test_a_callout_wears_its_tone(show: Show, state: State) -> None:
    callout = Callout(state, "Claude is open", "Finish your message first.")
    callout.add_action(Button("Look again"))
    show(callout)
    assert {LIGHT.soft(tone_of(state)), LIGHT.edge(tone_of(state)), LIGHT.of(tone_of(state))} <= colours(image(callout))
    assert read(callout) == ["Claude is open", "Finish your message first.", "Look again"]


def test_the_bar_shows_its_share(show: Show) -> None:
    bar = Bar()
    show(bar)

    def filled() -> float:
        middle = [image(bar).pixelColor(x, 3).name().upper() == LIGHT.accent for x in range(bar.width())]
        return sum(middle) / len(middle)

    assert filled() == 0
    for share in (0.25, 1.0, 7.0):
        bar.set_share(share)
        assert filled() == pytest.approx(min(share, 1.0), abs=0.02)
    assert bar.text() == "" or not bar.isTextVisible()


def test_no_small_button_has_an_empty_name(show: Show) -> None:
    details = Details("Details")
    fields = Fields([("Folder", "x", "Copy folder")])
    details.add(fields)
    show(details)
    assert all(name_of(button) for button in details.findChildren(QToolButton))
