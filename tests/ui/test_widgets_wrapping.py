"""Buttons in a row go on in the next line instead of leaving the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.widgets.buttons import Button
from app.ui.widgets.callout import Callout
from app.ui.widgets.states import State
from app.ui.widgets.wrapping import Wrapping
from tests.ui.conftest import Show


def row(*names: str) -> tuple[QWidget, list[Button]]:
    holder, wrapping = QWidget(), Wrapping()
    buttons = [Button(name) for name in names]
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addLayout(wrapping)
    for button in buttons:
        wrapping.addWidget(button)
    return holder, buttons


def test_there_is_one_line_while_there_is_room(show: Show) -> None:
    holder, (one, two) = row("One", "Two")
    show(holder, width=400)
    assert one.y() == two.y()
    assert (one.x(), two.x()) == (0, one.width() + 8)
    assert holder.heightForWidth(holder.width()) == 36


def test_it_breaks_where_the_room_ends(show: Show) -> None:
    holder, (one, two, three) = row("One", "Two", "Three")
    show(holder, width=240)
    assert one.y() == two.y() == 0
    assert (three.x(), three.y()) == (0, 44)
    assert holder.heightForWidth(holder.width()) == 80


def test_what_hides_leaves_no_gap(show: Show) -> None:
    holder, (one, two) = row("One", "Two")
    show(holder)
    one.hide()
    QTest.qWait(0)
    assert two.x() == 0
    two.hide()
    assert holder.heightForWidth(400) == 0


def test_it_starts_at_the_right_where_one_reads_from_there(show: Show) -> None:
    holder, (one, two, three) = row("One", "Two", "A button with a rather long text")
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    show(holder, width=320)
    assert one.geometry().right() == three.geometry().right() == holder.width() - 1
    assert two.geometry().right() == one.x() - 9


def test_a_callout_gives_its_buttons_room(show: Show) -> None:
    callout = Callout(State.PROBLEM, "Stopped", "Ask your IT department.")
    buttons = [Button("Copy a message for IT", icon="copy"), Button("Look again", icon="refresh")]
    for button in buttons:
        callout.add_action(button)
    show(callout, width=320)
    assert buttons[1].y() > buttons[0].geometry().bottom()
    assert buttons[1].geometry().bottom() < callout.height()
