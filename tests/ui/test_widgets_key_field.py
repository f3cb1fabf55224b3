"""A key that is typed can be read by nobody but the person who holds the eye down, and leaves nothing behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit

from app.ui.style.tokens import LIGHT, Tone
from app.ui.widgets.buttons import Button
from app.ui.widgets.key_field import KeyField
from tests.ui.conftest import Show
from tests.ui.seen import accessible, colours, image, parts, read

KEY = "sk-or-v1-0123456789abcdef0123456789abcdef"
LEFT, NONE, CONTROL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def field(show: Show) -> KeyField:
    field = KeyField("Starts with sk-or-", "Show key", "Hide key")
    field.setAccessibleName("OpenRouter key")
    show(field, Button("Next"))
    field.setFocus()
    return field


def told(field: KeyField) -> str:
    """Everything that another program can ask of the field."""
    texts = []
    for part in parts(accessible(field)):
        texts += [part.text(kind) for kind in QAccessible.Text]
        if (text := part.textInterface()) is not None:
            texts.append(text.text(0, text.characterCount()))
    return "\n".join(texts)


def hold_eye(field: KeyField) -> None:
    QTest.mousePress(field.eye, LEFT, NONE, QPoint(16, 16))


def release_eye(field: KeyField) -> None:
    QTest.mouseRelease(field.eye, LEFT, NONE, QPoint(16, 16))


def test_it_has_a_name_and_an_eye_with_a_name(field: KeyField) -> None:
    assert read(field) == ["OpenRouter key", "Show key"]


def test_no_other_program_reads_the_key_not_even_while_it_is_shown(field: KeyField) -> None:
    QTest.keyClicks(field, KEY)
    assert field.text() == KEY
    assert "0123456789" not in told(field)
    hold_eye(field)
    assert field.shows
    assert "0123456789" not in told(field)
    assert field.echoMode() is QLineEdit.EchoMode.Password


def test_it_cannot_be_copied_or_cut(field: KeyField) -> None:
    QGuiApplication.clipboard().setText("before")
    QTest.keyClicks(field, KEY)
    hold_eye(field)
    field.selectAll()
    for key in (Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, key, CONTROL)
    assert QGuiApplication.clipboard().text() == "before"


def test_the_eye_shows_it_while_it_is_held(field: KeyField) -> None:
    QTest.keyClicks(field, KEY)
    hidden = image(field)
    hold_eye(field)
    assert image(field) != hidden
    assert read(field) == ["OpenRouter key", "Hide key"]
    release_eye(field)
    assert not field.shows
    assert read(field) == ["OpenRouter key", "Show key"]


def test_the_keyboard_holds_the_eye_too(field: KeyField) -> None:
    QTest.keyClicks(field, KEY)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.eye.hasFocus()
    seen = []
    for press in (QTest.keyPress, QTest.keyRelease):
        press(field.eye, Qt.Key.Key_Space)
        seen.append(field.shows)
    assert seen == [True, False]


def test_alt_s_shows_and_hides_and_leaving_hides(field: KeyField) -> None:
    QTest.keyClicks(field, KEY)
    QTest.keyClick(field, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    seen = [field.shows]
    for key in (Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_Tab):
        QTest.keyClick(field, key, NONE if key == Qt.Key.Key_Tab else Qt.KeyboardModifier.AltModifier)
        seen.append(field.shows)
    assert seen == [True, False, True, False]


def test_it_hides_by_itself_after_a_while(field: KeyField) -> None:
    assert field._shown.interval() == 20_000
    QTest.keyClicks(field, KEY)
    field._shown.setInterval(1)
    hold_eye(field)
    assert QSignalSpy(field._shown.timeout).wait(5000)
    assert not field.shows


def test_it_tells_once_after_a_pause(field: KeyField) -> None:
    spy = QSignalSpy(field.text_changed)
    QTest.keyClicks(field, "sk-or-v1-abc")
    assert spy.count() == 0
    assert spy.wait(5000)
    assert spy.count() == 1
    assert spy.at(0) == ["sk-or-v1-abc"]


def test_a_wiped_key_is_gone_for_good(field: KeyField) -> None:
    spy = QSignalSpy(field.text_changed)
    QTest.keyClicks(field, KEY)
    field.wipe()
    assert field.text() == ""
    assert not field.isUndoAvailable()
    field.undo()
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert field.text() == ""
    assert not field.isRedoAvailable()
    assert "0123456789" not in told(field)
    assert not spy.wait(field._pause.interval() + 200)


def test_a_saved_key_is_shown_by_its_hint_and_typing_replaces_it(field: KeyField) -> None:
    hint = f"sk-or-v1-{'•' * 20}3f9c"
    plain = image(field)
    field.mask(hint)
    assert field.text() == ""
    assert image(field) != plain
    assert LIGHT.text in colours(image(field))
    assert hint in told(field)
    empty = image(field)
    hold_eye(field)
    assert image(field) == empty, "there is nothing to show"
    release_eye(field)
    QTest.keyClicks(field, "sk")
    assert field.text() == "sk"
    assert hint not in told(field)
    field.wipe()
    assert image(field) == plain, "the hint does not come back by itself"


def test_pasting_replaces_the_hint(field: KeyField) -> None:
    field.mask("sk-or-v1-••••3f9c")
    QGuiApplication.clipboard().setText(KEY)
    QTest.keyClick(field, Qt.Key.Key_V, CONTROL)
    assert field.text() == KEY
    field.put("sk-or-other")
    assert field.text() == "sk-or-other"


@pytest.mark.parametrize("tone,ink", [(Tone.OK, LIGHT.ok), (Tone.WARN, LIGHT.warn), (Tone.BAD, LIGHT.bad)])
def test_a_verdict_is_a_sign_as_well_as_a_colour(field: KeyField, tone: Tone, ink: str) -> None:
    room = field.textMargins().right()
    field.set_tone(tone)
    assert field.textMargins().right() > room, "the sign has its own place"
    assert ink in colours(image(field))
    field.set_tone(Tone.TEXT)
    assert ink not in colours(image(field))
