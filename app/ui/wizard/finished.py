"""The last page: that Claude uses OpenRouter, where that was seen, and what is there to go on with."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.credit import credit
from app.domain.loadable import known
from app.domain.state import AppState, proven
from app.ui.controller import Controller
from app.ui.style import icons, tokens
from app.ui.style.clock import clock
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card, Line
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.icon import Icon
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.status_line import State, StatusLine, icon_of, tone_of
from app.ui.widgets.text import Text
from app.ui.wizard.wizard_page import WizardPage
from app.words import amounts
from app.words.speech import Speech
from app.words.status import hero


class FinishedPage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        say, body = speech.say, self.page.body
        self._badge = _Badge()
        self._title, self._proof = Text("", Role.FINISH), Text("", Role.HEADING, Tone.OK)
        self._seen = Text("", Role.BODY, Tone.TEXT2)
        self._credit, self._model, self._backup = _Fact(), _Fact(), _Fact()
        self._keep = CheckBox(say("Keep Gateway Companion in the tray and tell me if something stops working"))
        body.setSpacing(6)
        body.addSpacing(16)
        body.addWidget(self._badge)
        body.addSpacing(10)
        for text in (self._title, self._proof, self._seen):
            body.addWidget(text)
        body.addSpacing(10)
        body.addWidget(self._facts())
        body.addSpacing(8)
        body.addWidget(self._keep)
        body.addWidget(self._advice())
        body.addLayout(_kept_line(say("Your earlier chats are kept. They come back if you undo the setup.")))
        self._build_footer()
        self._keep.toggled.connect(controller.memory.keep_in_tray)

    def arrive(self) -> None:
        super().arrive()
        if self.default is not None:
            self.default.setFocus(Qt.FocusReason.OtherFocusReason)

    def _advice(self) -> StatusLine:
        say = self.speech.say
        line = StatusLine(State.INFO, text=say("Put Anthropic first in your OpenRouter preferences."), role=Role.SMALL)
        link = Button(say("Open"), Kind.LINK, "external", trailing=True)
        link.setAccessibleName(say("Open your OpenRouter preferences"))
        link.clicked.connect(self._open_preferences)
        line.add_action(link)
        return line

    def _facts(self) -> Card:
        card, row = Card(), QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(20)
        for number, fact in enumerate((self._credit, self._model, self._backup)):
            if number:
                line.addWidget(Line(upright=True))
            line.addWidget(fact, 1)
        card.add(row)
        return card

    def _build_footer(self) -> None:
        say = self.speech.say
        undo = Button(say("Undo setup…"), Kind.QUIET, "undo")
        self._status = Button(say("Show status"))
        self._open = Button(say("Open Claude Desktop"), Kind.PRIMARY)
        self._check = Button(say("Check now"), Kind.PRIMARY)
        self.footer.left.addWidget(undo)
        self.footer.left.addStretch()
        for button in (self._status, self._open, self._check):
            self.footer.right.addWidget(button)
        undo.clicked.connect(self.controller.changes.undo)
        self._status.clicked.connect(self.controller.show_panel)
        self._open.clicked.connect(self.controller.open_claude)
        self._check.clicked.connect(self.controller.look_again)

    def show_state(self, state: AppState) -> None:
        say, look, seen = self.speech.say, state.look, proven(state)
        self.page.set_head("", "", "")
        wrong = look is not None and look.diagnosis.healthy is False and not seen
        since = look.facts.claude.running_since if look else None
        self._badge.tell(State.OK if seen else State.ATTENTION)
        waits = say("Set up, but something is in the way") if wrong else say("Set up, but not checked yet")
        self._title.say(say("All set") if seen else waits)
        text = self._how_it_is(state, since)
        self._proof.say(text, Tone.OK if seen else Tone.WARN)
        helps = say("The status says what helps.") if wrong else say("Open Claude Desktop, then check again.")
        self._seen.say(say("Seen in Claude's own log.") if seen else helps)
        self._title.setAccessibleName(f"{self._title.text()}. {text}")
        running = look is not None and bool(look.facts.claude.processes)
        self._check.setVisible(not seen and running and not wrong)
        self._open.setVisible((seen or not running) and not wrong)
        self._status.set_kind(Kind.PRIMARY if wrong else Kind.PLAIN)
        self.default = self._status if wrong else self._check if not seen and running else self._open
        self._keep.setVisible(state.tray)
        self._keep.setChecked(state.preferences.tray)
        self._tell_facts(state)

    def _how_it_is(self, state: AppState, since: float | None) -> str:
        say, look = self.speech.say, state.look
        if proven(state) and since is not None:
            return say("Claude is using OpenRouter since {time}", time=clock(since))
        if look is not None and look.diagnosis.healthy is False:
            return hero(look.diagnosis, self.speech)
        return say("Claude's own log does not say that it uses OpenRouter")

    def _tell_facts(self, state: AppState) -> None:
        say, account = self.speech.say, known(state.account)
        left = credit(account.value.key, account.value.balance) if account else None
        amount = amounts.money(left.amount, self.speech) if left else say("Not known")
        self._credit.tell(say("Credit"), amount, amounts.label(left, self.speech) if left else "")
        model = state.look.goal.models[0] if state.look and state.look.goal.models else None
        self._model.tell(
            say("Default model"), model.label if model else say("Not known"), say("First in Claude's list")
        )
        written = state.look.facts.journal.written_at if state.look else None
        at = clock(written) if written else say("Not known")
        self._backup.tell(say("Settings written"), at, say("With a backup for Undo"))

    def _open_preferences(self) -> None:
        self.controller.open_page("/settings/preferences")


class _Badge(QWidget):
    """A large icon in a round field."""

    def __init__(self) -> None:
        super().__init__()
        unspoken(self)
        self._state = State.OK
        self.setFixedSize(72, 72)

    def tell(self, state: State) -> None:
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, worn, tone = QPainter(self), tokens.current(), tone_of(self._state)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(worn.edge(tone)), 1))
        painter.setBrush(QColor(worn.soft(tone)))
        painter.drawEllipse(QRectF(0.5, 0.5, 71, 71))
        drawn = icons.pixmap(icon_of(self._state), QColor(worn.of(tone)), 40, self.devicePixelRatio())
        painter.drawPixmap(16, 16, 40, 40, drawn)


class _Fact(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self._head, self._value = Text("", Role.SMALL, Tone.TEXT2), Text("", Role.HEADING)
        self._foot = Text("", Role.CAPTION, Tone.TEXT2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(4)
        for text in (self._head, self._value, self._foot):
            column.addWidget(text)
        column.addStretch()

    def tell(self, head: str, value: str, foot: str) -> None:
        for label, text in ((self._head, head), (self._value, value), (self._foot, foot)):
            label.say(text)


def _kept_line(text: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon("chat", Tone.TEXT2, 18))
    row.addWidget(Text(text, Role.SMALL, Tone.TEXT2), 1)
    return row
