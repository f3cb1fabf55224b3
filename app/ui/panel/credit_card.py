"""What is left to spend, always labelled as what it is, and how long it will last."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.domain.credit import credit
from app.domain.gateway_address import person_link
from app.domain.loadable import Failed, Ready, known
from app.domain.spending import spending
from app.domain.state import AppState, Running
from app.domain.usage import Lasts, Outlook, UsedUp, in_team, outlook
from app.ui.panel.figures import Figures
from app.ui.panel.hero import COPIED_FOR
from app.ui.panel.moments import moment_of
from app.ui.panel.plain_card import PlainCard
from app.ui.panel.situation import TOO_OLD, Help, credit_finding, credit_help, waits_for_first_look
from app.ui.panel.spending_chart import SpendingChart
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.bar import Bar
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.words import amounts
from app.words import panel as words
from app.words.findings import finding as sentence
from app.words.speech import Speech

_FEW_DAYS = 3
_DASH = "–"  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Figure:
    """The amount, what it is, and what may be said of it. `share`: of the limit, where there is one."""

    amount: str
    label: str
    outlook: str = ""
    state: State = State.OK
    share: float | None = None


def figure(state: AppState, speech: Speech) -> Figure:
    seen = known(state.account)
    if seen is None:
        return _unknown(state, speech)
    account = seen.value
    left = credit(account.key, account.balance)
    past = known(state.spending)
    ahead = outlook(left, account.key, seen.at, past.value if past else ())
    label = words.what_it_is(left, speech)
    old = not isinstance(state.account, Ready) or state.now - seen.at > TOO_OLD
    if old:
        label = f"{label}\n{speech.say('from {time}', time=moment_of(seen.at, state.now))}"
    return Figure(
        amounts.money(left.amount, speech),
        label,
        words.outlook(ahead, left.kind, speech),
        _urgency(ahead),
        float(left.amount / left.limit) if left.limit else None,
    )


def _urgency(ahead: Outlook) -> State:
    match ahead:
        case UsedUp():
            return State.PROBLEM
        case Lasts(days) if days < _FEW_DAYS:
            return State.ATTENTION
        case _:
            return State.OK


def _unknown(state: AppState, speech: Speech) -> Figure:
    match state.account:
        case Failed(finding):
            return Figure(_DASH, speech.say("not known"), sentence(finding, speech).title, State.UNKNOWN)
        case _ if waits_for_first_look(state):
            return Figure(_DASH, speech.say("asking OpenRouter …"))
        case _:
            return Figure(_DASH, speech.say("not known yet"))


def offer(state: AppState) -> Help | None:
    """What the link at the top of the card does: top up, or ask whoever can."""
    if state.look is None:
        return None
    wrong, seen = credit_finding(state.look), known(state.account)
    if wrong is not None:
        return credit_help(wrong, state.look)
    if seen is None or in_team(seen.value.key) or person_link(state.look.goal.base_url, "/credits") is None:
        return None
    return Help.TOP_UP


def may_show_days(state: AppState) -> bool:
    """Whether a management key would be of use here: a team's member cannot make one."""
    seen, look = known(state.account), state.look
    if seen is None or look is None or in_team(seen.value.key) or person_link(look.goal.base_url, "/keys") is None:
        return False
    return look.facts.management is None and look.facts.gateway is not None


class CreditCard(PlainCard):
    """`asked` carries the `Help` of its link."""

    asked = Signal(object)

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._offer: Help | None = None
        self._amount = Text(role=Role.NUMBER, wrap=False)
        self._label = Text(role=Role.SMALL, tone=Tone.TEXT2)
        self._bar = Bar()
        self._outlook = Text(role=Role.SMALL)
        self._warning = StatusLine(role=Role.SMALL)
        self._figures, self.chart = Figures(speech), SpendingChart(speech)
        self.by_day = self._figures.link
        self.by_day.clicked.connect(self._show_keys)
        self.link = Button(kind=Kind.LINK, icon="external", trailing=True)
        self.link.clicked.connect(self._press)
        self._copied = QTimer(self, singleShot=True, interval=COPIED_FOR)
        self._copied.timeout.connect(self._dress_link)
        self._lay_out()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(self._speech.say("Credit"), Role.HEADING), 1)
        head.addStrut(32)  # the height of the link, which is not always there
        head.addWidget(self.link)
        amount = QHBoxLayout()
        amount.setSpacing(8)
        amount.addWidget(self._amount, 0, Qt.AlignmentFlag.AlignBottom)
        amount.addWidget(self._label, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(amount)
        for part in (self._bar, self._outlook, self._warning, self._figures, self.chart):
            column.addWidget(part)
        column.addStretch()

    def show_state(self, state: AppState) -> None:
        told = figure(state, self._speech)
        self._amount.say(told.amount)
        self._label.say(told.label)
        self._bar.setVisible(told.share is not None)
        self._bar.set_share(told.share or 0.0)
        self._bar.setAccessibleName(f"{told.amount} {told.label}")
        calm = told.state is State.OK
        self._outlook.say(told.outlook if calm else "")
        self._outlook.setVisible(calm and bool(told.outlook))
        self._warning.setVisible(not calm)
        if not calm:
            self._warning.tell(told.state, text=told.outlook)
        self._show_used(state)
        idle = not isinstance(state.activity, Running)
        self.by_day.setEnabled(idle)
        self._show_link(offer(state), enabled=idle)

    def _show_used(self, state: AppState) -> None:
        """Day by day where that is known, else the gateway's own three sums."""
        seen, past = known(state.account), known(state.spending)
        self._figures.setVisible(seen is not None and past is None)
        self.chart.setVisible(seen is not None and past is not None)
        if seen is None:
            return
        if past is None:
            self._figures.tell(seen.value.key, by_day=may_show_days(state))
        else:
            self.chart.tell(spending(past.value, seen.value.key.usage_daily, seen.at), state.now)

    def _show_link(self, offered: Help | None, *, enabled: bool) -> None:
        self._offer = offered
        self.link.setVisible(offered is not None)
        self.link.setEnabled(enabled)
        self._dress_link()

    def _dress_link(self) -> None:
        speech = self._speech
        match self._offer:
            case Help.MESSAGE if self._copied.isActive():
                text = name = speech.say("Copied")
                icon = "check"
            case Help.MESSAGE:
                text, icon = speech.say("Copy a message"), "copy"
                name = speech.say("Copy a message for whoever manages OpenRouter")
            case Help.RAISE_LIMIT:
                text, icon = speech.say("Raise the limit"), "external"
                name = speech.say("Raise the limit. Opens your browser")
            case _:
                text, icon = speech.say("Top up"), "external"
                name = speech.say("Top up. Opens your browser")
        self.link.setText(text)
        self.link.set_icon(icon)
        self.link.setAccessibleName(name)
        self.link.setToolTip(name)

    def tell_copied(self) -> None:
        self._copied.start()
        self._dress_link()

    def _press(self) -> None:
        self.asked.emit(self._offer)

    def _show_keys(self) -> None:
        self.asked.emit(Help.KEYS)
