"""About opens a page only on a click, gives helpdesks their facts, and shows every licence in full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit

from app.project import PAGE, RELEASES
from app.services.licences import own_licence
from app.ui.about import about
from app.ui.dialogs.about_dialog import AboutDialog
from app.ui.dialogs.licences_dialog import LicencesDialog
from app.ui.style.theme import Theme
from app.ui.widgets.buttons import Button
from app.words.speech import Speech
from tests.ui.seen import read
from tests.ui.stage import PARTS, Stage
from tests.ui.states import PLACE, Screen
from tests.ui.states_panel import panel


@pytest.fixture
def stage(theme: Theme, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.close()


@pytest.fixture
def dialog(stage: Stage) -> AboutDialog:
    front = stage.show(Screen("", panel(), dialog="about"))
    assert isinstance(front, AboutDialog)
    return front


def button(dialog: AboutDialog | LicencesDialog, words: str) -> Button:
    return next(b for b in dialog.findChildren(Button) if b.isVisible() and b.text() == words)


@pytest.mark.parametrize("words, page", [("Look for a newer version", RELEASES), ("Project page", PAGE)])
def test_a_page_is_opened_by_a_click_alone(stage: Stage, dialog: AboutDialog, words: str, page: str) -> None:
    assert stage.controller.opened == []
    button(dialog, words).click()
    assert stage.controller.opened == [page]
    told = f"No browser could be opened. The page is at {page}"
    assert told in read(dialog)


def test_the_releases_are_the_projects() -> None:
    assert RELEASES.startswith(f"{PAGE}/")
    assert PAGE.startswith("https://")


def test_qts_licence_is_plain_to_see(dialog: AboutDialog) -> None:
    assert any("Qt" in text and "LGPL" in text and "version 3" in text for text in read(dialog))


def test_details_are_copied_whole(dialog: AboutDialog) -> None:
    button(dialog, "Copy details").click()
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines()[0] == "Version: 0.1.0"
    assert f"Data folder: {PLACE}" in copied
    QGuiApplication.clipboard().clear()


def test_what_it_says_of_this_computer_is_there(tmp_path: Path) -> None:
    said = about(tmp_path)
    assert all((said.version, said.python, said.qt, said.system))
    assert said.folder == str(tmp_path)


def test_the_licences_are_there_in_full_and_can_be_read_by_keyboard(stage: Stage, dialog: AboutDialog) -> None:
    stage.show(Screen("", panel(), dialog="licences"))
    licences = stage.front
    assert isinstance(licences, LicencesDialog)
    (box,) = licences.findChildren(QPlainTextEdit)
    assert box.toPlainText() == f"{own_licence()}\n\n\n{PARTS}"
    assert "MIT" in own_licence()
    assert (box.isReadOnly(), box.tabChangesFocus()) == (True, True)


def test_from_source_it_says_where_the_others_are(stage: Stage, theme: Theme) -> None:
    licences = LicencesDialog(stage.window, own_licence(), "", Speech())
    licences.show()
    assert any("runs from source" in text for text in read(licences))
    (box,) = licences.findChildren(QPlainTextEdit)
    assert box.toPlainText() == own_licence()
