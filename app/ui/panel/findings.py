"""What was found, worst first, with what helps; below it what is well, then what is good to know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from app.domain.credit import credit
from app.domain.facts import StoredKey
from app.domain.findings import Finding, FindingId, Severity
from app.domain.loadable import Ready
from app.domain.model import Account
from app.domain.state import AppState
from app.ui.panel.finding_row import FOUND, GAP, REMEDY, FindingRow, Row, is_narrow
from app.ui.panel.situation import Judgement, credit_finding
from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone
from app.ui.widgets.card import RADIUS
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.states import State
from app.ui.widgets.text import Text
from app.words import amounts
from app.words.findings import finding as sentence
from app.words.speech import Speech

_WITH_THE_KEY = frozenset(
    {FindingId.KEY_MISSING, FindingId.KEY_REJECTED, FindingId.KEY_EXPIRED, FindingId.KEY_IS_MANAGEMENT}
)
_LEAST_MARK = 122


def rows(state: AppState, judgement: Judgement, speech: Speech) -> Iterator[Row]:
    yield from (_row(f, speech) for f in judgement.wrong)
    yield from _well(state, speech)
    yield from (_row(f, speech) for f in judgement.notes)


def _row(finding: Finding, speech: Speech) -> Row:
    said = sentence(finding, speech)
    state, word = {
        Severity.PROBLEM: (State.PROBLEM, speech.say("Problem")),
        Severity.ATTENTION: (State.ATTENTION, speech.say("Attention")),
        Severity.INFO: (State.INFO, speech.say("Good to know")),
    }[finding.severity]
    return Row(state, word, said.title, said.detail, said.remedy)


def _well(state: AppState, speech: Speech) -> Iterator[Row]:
    """What the same look found in order."""
    look = state.look
    if look is None:
        return
    texts = []
    if isinstance(state.account, Ready) and isinstance(look.facts.keychain, StoredKey):
        texts += [_key_works(state.account.value, state, speech)] if not look.diagnosis.ids() & _WITH_THE_KEY else []
    if isinstance(state.latency, Ready):
        texts.append(speech.say("OpenRouter is reachable ({n} ms)", n=round(state.latency.value * 1000)))
    if look.diagnosis.uses_gateway is True and not look.diagnosis.ids() & _WITH_THE_KEY:
        texts.append(speech.say("Claude uses OpenRouter"))
    for text in texts:
        yield Row(State.OK, speech.say("OK"), text, remedy=speech.say("Nothing to do"), quiet=True)


def _key_works(account: Account, state: AppState, speech: Speech) -> str:
    """With what it may still spend, unless a finding says that already."""
    if state.look is not None and credit_finding(state.look) is not None:
        return speech.say("Your key works")
    left = amounts.credit(credit(account.key, account.balance), speech)
    return speech.say("Your key works – {credit}", credit=left)  # noqa: RUF001


class Findings(QFrame):
    """A card with a head row. Its rows are kept from one look to the next."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self.setObjectName("card")
        self._speech = speech
        self._head = _Head(speech)
        self._rows: list[FindingRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._head)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_state(self, state: AppState, judgement: Judgement) -> None:
        told = tuple(rows(state, judgement, self._speech))
        self._head.say(only_repair=judgement.repairs and all(f.repairable for f in judgement.wrong))
        while len(self._rows) < len(told):
            row = FindingRow(first=not self._rows)
            self._rows.append(row)
            self._column.addWidget(row)
        for widget, row_told in zip(self._rows, told, strict=False):
            widget.tell(row_told)
        for number, widget in enumerate(self._rows):
            widget.setVisible(number < len(told))
        self._line_up(self._rows[: len(told)])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the letters of a row may have grown
            self._line_up([row for row in self._rows if not row.isHidden()])
        return super().event(event)

    def _line_up(self, shown: Sequence[FindingRow]) -> None:
        width = max([_LEAST_MARK, *(row.mark_width() for row in shown)])
        for row in shown:
            row.set_mark_width(width)
        self._head.set_mark_width(width)

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn = tokens.current()
        rounded(QPainter(self), self.rect(), worn.surface, worn.line, RADIUS)


class _Head(QFrame):
    """What the columns are. A screen reader passes it by, for each row says all of itself."""

    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        names = (speech.say("Result"), speech.say("What we found"), speech.say("What to do"))
        self._result, self._found, self._remedy = (Text(n, Role.CAPTION, Tone.TEXT2, strong=True) for n in names)
        for part in (self._found, self._remedy):
            policy = part.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            part.setSizePolicy(policy)
        for whole in (self, self._result, self._found, self._remedy):
            unspoken(whole)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(GAP)
        row.addWidget(self._result)
        sides = QHBoxLayout()
        sides.setSpacing(20)
        sides.addWidget(self._found, FOUND)
        sides.addWidget(self._remedy, REMEDY)
        row.addLayout(sides, 1)

    def say(self, *, only_repair: bool) -> None:
        both = (self._speech.say("What Repair will do"), self._speech.say("What to do"))
        self._remedy.say(both[0] if only_repair else both[1])

    def set_mark_width(self, width: int) -> None:
        self._result.setFixedWidth(width)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        self._remedy.setVisible(not is_narrow(self.width() - self._result.minimumWidth()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        worn, painter, inner = tokens.current(), QPainter(self), RADIUS - 1.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        shape.setFillRule(Qt.FillRule.WindingFill)
        shape.addRoundedRect(QRectF(self.rect()), inner, inner)
        shape.addRect(QRectF(self.rect()).adjusted(0, inner, 0, 0))
        painter.fillPath(shape, QColor(worn.subtle))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(worn.line))
