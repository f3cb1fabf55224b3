"""The keys' dialog: each button asks for what it says, a key goes only after a yes, and an old one is told until it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.entry import CheckingEntry, NoEntry
from app.domain.facts import StoredKey
from app.domain.old_key import OldKey
from app.domain.secret_ref import KEY, MANAGEMENT
from app.domain.state import AppState
from app.domain.wizard import Page
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.remove_key_dialog import RemoveKeyDialog
from app.ui.style.theme import Theme
from app.ui.widgets.buttons import Button
from tests.domain.building import NOW
from tests.ui.panel_views import settled, text_of, visible
from tests.ui.seen import read
from tests.ui.stage import Stage, settle
from tests.ui.states import AT_REST, CONNECTED, Screen, at
from tests.ui.states_keys import OLD, SCREENS, SECOND

NEW_KEY = "sk-or-v1-" + "5" * 64
SCREEN = {screen.name.removeprefix("12-keys-"): screen for screen in SCREENS}


class Asked:
    """Stands where the controller's `keys` and `changes` stand, and writes down what it is asked."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def enter(self, text: str) -> None:
        self.told.append(("enter", text))

    def typing(self) -> None:
        self.told.append("typing")

    def try_again(self) -> None:
        self.told.append("again")

    def leave(self) -> None:
        self.told.append("leave")

    def remove(self, name: str) -> None:
        self.told.append(("remove", name))

    def dismiss_old_key(self) -> None:
        self.told.append("dismiss")

    def unlock(self) -> None:
        self.told.append("unlock")

    def dismiss(self) -> None:
        """There is no result of a change to be read."""

    def restart_claude(self) -> None:
        self.told.append("restart")


