"""The live panel: how everything stands, what helps, what is left to spend, and which models Claude lists."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.outcome import Look
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.panel.connection_card import ConnectionCard
from app.ui.panel.credit_card import CreditCard
from app.ui.panel.foot import Foot
from app.ui.panel.helping import Helping
from app.ui.panel.hero import Hero
from app.ui.panel.models_card import ModelsCard
from app.ui.panel.notes_card import NotesCard
from app.ui.panel.situation import Judgement, judge
from app.ui.panel.trouble import Trouble
from app.ui.panel.waiting_line import WaitingLine
from app.ui.style.fonts import Role, font
from app.ui.style.sheet import dress
from app.ui.widgets.announce import announce
from app.words.speech import Speech

_NARROWEST = 880
_LEFT, _LEAST_LEFT, _GAP, _SIDE = 342, 300, 16, 24
_USUAL_LETTER = 17
"""Height of the letters for which the left column is 342 px wide."""


class _Content(QWidget):
    """As tall as it needs to be at its width; the hint without one would be that of the narrowest."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class Panel(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._look: Look | None = None
        self._judgement: Judgement | None = None
        self.hero, self.trouble, self.notes = Hero(speech), Trouble(speech), NotesCard(speech)
        self.credit, self.connection = CreditCard(speech), ConnectionCard(speech)
        self.models = ModelsCard(speech, controller)
        self.waiting, self.foot = WaitingLine(speech, controller), Foot(speech)
        self._helping = Helping(speech, controller)
        self._left, self._content, self._area = QWidget(), _Content(), QScrollArea()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        self._order()
        self.setMinimumWidth(_NARROWEST)

    def _lay_out(self) -> None:
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(_GAP)
        left.addWidget(self.credit)
        left.addWidget(self.connection, 1)
        self._columns.setSpacing(_GAP)
        self._columns.addWidget(self._left)
        self._columns.addWidget(self.models, 1)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(_SIDE, 20, _SIDE, _GAP)
        column.setSpacing(_GAP)
        for part in (self.hero, self.trouble):
            column.addWidget(part)
        column.addLayout(self._columns, 1)
        column.addWidget(self.notes)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._area.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        for bar in (self._area.verticalScrollBar(), self._area.horizontalScrollBar()):
            dress(bar)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(self.waiting)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        for part in (self.hero, self.credit):
            part.asked.connect(self._helping.give)
        self.notes.asked.connect(self._helping.do_about)
        self.hero.check_again.connect(self._controller.look_again)
        self.foot.repair.connect(self._helping.repair)
        self.foot.restart.connect(self._helping.restart)
        self.foot.undo.connect(self._helping.undo)
        self.foot.settings.connect(self._controller.open_settings)
        self.models.table.measured.connect(self._arrange)
        self._helping.choosing.connect(self.search_models)
        self._helping.copied.connect(self._tell_copied)
        for keys, slot in (
            (QKeySequence(Qt.Key.Key_F5), self.hero.refresh),
            (QKeySequence(QKeySequence.StandardKey.Find), self.search_models),
        ):
            QShortcut(keys, self).activated.connect(slot)

    def _order(self) -> None:
        """The way of the Tab key."""
        stops: tuple[QWidget, ...] = (
            self.hero.button,
            self.hero.link,
            self.trouble.details.button,
            self.credit.link,
            self.credit.by_day,
            self.credit.chart.bars,
            self.models.search,
            self.models.table,
            self.waiting.now,
            self.waiting.never,
            *self.foot.buttons,
        )
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def show_state(self, state: AppState) -> None:
        if state.look is not self._look:
            self._look = state.look
            self._judgement = judge(state.look) if state.look else None
        judgement = self._judgement
        self.hero.show_state(state, judgement)
        lists = judgement is not None and not judgement.told_above
        self.trouble.setVisible(lists)
        if judgement is not None and lists:
            self.trouble.show_state(state, judgement)
        self.notes.show_state(() if judgement is None or lists else judgement.notes)
        self.credit.show_state(state)
        self.connection.show_state(state)
        self.models.show_state(state)
        self.waiting.show_state(state)
        self.foot.show_state(state, judgement, self.hero.help)
        self._helping.follow(state, judgement.plan if judgement and judgement.repairs else None)
        self._arrange()

    def arrive(self) -> None:
        """The panel has come up."""
        self._area.verticalScrollBar().setValue(0)
        self.hero.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def search_models(self) -> None:
        self.show_models()
        self.models.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.models.search.selectAll()

    def _tell_copied(self) -> None:
        self.hero.tell_copied()
        self.credit.tell_copied()
        announce(self, self._speech.say("Message copied"))

    def show_models(self) -> None:
        self._area.ensureWidgetVisible(self.models, 0, _GAP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, and else the button at the top."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        button = focused if isinstance(focused, QAbstractButton) and focused.hasFocus() else self.hero.button
        button.click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where both fit; else one below the other."""
        letter = QFontMetrics(font(Role.BODY)).height()
        left, least = (max(width, width * letter // _USUAL_LETTER) for width in (_LEFT, _LEAST_LEFT))
        bar = self._area.verticalScrollBar().sizeHint().width()  # room for it, whether it shows or not
        room = self.width() - bar - 2 * _SIDE - _GAP - self.models.least_width()
        beside = room >= least
        left = min(left, room)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._columns.direction():
            self._columns.setDirection(direction)
        self._left.setMinimumWidth(left if beside else 0)
        self._left.setMaximumWidth(left if beside else _UNBOUND)


_UNBOUND = 16_777_215  # Qt's own largest width
