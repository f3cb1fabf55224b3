"""Spending by day: every day has its bar, today its own colour, and all of it can be heard and reached."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.spending import DAYS
from app.domain.state import AppState
from app.ui.panel.credit_card import CreditCard, may_show_days
from app.ui.panel.spending_chart import Bars
from app.ui.style import tokens
from tests.domain.building import NOW
from tests.ui.panel_states import DAYS as PAST
from tests.ui.panel_states import STATES, TEAM, by_day, look, state, with_gateway
from tests.ui.panel_views import ShowPanel, show_panel, text_of
from tests.ui.seen import image, name_of

__all__ = ["show_panel"]


def heights(bars: Bars, colour: str) -> list[int]:
    """How tall each day's bar is in that colour, in its middle."""
    picture, wanted = image(bars), QColor(colour)
    middles = [int(rect.center().x()) for rect in (bars._bar(place, 1) for place in range(DAYS))]
    return [_height(picture, x, wanted) for x in middles]


def _height(picture: QImage, x: int, wanted: QColor) -> int:
    return sum(QColor(picture.pixel(x, y)) == wanted for y in range(picture.height()))


def below(card: CreditCard) -> tuple[str, str]:
    return text_of(card.chart._told), text_of(card.chart._today)


def test_each_day_has_a_bar_as_tall_as_what_was_spent(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("by-day")
    bars, worn = panel.credit.chart.bars, tokens.current()
    spent = [Decimal(0)] * DAYS
    known = {day.day: day.amount for day in PAST}
    last = max(known)
    for ago in range(1, DAYS):
        spent[DAYS - 1 - ago] = next((usd for day, usd in known.items() if (last - day).days == ago - 1), Decimal(0))
    tall = heights(bars, worn.chart)
    most = max(spent)
    for usd, height in zip(spent[:-1], tall, strict=False):
        assert abs(height - (max(3, bars.height() * float(usd / most)) if usd else 0)) <= 2, (usd, height)
    assert heights(bars, worn.line)[:5] == [0, 0, 2, 2, 0]
    today = heights(bars, worn.accent)
    assert today[-1] == pytest.approx(bars.height() * 2.25 / float(most), abs=2)
    assert set(today[:-1]) == {0}


def test_it_is_said_what_it_is(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("by-day")
    told, today = below(panel.credit)
    assert told.startswith("Last 30 days with this key: $")
    assert today == "Today $2.25"
    name = name_of(panel.credit.chart.bars)
    amount = told.rpartition(" ")[2]
    assert name.startswith(f"Spending in the last 30 days, {amount} in total, today $2.25, most on ")
    assert name.endswith(" with $3.29")
    assert not panel.credit._figures.isVisible()


def test_what_is_old_says_until_when_it_goes(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("by-day-long-ago")
    told, today = below(panel.credit)
    assert told.startswith("30 days to ")
    assert today == ""
    assert "today" not in name_of(panel.credit.chart.bars)
    assert set(heights(panel.credit.chart.bars, tokens.current().accent)) == {0}


def test_a_key_without_any_use(show_panel: ShowPanel) -> None:
    fresh = by_day(key=replace(TEAM, usage_daily=Decimal(0)))
    panel, _ = show_panel(state(fresh))
    assert below(panel.credit) == ("Last 30 days with this key: $0.00", "Today $0.00")
    assert "most on" not in name_of(panel.credit.chart.bars)
    assert set(heights(panel.credit.chart.bars, tokens.current().chart)) == {0}


def test_a_day_is_told_where_the_mouse_is(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("by-day")
    bars, before = panel.credit.chart.bars, below(panel.credit)
    QTest.mouseMove(bars, QPoint(bars.width() - 3, 20))
    assert below(panel.credit)[0] == "Today so far: $2.25"
    QTest.mouseMove(bars, QPoint(3, 20))
    assert below(panel.credit)[0].endswith(f": ${PAST[1].amount:.2f}")  # the first one of them is 30 days ago
    panel.show_state(replace(STATES["by-day"], now=NOW + 20))
    assert below(panel.credit)[0] != before[0]
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert not bars.hasFocus()
    QTest.mouseMove(panel.hero, QPoint(5, 5))
    assert below(panel.credit) == before


def test_a_day_is_told_where_the_arrow_keys_are(show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel("by-day")
    bars, before = panel.credit.chart.bars, below(panel.credit)
    panel.credit.link.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(panel.credit.link, Qt.Key.Key_Tab)
    assert qt_app.focusWidget() is bars
    assert below(panel.credit)[0] == "Today so far: $2.25"
    QTest.keyClick(bars, Qt.Key.Key_Left)
    assert below(panel.credit)[0].endswith(": $2.65")
    QTest.keyClick(bars, Qt.Key.Key_PageUp)
    QTest.keyClick(bars, Qt.Key.Key_Home)
    assert below(panel.credit)[0].endswith(f": ${PAST[1].amount:.2f}")
    QTest.keyClick(bars, Qt.Key.Key_Tab)
    assert below(panel.credit) == before


@pytest.mark.parametrize(
    "seen,expected",
    [
        (STATES["healthy"], True),
        (STATES["by-day"], False),
        (STATES["second-key-rejected"], False),
        (STATES["team"], False),
        (STATES["first"], False),
        (STATES["first-offline-look"], False),
    ],
    ids=["healthy", "by-day", "second-key-rejected", "team", "first", "first-offline-look"],
)
def test_the_days_are_offered_where_they_can_be_had(seen: AppState, expected: bool, show_panel: ShowPanel) -> None:
    assert may_show_days(seen) is expected
    panel, controller = show_panel(seen)
    assert panel.credit.by_day.isVisible() is expected
    if expected:
        panel.credit.by_day.click()
        assert controller.asked == ["keys"]


def test_the_pace_is_that_of_the_last_seven_days(show_panel: ShowPanel) -> None:
    slow, _ = show_panel(state(by_day(*PAST[:3])))
    fast, _ = show_panel(state(by_day(*(replace(day, amount=day.amount * 10) for day in PAST))))
    assert text_of(slow.credit._outlook) == "About 9 days left at this pace"  # as the week says, without days
    assert "Less than a day" in text_of(fast.credit._warning._first)
    assert look(gateway=with_gateway()).facts.management is None