class Window:
    """The real window and its dialogs, with nobody behind its buttons."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(folder)
        self.asked = Asked()
        self.pages: list[str] = []
        controller = self.stage.controller
        controller.keys = self.asked  # type: ignore[assignment]
        controller.changes = self.asked  # type: ignore[assignment]
        controller.keychain = self.asked  # type: ignore[assignment]
        controller.open_page = self.pages.append  # type: ignore[method-assign,assignment]
        self.went: list[Page | None] = []
        controller.go = self.went.append  # type: ignore[method-assign,assignment]

    def keys(self, name: str = "one") -> KeysDialog:
        front = self.stage.show(SCREEN[name])
        assert isinstance(front, KeysDialog)
        assert QTest.qWaitForWindowActive(front)
        return front

    def question(self) -> RemoveKeyDialog:
        assert settled(lambda: bool(self._questions()))
        return self._questions()[-1]

    def _questions(self) -> list[RemoveKeyDialog]:
        return [d for d in self.stage.window.findChildren(RemoveKeyDialog) if d.isVisible()]


@pytest.fixture
def window(theme: Theme, tmp_path: Path) -> Iterator[Window]:
    theme.apply()
    shown = Window(tmp_path)
    yield shown
    shown.stage.close()


def button(dialog: QWidget, text: str) -> Button:
    return next(b for b in visible(dialog) if isinstance(b, Button) and b.text() == text)


@pytest.mark.parametrize(
    "dialog,answer,told",
    [
        ("one", "Remove", [("remove", KEY)]),
        ("two", "Remove", [("remove", KEY)]),
        ("one", "Keep the key", []),
    ],
)
def test_a_key_goes_only_after_a_yes(window: Window, dialog: str, answer: str, told: list[object]) -> None:
    window.keys(dialog).remove.click()
    button(window.question(), answer).click()
    assert window.asked.told == told


@pytest.mark.parametrize("dialog,text", [("locked", "Unlock the keychain"), ("missing", "Create a keychain")])
def test_a_keychain_in_the_way_is_opened_from_here(window: Window, dialog: str, text: str) -> None:
    keys = window.keys(dialog)
    button(keys, text).click()
    assert (window.asked.told, window.went, keys.isVisible()) == (["leave", "unlock"], [], False)


def test_where_it_is_opened_already_nothing_is_asked_twice(window: Window) -> None:
    keys = window.keys("locked")
    keys.show_state(replace(SCREEN["locked"].state, unlocking=True))
    assert not button(keys, "Unlock the keychain").isEnabled()


@pytest.mark.parametrize("dialog,text", [("none", "Connect a key"), ("one", "Use another key")])
def test_else_another_key_is_connected(window: Window, dialog: str, text: str) -> None:
    button(window.keys(dialog), text).click()
    assert (window.asked.told, window.went) == (["leave"], [Page.KEY])


def test_the_management_key_goes_by_its_own_name(window: Window) -> None:
    window.keys("two").management.remove.click()
    button(window.question(), "Remove").click()
    assert window.asked.told == [("remove", MANAGEMENT)]


def test_enter_and_escape_keep_the_key(window: Window) -> None:
    dialog = window.keys()
    for pressed in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        dialog.remove.click()
        question = window.question()
        assert QTest.qWaitForWindowActive(question)
        QTest.keyClick(question, pressed)
        assert settled(lambda: not window._questions())
    assert window.asked.told == []


def test_the_question_says_what_it_means_and_leads_to_the_keys_page(window: Window) -> None:
    window.keys().remove.click()
    said = " ".join(read(window.question()))
    assert "Claude may go on for up to an hour" in said
    assert "Removing it here doesn't delete it at OpenRouter." in said
    window.question().delete.click()
    assert isinstance(CONNECTED.keychain, StoredKey)
    assert window.pages == [f"/keys/{CONNECTED.keychain.digest}"]


def test_a_closed_claude_is_not_said_to_go_on(window: Window) -> None:
    front = window.stage.show(SCREEN["remove-closed"])
    assert "Claude can't answer until you connect a key again." in read(front)
    assert "hour" not in " ".join(read(front))


def test_a_management_key_is_pasted_and_checked(window: Window) -> None:
    dialog = window.keys()
    QGuiApplication.clipboard().setText(NEW_KEY)
    dialog.management.paste.click()
    assert settled(lambda: ("enter", NEW_KEY) in window.asked.told)
    assert window.asked.told[0] == "typing"
    kept = replace(SCREEN["two"].state, management=NoEntry())
    dialog.show_state(replace(dialog._state, management=CheckingEntry()))
    assert "Checking the key …" in [text_of(w) for w in visible(dialog)]
    dialog.show_state(kept)
    assert not dialog.management.field.isVisible()
    assert dialog.management.field.text() == ""
    assert f"It ends in {SECOND.hint[-4:]}. Kept in this computer's keychain." in [text_of(w) for w in visible(dialog)]
    window.stage.controller.clipboard.clear()


def test_what_was_typed_is_checked_too(window: Window) -> None:
    dialog = window.keys()
    dialog.management.field.setFocus()
    QTest.keyClicks(dialog.management.field, "sk-or-v1")
    assert settled(lambda: ("enter", "sk-or-v1") in window.asked.told)


def test_what_was_typed_goes_with_the_dialog(window: Window) -> None:
    dialog = window.keys()
    field = dialog.management.field
    field.put(NEW_KEY)
    dialog.hide()
    assert field.text() == ""
    assert not field.isUndoAvailable()


def test_the_dialog_grows_with_what_it_says(window: Window) -> None:
    dialog = window.keys()
    before = dialog.height()
    dialog.show_state(SCREEN["ordinary"].state)
    assert dialog.height() > before
    dialog.show_state(SCREEN["one"].state)
    assert dialog.height() == before


def test_offline_it_can_be_tried_again(window: Window) -> None:
    window.keys("offline").management.again.click()
    assert window.asked.told == ["again"]
    assert not window.keys("ordinary").management.again.isVisible()


def test_an_old_key_is_told_until_it_was_read(window: Window) -> None:
    note = window.keys("old-key").old_key
    note.delete.click()
    assert window.pages == [f"/keys/{OLD.digest}"]
    note.hide_it.click()
    assert window.asked.told == ["dismiss"]
    note.show_state(SCREEN["one"].state)
    assert note.isHidden()


def test_claude_is_restarted_where_it_may_still_use_the_old_key(window: Window) -> None:
    dialog = window.keys("old-key")
    dialog.old_key.restart.click()
    assert window.asked.told == ["restart", "leave"]
    assert not dialog.isVisible()
    assert not window.keys("old-key-over").old_key.restart.isVisible()


def test_the_old_key_is_told_on_the_page_that_replaced_it(window: Window) -> None:
    page = window.stage.show(Screen("", at(Page.KEY, CONNECTED, old_key=OLD)))
    assert "The old one ends in 4d0a." in " ".join(read(page))
    button(page, "Delete it at OpenRouter").click()
    assert window.pages == [f"/keys/{OLD.digest}"]


@pytest.mark.parametrize(
    "seen",
    [
        at(None, CONNECTED),
        at(None, replace(CONNECTED, claude=AT_REST)),
        AppState(old_key=OldKey("sk-or-…", "4" * 64, NOW)),
    ],
    ids=["none", "closed", "no look yet"],
)
def test_nothing_is_said_of_an_old_key_that_is_not_there(window: Window, seen: AppState) -> None:
    dialog = window.keys("old-key")
    dialog.show_state(seen)
    assert not dialog.old_key.isVisible()


def test_another_key_is_entered_on_the_page_for_it(window: Window) -> None:
    dialog = window.keys()
    dialog.another.click()
    assert not dialog.isVisible()
    assert window.went[-1] is Page.KEY


@pytest.mark.parametrize("name", SCREEN)
def test_every_button_is_reached_by_the_tab_key(window: Window, name: str, qt_app: QApplication) -> None:
    front = window.stage.show(SCREEN[name])
    assert QTest.qWaitForWindowActive(front)
    settle()
    reached: set[QWidget] = set()
    for _ in range(30):
        QTest.keyClick(front, Qt.Key.Key_Tab)
        if (focused := qt_app.focusWidget()) is not None:
            reached.add(focused)
    buttons = {w for w in visible(front) if isinstance(w, Button) and w.isEnabled() and w.window() is front}
    assert {b.text() for b in buttons - reached} == set()
    assert all(w.accessibleName() or text_of(w) for w in reached)
