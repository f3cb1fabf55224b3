"""The top of the panel: how things stand in one line, and the one button that helps."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.domain.state import AppState, Running
from app.ui.panel.hero_words import checked, face, line, title
from app.ui.panel.situation import Help, Judgement, standing
from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import Spoken, unspoken
from app.ui.widgets.states import State, icon_of, tone_of
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.words.sentence import together
from app.words.speech import Speech

COPIED_FOR = 4000
"""Milliseconds for which a button says that something was copied."""
SETTLES = 700
"""Milliseconds in which a person sees that the button below the mouse has become another one."""
_SIDE, _GAP, _ICON, _LEAST_LETTERS = 20, 16, 40, 18
_MESSAGES = (Help.MESSAGE, Help.MESSAGE_FOR_IT)
_LOOKS = (Help.REFRESH, Help.TRY_AGAIN)


class Hero(QFrame):
    """`asked` carries the `Help` of its button; `check_again` is its link."""

    asked = Signal(object)
    check_again = Signal()

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("hero")
        self._speech = speech
        self._state, self._help = State.WORKING, Help.REFRESH
        self._told, self._waits_for_result = "", False
        self._icon = Icon(size=_ICON)
        self._title, self._line = Text(role=Role.TITLE), Text()
        self._quiet_line = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._checked = Text(role=Role.SMALL, tone=Tone.TEXT2, wrap=False)
        self._link = Button(speech.say("Check again"), Kind.LINK)
        self.button = Button(kind=Kind.PLAIN)
        self._words = Spoken()
        for part in (self._title, self._line, self._quiet_line):
            unspoken(part)
        self._lay_out()
        self._copied = QTimer(self, singleShot=True, interval=COPIED_FOR)
        self._copied.timeout.connect(self._dress_button)
        self._link.clicked.connect(self.refresh)
        self._became_another = QElapsedTimer()
        self.button.clicked.connect(self._clicked)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _lay_out(self) -> None:
        spoken = QVBoxLayout(self._words)
        spoken.setContentsMargins(0, 0, 0, 0)
        spoken.setSpacing(2)
        for part in (self._title, self._line, self._quiet_line):
            spoken.addWidget(part)
        below = Wrapping()
        below.addWidget(self._checked)
        below.addWidget(self._link)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch()
        words.addWidget(self._words)
        words.addLayout(below)
        words.addStretch()
        said = QHBoxLayout()
        said.setSpacing(_GAP)
        said.addWidget(self._icon)
        said.addLayout(words, 1)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(_SIDE, 12, _SIDE, 12)
        self._whole.setSpacing(_GAP)
        self._whole.addLayout(said, 1)
        self._whole.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)

    @property
    def help(self) -> Help:
        return self._help

    @property
    def link(self) -> Button:
        return self._link

    def show_state(self, state: AppState, judgement: Judgement | None) -> None:
        speech, now = self._speech, standing(state, judgement)
        self._state = now
        self._icon.show_icon(icon_of(now), tone_of(now))
        said, below = title(state, now, speech), line(state, judgement, now, speech)
        self._show_button(_help(state, judgement, now))
        self._title.say(said)
        self._say_lines(state, below, calm=judgement is None or not judgement.wrong)
        self._words.setAccessibleName(together(f"{said}." if below else said, below))
        for button in (self.button, self._link):
            button.setEnabled(not isinstance(state.activity, Running))
        self._announce(now, said)
        self.update()

    def _say_lines(self, state: AppState, below: str, *, calm: bool) -> None:
        """Where all is well, one quiet line; else the cause in full, and below it the age and a link."""
        age = checked(state, self._speech)
        self._line.say("" if calm else below)
        self._line.setVisible(not calm and bool(below))
        self._quiet_line.say(together(below, age))
        self._quiet_line.setVisible(calm and bool(self._quiet_line.text()))
        self._checked.say(age)
        self._checked.setVisible(not calm and bool(age))
        self._link.setVisible(not calm and bool(age) and self._help not in _LOOKS)

    def _show_button(self, help: Help) -> None:
        if help is not self._help and self.button.underMouse():
            self._became_another.start()
        self._help = help
        self._dress_button()

    def _dress_button(self) -> None:
        look = face(self._help, self._speech)
        copied = self._copied.isActive() and self._help in _MESSAGES
        text = self._speech.say("Copied") if copied else look.text
        if (text, look.kind) != (self.button.text(), self.button.kind):
            self.button.setText(text)
            self.button.set_kind(look.kind)
            self.button.set_icon("check" if copied else look.icon)
            self._arrange()

    def _arrange(self) -> None:
        """The button goes below where the words would have no room beside it."""
        room = self.width() - 2 * _SIDE - _ICON - 2 * _GAP - self.button.sizeHint().width()
        beside = room >= self._title.fontMetrics().averageCharWidth() * _LEAST_LETTERS
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._whole.direction():
            self._whole.setDirection(direction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the letters may have grown
            self._arrange()
        return super().event(event)

    def tell_copied(self) -> None:
        self._copied.start()
        self._dress_button()

    def _announce(self, now: State, said: str) -> None:
        """A check by the clock that finds nothing new says nothing; one that was asked for always answers."""
        if now is State.WORKING or (said == self._told and not self._waits_for_result):
            return
        if self._told:
            announce(self, said)
        self._told, self._waits_for_result = said, False

    def _clicked(self) -> None:
        """A click that was meant for what stood there a moment before is no wish for what stands there now."""
        if not self._became_another.isValid() or self._became_another.hasExpired(SETTLES):
            self.press()

    def press(self) -> None:
        if self._help in _LOOKS:
            self._waits_for_result = True
        self.asked.emit(self._help)

    def refresh(self) -> None:
        self._waits_for_result = True
        self.check_again.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, tone = tokens.current(), tone_of(self._state)
        fill = worn.surface if tone is Tone.OFF else worn.soft(tone)
        rounded(QPainter(self), self.rect(), fill, worn.edge(tone), 10)


def _help(state: AppState, judgement: Judgement | None, now: State) -> Help:
    """While a check runs the button stays what it was, so that nothing jumps."""
    if state.unlocking:
        return Help.CANCEL_UNLOCK
    if judgement is None:
        return Help.TRY_AGAIN if state.failed is not None else Help.REFRESH
    if now is State.UNKNOWN and judgement.state is not State.UNKNOWN:  # the look failed, or is too old
        return Help.TRY_AGAIN
    if now is State.WORKING and state.look is not None and state.look.facts.gateway is None:  # the very first look
        return Help.REFRESH
    return judgement.help
