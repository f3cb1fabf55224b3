"""The panel on the screen: all its words, in all its states, in every size, and nothing that jumps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout

from app.domain.state import Running, Task
from app.ui.panel.models_list import Column
from app.ui.panel.models_paint import row_heights, text_width
from app.ui.panel.panel import Panel
from app.ui.widgets.buttons import Button, Kind
from app.words.speech import Speech
from tests.domain.building import NOW
from tests.ui.panel_states import GOOD, STATES, look, state, with_gateway
from tests.ui.panel_views import ShowPanel, is_clipped, settled, show_panel, text_of, visible, words
from tests.ui.seen import accessible, image, name_of, parts, read
from tests.words.catalogues import Pseudo, unmarked

__all__ = ["show_panel"]


def enlarge(app: QApplication, factor: float) -> None:
    font = app.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    app.setFont(font)


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_clipped(name: str, show_panel: ShowPanel, qt_app: QApplication) -> None:
    for width, factor in ((960, 1.0), (880, 1.0), (880, 2.0)):
        enlarge(qt_app, factor)
        panel, _ = show_panel(name, width=width)
        QTest.qWait(0)
        assert [text_of(w) for w in visible(panel) if is_clipped(w)] == []
        assert not panel._area.horizontalScrollBar().isVisible()
        _assert_table_fits(panel)


def _assert_table_fits(panel: Panel) -> None:
    table = panel.models.table
    if not table.isVisible():
        return
    assert not table.horizontalScrollBar().isVisible()
    for row in range(table.found.rowCount()):
        name = str(table.found.index(row, Column.NAME).data())
        assert [table.rowHeight(row)] == list(row_heights([name], table.columnWidth(Column.NAME)))
        for column in (Column.CONTEXT, Column.INPUT, Column.OUTPUT):
            assert text_width([str(table.found.index(row, column).data())]) <= table.columnWidth(column)


def test_letters_that_grow_while_it_is_shown_find_room(show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel("broken", width=880)
    enlarge(qt_app, 2)
    settled(lambda: not any(is_clipped(w) for w in visible(panel)))
    assert [text_of(w) for w in visible(panel) if is_clipped(w)] == []
    _assert_table_fits(panel)


@pytest.mark.parametrize("name", STATES)
def test_every_sentence_can_be_translated(name: str, show_panel: ShowPanel) -> None:
    panel, _ = show_panel(name, speech=Speech(Pseudo()))
    texts = [text_of(w) for w in visible(panel)] + [w.accessibleName() for w in visible(panel)]
    texts += [w.toolTip() for w in visible(panel)]
    assert [t for t in texts if unmarked(t).strip(" .,:–\n")] == []  # noqa: RUF001
    table = panel.models.table
    for row in range(min(3, table.found.rowCount())):
        for column in Column:
            if column is not Column.NAME:
                cell = table.found.index(row, column)
                assert unmarked(str(cell.data(Qt.ItemDataRole.AccessibleTextRole) or "")) == ""
                assert unmarked(str(cell.data() or "")) == ""


@pytest.mark.parametrize("name", STATES)
def test_only_one_button_is_filled(name: str, show_panel: ShowPanel) -> None:
    panel, _ = show_panel(name)
    filled = [w for w in visible(panel) if isinstance(w, Button) and w.kind in (Kind.PRIMARY, Kind.HERO)]
    assert filled in ([], [panel.hero.button])


@pytest.mark.parametrize("name", STATES)
def test_everything_works_is_nowhere_else(name: str, show_panel: ShowPanel) -> None:
    panel, _ = show_panel(name)
    look_ = STATES[name].look
    if look_ is None or look_.diagnosis.healthy is not True:
        assert "Everything works" not in words(panel)
        assert not any("Everything works" in text for text in read(panel))


def test_showing_the_same_again_changes_nothing(show_panel: ShowPanel) -> None:
    for name in ("healthy", "broken", "offline", "waiting"):
        panel, _ = show_panel(name)
        before, children = image(panel), panel.findChildren(QObject)
        panel.show_state(STATES[name])
        panel.show_state(replace(STATES[name]))
        assert image(panel) == before
        assert panel.findChildren(QObject) == children


def test_a_new_look_keeps_the_place_and_the_focus(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("many-models")
    table = panel.models.table
    table.setFocus()
    table.setCurrentIndex(table.found.index(50, Column.SHOWN))
    at, scrolled = table._place(), table.verticalScrollBar().value()
    assert scrolled > 0
    models = STATES["many-models"].models
    fewer = with_gateway(models=tuple(m for m in models.value if "3.1" not in m.id))  # type: ignore[union-attr]
    panel.show_state(state(look(gateway=fewer, at=NOW + 5)))
    assert table._place() == at
    assert table.verticalScrollBar().value() > 0
    assert table.hasFocus()


def test_the_age_grows_without_a_word_to_the_screen_reader(
    show_panel: ShowPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("app.ui.panel.hero.announce", lambda _, text: said.append(text))
    panel, _ = show_panel("healthy")
    for seconds in (20, 40, 300):
        panel.show_state(state(GOOD, now=NOW + seconds))
    assert "Last checked 5 min ago" in words(panel)
    panel.show_state(STATES["checking"])
    panel.show_state(STATES["healthy"])
    assert said == []
    panel.show_state(STATES["broken"])
    panel.show_state(STATES["broken-checking"])
    assert said == ["Claude's settings no longer mention OpenRouter"]
    panel.hero.button.click()
    panel.show_state(STATES["healthy"])
    assert said[1:] == ["Everything works"]


def test_a_check_that_was_asked_for_always_answers(show_panel: ShowPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("app.ui.panel.hero.announce", lambda _, text: said.append(text))
    panel, controller = show_panel("healthy")
    panel.hero.button.click()
    panel.show_state(STATES["checking"])
    panel.show_state(STATES["healthy"])
    assert controller.asked == ["look"]
    assert said == ["Everything works"]


def test_nothing_can_be_pressed_while_a_change_runs(show_panel: ShowPanel) -> None:
    for name in ("healthy", "broken", "waiting", "team-empty", "old-list"):
        panel, controller = show_panel(replace(STATES[name], activity=Running(Task.REPAIR)))
        buttons = [w for w in visible(panel) if isinstance(w, Button)]
        assert len(buttons) > 3
        assert [b.text() for b in buttons if b.isEnabled()] == []
        assert not panel.models.table.models.wish(panel.models.table.models.rows[1].id, Column.SHOWN)
        assert controller.asked == []


def test_two_columns_become_one_where_the_letters_are_large(show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel("healthy")
    assert panel._columns.direction() is QBoxLayout.Direction.LeftToRight
    enlarge(qt_app, 2)
    assert settled(lambda: panel._columns.direction() is QBoxLayout.Direction.TopToBottom)


def test_it_is_read_in_whole_sentences(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("broken")
    heard = read(panel)
    assert any(t.startswith("Claude's settings no longer mention OpenRouter. The OpenRouter profile") for t in heard)
    assert (
        "Problem. Claude starts with its own account again. "
        "The switch for that is in /home/ada/.config/Claude-3p/claude_desktop_config.json. "
        "Repair switches it back to OpenRouter." in heard
    )
    assert "Used with this key: Today $2.25, This week $8.10, This month $21.40" in heard
    assert "Claude uses its own account" in heard
    assert name_of(panel.models.search) == "Search models"


def test_what_kept_it_from_looking_is_told_in_whole(show_panel: ShowPanel) -> None:
    """A person cannot have a file mended that is not named."""
    panel, _ = show_panel("first-badly-prepared")
    assert any("“low_credit_usd” in /etc/gateway-companion/preseed.json" in text for text in read(panel))


def test_cells_say_what_they_do(show_panel: ShowPanel) -> None:
    panel, _ = show_panel("healthy")
    cells = {part.text(QAccessible.Text.Name): part.state() for part in parts(accessible(panel.models.table))}
    assert "Claude Sonnet 4.5" in cells
    assert cells["Show Claude Sonnet 4.5 in Claude"].checkable
    assert cells["Show Claude Sonnet 4.5 in Claude"].checked
    assert not cells["Show Claude Opus 4.1 in Claude"].checked
    assert cells["Claude Sonnet 4.5 is the default model"].checked
    assert not cells["Make Claude Opus 4.5 the default"].checked
    assert {"$3 for what Claude reads", "$15 for what Claude writes"} <= set(cells)
