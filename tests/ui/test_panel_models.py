"""The table of models: found, sorted, ticked and starred, by mouse and by keyboard, and never left without a model."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.domain.preferences import Preferences
from app.ui.panel.choice import Offer, offers, starred, ticked
from app.ui.panel.models_list import Column, ModelsList
from app.ui.panel.panel import Panel
from app.words.speech import Speech
from tests.ui.panel_states import (
    HAIKU,
    MODELS,
    OPUS,
    OTHERS,
    SONNET,
    STATES,
    look,
    model,
    state,
    with_gateway,
)
from tests.ui.panel_views import ShowPanel, show_panel, words

__all__ = ["show_panel"]
PRESENT = (SONNET, OPUS, HAIKU)
OLDER = "anthropic/claude-opus-4.1"


def names(panel: Panel) -> list[str]:
    found = panel.models.table.found
    return [str(found.index(row, Column.NAME).data()) for row in range(found.rowCount())]


def column(panel: Panel, which: Column) -> list[str]:
    found = panel.models.table.found
    return [str(found.index(row, which).data()) for row in range(found.rowCount())]


def click(panel: Panel, name: str, which: Column) -> None:
    table = panel.models.table
    cell = table.visualRect(table.found.index(names(panel).index(name), which))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center() + QPoint(9, 9))


def test_only_what_claude_accepts_is_offered(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    assert len(names(panel)) == len(MODELS)
    assert "3 of 9 shown in Claude" in words(panel)
    assert names(panel)[:4] == ["Claude Sonnet 4.5", "Claude Opus 4.5", "Claude Haiku 4.5", "Claude Opus 4.1"]


def test_prices_are_for_a_million(show_panel: ShowPanel) -> None:
    free = replace(model("Opus 9", 8, "0", "0"), created=999)
    varying = model("Sonnet 9", 1000, None, None, created=998)
    panel, _ = show_panel(state(look(gateway=with_gateway(models=(*MODELS, free, varying)))))
    both = zip(column(panel, Column.INPUT), column(panel, Column.OUTPUT), strict=True)
    prices = dict(zip(names(panel), both, strict=True))
    assert prices["Claude Sonnet 4.5"] == ("$3", "$15")
    assert prices["Claude 3.5 Haiku"] == ("$0.80", "$4")
    assert prices["Claude Opus 9"] == ("free", "free")
    assert prices["Claude Sonnet 9"] == ("varies", "varies")


def test_a_click_on_a_box_asks_for_it(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    click(panel, "Claude Opus 4.1", Column.SHOWN)
    click(panel, "Claude Opus 4.5", Column.SHOWN)
    click(panel, "Claude Sonnet 4.5", Column.SHOWN)
    click(panel, "Claude Opus 4.1", Column.NAME)
    assert controller.asked == [(*PRESENT, OLDER), (SONNET, HAIKU), (OPUS, HAIKU)]


def test_a_click_on_a_star_makes_it_the_default(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    click(panel, "Claude Opus 4.1", Column.DEFAULT)
    click(panel, "Claude Haiku 4.5", Column.DEFAULT)
    click(panel, "Claude Sonnet 4.5", Column.DEFAULT)  # it is already
    assert controller.asked == [(OLDER, *PRESENT), (HAIKU, SONNET, OPUS)]


def test_it_shows_what_waits_for_a_restart(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("waiting")
    row = names(panel).index("Claude Opus 4.5")
    star = panel.models.table.found.index(row, Column.DEFAULT)
    assert star.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert "Restart Claude Desktop to use this. Otherwise it happens at the next restart." in words(panel)
    panel.waiting.now.click()
    panel.waiting.never.click()
    assert controller.asked == ["use now", "never mind"]
    panel.show_state(STATES["healthy"])
    assert not panel.waiting.isVisible()


def test_a_choice_that_claude_could_not_get_is_told(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("waiting-closed")
    assert "Claude does not have this choice yet." in words(panel)
    assert panel.waiting.now.text() == "Use it and open Claude"


def test_the_last_one_stays(show_panel: ShowPanel) -> None:
    only = replace(STATES["healthy"], preferences=Preferences(waiting=(OPUS,)))
    panel, controller = show_panel(only)
    click(panel, "Claude Opus 4.5", Column.SHOWN)
    assert controller.asked == []
    cell = panel.models.table.found.index(names(panel).index("Claude Opus 4.5"), Column.SHOWN)
    assert "needs at least one model" in str(cell.data(Qt.ItemDataRole.AccessibleTextRole))
    click(panel, "Claude Haiku 4.5", Column.SHOWN)
    assert controller.asked == [(OPUS, HAIKU)]


def test_it_is_one_stop_for_the_keyboard(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    panel.models.search.setFocus()
    QTest.keyClick(panel.models.search, Qt.Key.Key_Tab)
    table = panel.models.table
    assert table.hasFocus()
    for key in (*[Qt.Key.Key_Down] * 3, *[Qt.Key.Key_Right] * 4):
        QTest.keyClick(table, key)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_Space)
    QTest.keyClick(table, Qt.Key.Key_Home)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert controller.asked == [(*PRESENT, OLDER), (OLDER, *PRESENT), (*PRESENT, OLDER)]
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert panel.foot.repair_button.hasFocus()


def test_screen_readers_can_tick_too(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    found = panel.models.table.found
    cell = found.index(3, Column.SHOWN)
    assert cell.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert found.setData(cell, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert not found.setData(cell, "other", Qt.ItemDataRole.EditRole)
    assert controller.asked == [(*PRESENT, OLDER)]


@pytest.mark.parametrize(
    "text,expected",
    [
        ("opus", 3),
        ("OPUS 4.5", 1),
        ("4.5 opus", 1),
        ("claude-3.7", 1),
        ("  ", 9),
        ("gpt", 0),
    ],
)
def test_the_search_finds_words_in_any_order(text: str, expected: int, show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    panel.models.search.setText(text)
    assert len(names(panel)) == expected
    assert panel.models.table.isVisible() is bool(expected)


def test_nothing_found_says_so(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    search = panel.models.search
    search.setFocus()
    QTest.keyClicks(search, "opsu")
    assert "No model matches “opsu”." in words(panel)
    panel.models.message.clear.click()
    assert panel.models.table.isVisible()
    QTest.keyClicks(search, "opsu")
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert not panel.models.table.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""


def test_enter_leads_from_the_search_to_what_was_found(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("broken")
    QTest.keyClick(panel, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert panel.models.search.hasFocus()
    QTest.keyClicks(panel.models.search, "3.7")
    QTest.keyClick(panel.models.search, Qt.Key.Key_Return)
    table = panel.models.table
    assert table.hasFocus()
    assert table.found.offer(table.currentIndex()).name == "Claude 3.7 Sonnet"
    assert controller.asked == []


def test_what_is_searched_for_stays_when_the_list_is_renewed(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    panel.models.search.setText("opus")
    panel.show_state(state(look(gateway=with_gateway(models=(*MODELS, model("Opus 5", 200, "1", "2"))))))
    assert len(names(panel)) == 4
    assert panel.models.search.text() == "opus"


@pytest.mark.parametrize(
    "which,smallest",
    [
        (Column.NAME, "Claude 3 Haiku"),
        (Column.CONTEXT, "200K"),
        (Column.INPUT, "$0.25"),
        (Column.OUTPUT, "$1.25"),
    ],
)
def test_a_column_sorts_by_what_it_means(which: Column, smallest: str, show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    table = panel.models.table
    first = names(panel)
    table.sortByColumn(which, Qt.SortOrder.AscendingOrder)
    assert column(panel, which)[0] == smallest
    table.sortByColumn(which, Qt.SortOrder.DescendingOrder)
    assert column(panel, which)[-1] == smallest
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert names(panel) == first


def test_marks_sort_what_is_ticked_to_the_top(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    panel.models.table.sortByColumn(Column.NAME, Qt.SortOrder.AscendingOrder)
    panel.models.table.sortByColumn(Column.SHOWN, Qt.SortOrder.AscendingOrder)
    assert set(names(panel)[:3]) == {"Claude Sonnet 4.5", "Claude Opus 4.5", "Claude Haiku 4.5"}


@pytest.mark.parametrize(
    "name,text,again",
    [
        ("first", "Getting the list …", False),
        ("offline-first", "Can't get the list", True),
        ("no-list", "Can't get the list", True),
        ("no-key", "The list is not known yet", True),
        ("first-failed", "The list is not known yet", True),
    ],
)
def test_where_there_is_no_list(name: str, text: str, again: bool, show_panel: ShowPanel) -> None:
    panel, controller = show_panel(name)
    assert text in words(panel)
    assert not panel.models.search.isEnabled()
    assert panel.models.message.again.isVisible() is again
    if again:
        panel.models.message.again.click()
        assert controller.asked == ["look"]


def test_the_last_list_stays_with_its_time(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("old-list")
    assert len(names(panel)) == 9
    assert "Can't get the list. This one is from " in words(panel)
    panel.models._again.click()
    assert controller.asked == ["look"]


def test_a_key_without_claudes_models_is_told(show_panel: ShowPanel) -> None:
    panel, _ = show_panel(state(look(gateway=with_gateway(models=OTHERS))))
    assert "This key may use no model that Claude accepts." in words(panel)


def test_hundreds_of_models(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("many-models")
    assert len(names(panel)) == 309
    panel.models.search.setText("3.299")
    QTest.keyClick(panel.models.search, Qt.Key.Key_Return)
    QTest.keyClick(panel.models.table, Qt.Key.Key_Space)
    assert controller.asked == [(*PRESENT, "anthropic/claude-opus-3.299-(thinking-and-fast)")]


# The choice itself.


def _offers(ids: tuple[str, ...]) -> tuple[Offer, ...]:
    return offers(replace(STATES["healthy"], preferences=Preferences(waiting=ids)))


ALL = tuple(m.id for m in MODELS)
CHOICES = st.lists(st.sampled_from(ALL), min_size=1, unique=True).map(tuple)


@given(CHOICES, st.sampled_from(ALL))
def test_one_more_click_keeps_a_sound_choice(ids: tuple[str, ...], id: str) -> None:
    rows = _offers(ids)
    after = starred(rows, PRESENT, id)
    assert after[0] == id
    assert set(after) == {*ids, id}
    if not next(row for row in rows if row.id == id).fixed:
        after = ticked(rows, PRESENT, id)
        assert set(after) == set(ids) ^ {id}
        assert after[0] == ids[0] or ids[0] == id


@given(st.sampled_from(ALL))
def test_taking_a_click_back_leaves_nothing_to_restart_for(id: str) -> None:
    once = ticked(_offers(PRESENT), PRESENT, id)
    if id != SONNET:  # the default gives its star away with its tick
        assert ticked(_offers(once), PRESENT, id) == PRESENT
    assert starred(_offers(starred(_offers(PRESENT), PRESENT, HAIKU)), PRESENT, SONNET) == PRESENT


def test_a_chosen_model_that_is_gone_does_not_count() -> None:
    gone = tuple(m for m in MODELS if m.id != SONNET)
    rows = offers(state(look(gateway=with_gateway(models=gone))))
    assert [row.id for row in rows if row.shown] == [OPUS, HAIKU]
    assert not any(row.default for row in rows)
    assert ticked(rows, PRESENT, OLDER) == (OPUS, HAIKU, OLDER)


def test_the_same_list_again_resets_nothing() -> None:
    models = ModelsList(Speech())
    models.tell(_offers(PRESENT), free=True)
    resets: list[str] = []
    changed: list[int] = []
    models.modelReset.connect(lambda: resets.append("reset"))
    models.dataChanged.connect(lambda top, _: changed.append(top.row()))
    models.tell(_offers(PRESENT), free=True)
    assert changed == []
    models.tell(_offers((SONNET, OPUS, HAIKU, OLDER)), free=True)
    assert changed == [3]
    models.tell(_offers(PRESENT), free=False)
    assert len(changed) == 1 + len(ALL)
    assert resets == []
