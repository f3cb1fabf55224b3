"""Every button of the panel leads where it says, by mouse and by keyboard alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.diagnosis import Diagnosis
from app.domain.findings import Because, FindingId, Reason, found
from app.ui.panel.panel import Panel
from app.ui.widgets.buttons import Button, Kind
from tests.ui.panel_states import GOOD, STATES, state
from tests.ui.panel_views import ShowPanel, show_panel, visible

__all__ = ["show_panel"]


@pytest.mark.parametrize(
    "name,text,kind,asked",
    [
        ("healthy", "Refresh", Kind.PLAIN, "look"),
        ("first", "Refresh", Kind.PLAIN, "look"),
        ("offline", "Try again", Kind.PRIMARY, "look"),
        ("long-ago", "Try again", Kind.PRIMARY, "look"),
        ("broken", "Repair", Kind.HERO, ("repair", True)),
        ("low", "Top up", Kind.PRIMARY, "/credits"),
        ("empty", "Top up", Kind.PRIMARY, "/credits"),
        ("limit-low", "Raise the limit", Kind.PRIMARY, "/keys"),
        ("refused", "Connect again", Kind.PRIMARY, "connect"),
        ("not-installed", "Get Claude Desktop", Kind.PRIMARY, "download"),
        ("closed", "Open Claude Desktop", Kind.PRIMARY, "restart"),
        ("not-confirmed", "Restart Claude Desktop", Kind.PRIMARY, "restart"),
        ("locked", "Unlock the keychain", Kind.PRIMARY, "unlock"),
        ("stays-locked", "Unlock the keychain", Kind.PRIMARY, "unlock"),
        ("unlocking", "Cancel", Kind.PLAIN, "call off"),
        ("no-keyring", "Create a keychain", Kind.PRIMARY, "unlock"),
        ("keychain-stopped", "Try again", Kind.PRIMARY, "look"),
        ("key-changed", "Use this key", Kind.PRIMARY, "accept"),
        ("key-removed", "Connect again", Kind.PRIMARY, "connect"),
        ("second-key-rejected", "Keys …", Kind.PRIMARY, "keys"),
        ("not-set-up", "Go on with the setup", Kind.PRIMARY, "set up"),
    ],
)
def test_the_button_at_the_top(name: str, text: str, kind: Kind, asked: object, show_panel: ShowPanel) -> None:
    panel, controller = show_panel(name)
    assert (panel.hero.button.text(), panel.hero.button.kind) == (text, kind)
    QTest.mouseClick(panel.hero.button, Qt.MouseButton.LeftButton)
    panel.arrive()
    assert panel.hero.button.hasFocus()
    QTest.keyClick(panel.hero.button, Qt.Key.Key_Return)
    assert controller.asked == [asked, asked]


def test_privacy_settings_open_in_the_browser(show_panel: ShowPanel) -> None:
    blocked = replace(GOOD, diagnosis=Diagnosis((found(FindingId.PRIVACY_BLOCKS_MODELS),), (), None))
    panel, controller = show_panel(state(blocked))
    panel.hero.button.click()
    assert controller.asked == ["/settings/privacy"]


def test_other_models_are_chosen_in_the_table(show_panel: ShowPanel) -> None:
    rejected = found(FindingId.CLAUDE_REPORTS, Because(Reason.MODEL_REJECTED, "x"))
    panel, _ = show_panel(state(replace(GOOD, diagnosis=Diagnosis((rejected,), (), False))))
    panel.hero.button.click()
    assert panel.models.search.hasFocus()
    assert not panel.models.search.visibleRegion().isEmpty()


def test_check_again(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("broken")
    panel.hero.link.click()
    QTest.keyClick(panel, Qt.Key.Key_F5)
    assert controller.asked == ["look", "look"]


def test_the_foot(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    for button in panel.foot.buttons:
        button.click()
    assert controller.asked == [("repair", False), "restart", "undo", "settings"]


@pytest.mark.parametrize(
    "name,expected",
    [
        ("healthy", ["Repair", "Restart Claude Desktop", "Undo setup…", "Settings"]),
        ("broken", ["Restart Claude Desktop", "Undo setup…", "Settings"]),
        ("closed", ["Repair", "Undo setup…", "Settings"]),
        ("waiting-closed", ["Repair", "Undo setup…", "Settings"]),
        ("not-confirmed", ["Repair", "Undo setup…", "Settings"]),
        ("not-set-up", ["Restart Claude Desktop", "Settings"]),
        ("not-installed", ["Repair", "Undo setup…", "Settings"]),
    ],
)
def test_the_foot_offers_nothing_twice(name: str, expected: list[str], show_panel: ShowPanel) -> None:
    panel, _ = show_panel(name)
    assert [button.text() for button in panel.foot.buttons if button.isVisible()] == expected


def test_claude_can_be_opened_where_it_is_closed(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("empty")
    closed = replace(GOOD.facts.claude, processes=(), evidence=None)
    seen = replace(GOOD, facts=replace(GOOD.facts, claude=closed))
    panel.show_state(state(replace(seen, diagnosis=Diagnosis((found(FindingId.NO_CREDIT),), (), None))))
    assert panel.foot.restart_button.text() == "Open Claude Desktop"
    panel.foot.restart_button.click()
    assert controller.asked == ["restart"]


def _stops(panel: Panel, app: QApplication) -> list[QWidget]:
    panel.arrive()
    first = panel.hero.button
    stops: list[QWidget] = [first]
    for _ in range(20):
        focused = app.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        now = app.focusWidget()
        if now is None or now is first:
            break
        stops.append(now)
    return stops


@pytest.mark.parametrize("name", ["healthy", "broken", "team-empty", "waiting", "old-list", "offline-first"])
def test_everything_is_reached_by_keyboard(name: str, show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel(name)
    stops = _stops(panel, qt_app)
    buttons = [w for w in visible(panel) if isinstance(w, Button) and w.isEnabled()]
    assert [b.text() for b in buttons if b not in stops] == []
    assert len(set(stops)) == len(stops)
    assert stops[0] is panel.hero.button
    assert all(w.accessibleName() or getattr(w, "text", str)() for w in stops)


def test_the_order_of_the_tab_key(show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel("healthy")
    assert _stops(panel, qt_app) == [
        panel.hero.button,
        panel.credit.link,
        panel.credit.by_day,
        panel.models.search,
        panel.models.table,
        *panel.foot.buttons,
    ]
    panel.show_state(STATES["by-day"])
    assert _stops(panel, qt_app)[1:4] == [panel.credit.link, panel.credit.chart.bars, panel.models.search]
    panel, _ = show_panel("broken")
    assert _stops(panel, qt_app)[:3] == [panel.hero.button, panel.hero.link, panel.trouble.details.button]


def test_what_the_details_hold_comes_right_after_their_title(show_panel: ShowPanel, qt_app: QApplication) -> None:
    panel, _ = show_panel("broken")
    panel.show_state(STATES["refused"])
    panel.trouble.details.button.setFocus()
    QTest.keyClick(panel.trouble.details.button, Qt.Key.Key_Space)
    assert panel.trouble.details.opened
    QTest.keyClick(panel.trouble.details.button, Qt.Key.Key_Tab)
    focused = qt_app.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Copy: Finding"


def test_enter_presses_what_has_the_focus(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("broken")
    panel.foot.undo_button.setFocus()
    QTest.keyClick(panel.foot.undo_button, Qt.Key.Key_Return)
    assert controller.asked == ["undo"]
    panel.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Return)
    assert controller.asked == ["undo", ("repair", True)]


def test_a_click_that_was_meant_for_what_stood_there_before_does_nothing(show_panel: ShowPanel) -> None:
    panel, controller = show_panel("healthy")
    panel.hero.button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    panel.show_state(STATES["broken"])
    panel.hero.button.click()
    assert controller.asked == []
    panel.hero._became_another.invalidate()  # the person has seen it
    panel.hero.button.click()
    assert controller.asked == [("repair", True)]
