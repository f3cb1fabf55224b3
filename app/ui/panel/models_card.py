"""All models that Claude accepts: which ones it lists, with which it begins, and what they cost."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from app.domain.loadable import Failed, Loadable, Loading, Ready, known
from app.domain.state import AppState, Running, only_key
from app.ui.controller import Controller
from app.ui.panel import choice
from app.ui.panel.models_table import ModelsTable
from app.ui.panel.moments import moment_of
from app.ui.panel.situation import waits_for_first_look
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, IconButton, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.icon import Icon
from app.ui.widgets.line_edit import LineEdit
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech

_CLEAR = 36


class SearchField(LineEdit):
    """Esc empties it, and so does the button that appears once there is something in it."""

    def __init__(self, speech: Speech) -> None:
        super().__init__(speech.say("Search models"), "search", slim=True)
        self.setAccessibleName(speech.say("Search models"))
        self._clear = IconButton("close", speech.say("Clear search"), self)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Esc does the same by keyboard
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(self._changed)

    def trailing(self) -> int:
        return _CLEAR if self.text() else super().trailing()

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(max(204, self.leading() + words + super().trailing() + 4), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it led to the table; it presses nothing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._clear.move(self.width() - _CLEAR + 3, (self.height() - self._clear.height()) // 2)

    def _changed(self, text: str) -> None:
        if bool(text) is self._clear.isHidden():
            self._clear.setVisible(bool(text))
            self._set_margins()


class ModelsCard(Card):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._before: tuple[str, ...] = ()
        self._shown: tuple[object, ...] | None = None
        self._count = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self.search = SearchField(speech)
        self.table = ModelsTable(speech)
        self.message = _Message(speech)
        self._prices = Text(speech.say("Prices per million tokens, about 750,000 words."), Role.CAPTION, Tone.TEXT2)
        self._old = Text(role=Role.CAPTION, tone=Tone.WARN)
        self._again = Button(speech.say("Try again"), Kind.LINK, "refresh")
        self._lay_out()
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._to_table)
        self.message.clear.clicked.connect(self.search.clear)
        for button in (self.message.again, self._again):
            button.clicked.connect(self._look_again)
        self.table.models.ticked.connect(self._tick)
        self.table.models.starred.connect(self._star)

    def _lay_out(self) -> None:
        self._head = QWidget()
        row = QHBoxLayout(self._head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Text(self._speech.say("Models"), Role.HEADING, wrap=False))
        row.addWidget(self._count, 1)
        row.addWidget(self.search)
        self.search.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        body = QWidget()
        self._stack = QStackedLayout(body)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.message)
        body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        foot = QWidget()
        below = QHBoxLayout(foot)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(12)
        texts = QVBoxLayout()
        texts.addWidget(self._prices)
        texts.addWidget(self._old)
        below.addLayout(texts, 1)
        below.addWidget(self._again)
        self.add(self._head, QMargins(20, 11, 20, 12))
        self.add(body, QMargins(0, 0, 0, 0))
        self.add(foot, QMargins(20, 10, 20, 10))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def least_width(self) -> int:
        return self.table.least_width() + 2

    def show_state(self, state: AppState) -> None:
        free = not isinstance(state.activity, Running)
        choosable = free and not only_key(state)
        news = (state.models, choice.present(state), state.preferences.waiting, choosable)
        if self._shown is None or any(a is not b and a != b for a, b in zip(news, self._shown, strict=True)):
            self._shown = news
            self._before = choice.present(state)
            self.table.tell(choice.offers(state), free=choosable)
        rows = self.table.models.rows
        shown = sum(r.shown for r in rows)
        self._count.say(self._speech.say("{n} of {all} shown in Claude", n=shown, all=len(rows)) if rows else "")
        self._say_age(state)
        for button in (self._again, self.message.again):
            button.setEnabled(free)
        self._waits_for = state
        self._show_body()

    def _say_age(self, state: AppState) -> None:
        failed, seen = isinstance(state.models, Failed), known(state.models)
        old = ""
        if failed and seen is not None:
            old = self._speech.say("Can't get the list. This one is from {time}.", time=moment_of(seen.at, state.now))
        self._old.say(old)
        self._old.setVisible(bool(old))
        self._again.setVisible(bool(old))

    def _show_body(self) -> None:
        """The table, or why there is nothing to show in it."""
        found, rows = self.table.found.rowCount(), self.table.models.rows
        if not rows:
            self.message.tell(self._waits_for.models, checking=self._checking)
        elif not found:
            self.message.tell_no_match(self.search.text().strip())
        self._stack.setCurrentWidget(self.table if found else self.message)
        self.search.setEnabled(bool(rows))

    @property
    def _checking(self) -> bool:
        return waits_for_first_look(self._waits_for)

    def _search(self, text: str) -> None:
        self.table.search(text)
        self._show_body()

    def _to_table(self) -> None:
        """Enter in the search leads to what was found."""
        if self.table.found.rowCount():
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.table.found.index(0, 0))
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _look_again(self) -> None:
        self._controller.look_again()

    def _tick(self, id: str) -> None:
        self._controller.models.choose(choice.ticked(self.table.models.rows, self._before, id))

    def _star(self, id: str) -> None:
        self._controller.models.choose(choice.starred(self.table.models.rows, self._before, id))


class _Message(QWidget):
    """In the place of the table: still loading, nothing to be had, or nothing found."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._icon = Icon(size=24)
        self._text, self._why = Text(), Text(role=Role.SMALL, tone=Tone.TEXT2)
        for text in (self._text, self._why):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.again = Button(speech.say("Try again"), Kind.PLAIN, "refresh")
        self.clear = Button(speech.say("Clear search"), Kind.PLAIN)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(8)
        column.addStretch()
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self._text, self._why):
            column.addWidget(text)
        for button in (self.again, self.clear):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch()

    def tell(self, models: Loadable[object], *, checking: bool) -> None:
        speech = self._speech
        match models:
            case Failed(finding):
                said = sentence(finding, speech)
                why = together(f"{said.title}.", said.remedy)
                self._tell(State.PROBLEM, speech.say("Can't get the list"), why, again=True)
            case Loading() if checking:
                self._tell(State.WORKING, speech.say("Getting the list …"))
            case Loading():
                self._tell(State.UNKNOWN, speech.say("The list is not known yet"), again=True)
            case Ready():
                self._tell(State.ATTENTION, speech.say("This key may use no model that Claude accepts."))

    def tell_no_match(self, text: str) -> None:
        self._tell(State.INFO, self._speech.say("No model matches “{text}”.", text=text), clear=True)

    def _tell(self, state: State, text: str, why: str = "", *, again: bool = False, clear: bool = False) -> None:
        self._icon.show_icon("search" if clear else icon_of(state), Tone.TEXT2 if clear else tone_of(state))
        self._text.say(text)
        self._why.say(why)
        self._why.setVisible(bool(why))
        self.again.setVisible(again)
        self.clear.setVisible(clear)
