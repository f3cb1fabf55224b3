"""A secret in the clipboard goes after a while, and nothing else that lies there does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QClipboard, QDropEvent, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest

from app.domain.wizard import Page
from app.ui.application import Application
from app.ui.clipboard import SECONDS, SecretClipboard
from app.ui.style.theme import Theme
from app.ui.widgets.key_field import KeyField
from tests.ui.conftest import Show
from tests.ui.stage import Stage
from tests.ui.states import NEW, Screen, at

KEY = "sk-or-v1-" + "0123456789abcdef" * 4
OTHER = "a shopping list"
SOON = 0.05
LATER = 3600.0

Take = Callable[[SecretClipboard], object]


@pytest.fixture
def system(qt_app: Application) -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


def pasted(clipboard: SecretClipboard) -> str:
    QGuiApplication.clipboard().setText(KEY)
    return clipboard.paste()


TAKES: dict[str, Take] = {"copied": lambda clipboard: clipboard.copy(KEY), "pasted": pasted}
taken = pytest.mark.parametrize("take", TAKES.values(), ids=TAKES)


def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        QTest.qWait(10)
    pytest.fail("it does not come true")


def is_empty(system: QClipboard) -> Callable[[], bool]:
    return lambda: system.text() == ""


@taken
def test_a_secret_goes_by_itself(system: QClipboard, take: Take) -> None:
    clipboard = SecretClipboard(SOON)
    take(clipboard)
    assert system.text() == KEY
    until(is_empty(system))


@taken
def test_what_was_copied_since_stays(system: QClipboard, take: Take) -> None:
    clipboard = SecretClipboard(SOON)
    take(clipboard)
    system.setText(OTHER)
    until(lambda: not clipboard._timer.isActive())
    assert system.text() == OTHER


@taken
def test_it_goes_with_the_program_too(system: QClipboard, take: Take) -> None:
    clipboard = SecretClipboard(LATER)
    take(clipboard)
    clipboard.clear()
    assert system.text() == ""
    system.setText(KEY)
    clipboard.clear()
    assert system.text() == KEY  # by another program, since


def test_a_second_secret_has_its_whole_time(system: QClipboard) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.copy(OTHER)
    clipboard._timer.setInterval(50)
    clipboard.copy(KEY)
    until(is_empty(system))


def test_an_empty_clipboard_is_no_secret(system: QClipboard) -> None:
    clipboard = SecretClipboard(LATER)
    assert clipboard.paste() == ""
    assert not clipboard._timer.isActive()


def test_histories_of_the_clipboard_are_told_to_leave_it_out(system: QClipboard) -> None:
    SecretClipboard(LATER).copy(KEY)
    assert bytes(system.mimeData().data("x-kde-passwordManagerHint").data()) == b"secret"


def test_a_person_has_half_a_minute() -> None:
    assert SecretClipboard()._timer.interval() == SECONDS * 1000 == 30_000


@pytest.fixture
def field() -> KeyField:
    return KeyField("Starts with sk-or-", "Show key", "Hide key")


def by_keyboard(field: KeyField) -> None:
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def by_menu(field: KeyField) -> None:
    menu = field.createStandardContextMenu()
    next(action for action in menu.actions() if action.text().startswith("&Paste")).trigger()
    menu.deleteLater()


def by_drop(field: KeyField) -> None:
    data = QMimeData()
    data.setText(QGuiApplication.clipboard().text())
    button, how = Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    field.dropEvent(QDropEvent(QPointF(20, 20), how, data, button, Qt.KeyboardModifier.NoModifier))


def by_input_method(field: KeyField) -> None:
    event = QInputMethodEvent()
    event.setCommitString(QGuiApplication.clipboard().text())
    QGuiApplication.sendEvent(field, event)


WAYS: dict[str, Callable[[KeyField], None]] = {
    "keyboard": by_keyboard,
    "menu": by_menu,
    "drop": by_drop,
    "input method": by_input_method,
}
BEFORE = {
    "nothing": "",
    "a word": "sk-or-",
    "another key": KEY.replace("0", "f"),
    "a longer one": f"{KEY}{KEY}",
    "one that lacks the last letter": KEY[:-1],
    "one with a letter too many": f"{KEY}x",
    "the same": KEY,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("around", ["{}", " {}\n"], ids=["bare", "with spaces"])
def test_a_paste_counts(
    system: QClipboard, field: KeyField, show: Show, way: Callable[[KeyField], None], before: str, around: str
) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.watch(field)
    field.setText(before)
    show(field)
    system.setText(around.format(KEY))
    field.setFocus()
    field.selectAll()
    way(field)
    assert KEY in field.text()
    clipboard.clear()
    assert system.text() == ""


def test_a_key_that_is_broken_over_two_lines_is_one_too(system: QClipboard, field: KeyField, show: Show) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.watch(field)
    show(field)
    system.setText(f"{KEY[:40]}\r\n\t{KEY[40:]}")
    field.paste()
    clipboard.clear()
    assert system.text() == ""


def test_a_short_code_is_a_secret_but_a_word_that_is_part_of_a_key_is_none(
    system: QClipboard, field: KeyField, show: Show
) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.watch(field)
    show(field)
    system.setText("sk-or")
    field.insert(KEY)
    clipboard.clear()
    assert system.text() == "sk-or"
    system.setText("493027")
    field.selectAll()
    field.paste()
    clipboard.clear()
    assert system.text() == ""


def test_two_keys_that_are_pasted_both_go(system: QClipboard) -> None:
    """The second may come from what is selected elsewhere, while the first still lies in the clipboard."""
    clipboard = SecretClipboard(LATER)
    pasted(clipboard)
    system.setText(OTHER)
    clipboard.paste()
    system.setText(KEY)
    clipboard.clear()
    assert system.text() == ""


def test_typing_asks_no_clipboard(system: QClipboard, field: KeyField, show: Show) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.watch(field)
    show(field)
    system.setText(KEY)
    field.setFocus()
    QTest.keyClicks(field, KEY)
    assert (field.text(), clipboard._timer.isActive()) == (KEY, False)


def test_text_that_came_from_elsewhere_is_no_reason(system: QClipboard, field: KeyField, show: Show) -> None:
    clipboard = SecretClipboard(LATER)
    clipboard.watch(field)
    show(field)
    system.setText(OTHER)
    field.insert(KEY)
    assert not clipboard._timer.isActive()


def test_the_key_page_takes_it_for_a_secret(tmp_path: Path, system: QClipboard, theme: Theme) -> None:
    stage = Stage(tmp_path)
    stage.show(Screen("empty", at(Page.KEY, NEW)))
    clipboard = stage.controller.clipboard
    for field in stage.window.findChildren(KeyField):
        system.setText(KEY)
        field.paste()
        field._pause.stop()  # nobody shall be asked about it
        assert clipboard._timer.isActive()
        clipboard.clear()
        assert system.text() == ""
    stage.close()
