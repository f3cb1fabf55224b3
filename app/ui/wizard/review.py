"""The plan of step 4 in plain words: four things that will happen, each with its details, and what Claude does meanwhile."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.documents import Role as FileRole
from app.domain.goal import Goal, Handover
from app.domain.plan import Plan
from app.ui.controller import Controller
from app.ui.style import tokens
from app.ui.style.fonts import Role
from app.ui.style.paint import rounded
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.card import Card
from app.ui.widgets.details import Disclosure, Fields
from app.ui.widgets.icon import Icon
from app.ui.widgets.reading_order import tab_as_read
from app.ui.widgets.status_line import State
from app.ui.widgets.text import Text
from app.words.changes import plan_lines
from app.words.speech import Speech

_DROP = 5  # half of what a button is taller than a line


class Review(QWidget):
    """Nothing happens until the person agrees."""

    def __init__(self, speech: Speech, controller: Controller, backups: str) -> None:
        super().__init__()
        self._speech, self._backups = speech, backups
        self._shown: tuple[Plan, Goal] | None = None
        say = speech.say
        self._backup = _ReviewRow("backup", say("Save a backup"), say("Details for Save a backup"), say("Details"))
        self._route = _ReviewRow(
            "route",
            say("Send Claude's messages through OpenRouter"),
            say("Details for Send Claude's messages through OpenRouter"),
            say("Details"),
        )
        self._key = _ReviewRow(
            "lock",
            say("Let Claude ask the keychain for your key"),
            say("Details for how Claude gets your key"),
            say("Details"),
        )
        self._model = _ReviewRow("models", "", "", "")
        self._change = Button(say("Change"), Kind.LINK, "chevron-right")
        self._change.setAccessibleName(say("Change the models"))
        self._change.clicked.connect(controller.open_choice)
        self._model.set_action(self._change)
        card = Card(inset=54)
        for row in (self._backup, self._route, self._key, self._model):
            card.add(row, QMargins(20, 5, 20, 10))
        self._callout = Callout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(card)
        column.addWidget(self._callout)

    def tell(self, plan: Plan, goal: Goal) -> None:
        if (plan, goal) == self._shown:
            return
        self._shown = plan, goal
        say = self._speech.say
        paths = [change.path for change in plan.changes]
        self._backup.tell(say("A copy of Claude's current settings, so Undo can bring them back."))
        self._backup.tell_fields([(say("Folder"), self._backups, say("Copy the folder of the backup"))])
        self._route.tell(say("Claude Desktop will use your OpenRouter account from now on."))
        self._route.tell_fields(
            [(say("File"), str(path), say("Copy the path of {file}", file=path.name)) for path in paths],
            plan_lines(plan, goal, self._speech),
        )
        self._tell_key(goal)
        self._key.tell_fields([(say("Gateway"), goal.base_url, say("Copy the gateway's address"))])
        self._backup.setVisible(bool(plan.changes))
        self._key.setVisible(any(c.role is FileRole.PROFILE for c in plan.changes))
        self._tell_models(goal)
        self._tell_callout(plan)
        tab_as_read(self)

    def _tell_key(self, goal: Goal) -> None:
        say = self._speech.say
        if goal.handover is Handover.STATIC:
            title = say("Save a copy of your key in Claude's settings")
            text = say("You chose this. Whoever can open your files can read that copy.")
        else:
            title = say("Let Claude ask the keychain for your key")
            text = say("Claude gets the key when it needs it. The key is not saved in a file.")
        self._key.tell(text, title=title)

    def _tell_models(self, goal: Goal) -> None:
        say = self._speech.say
        labels = [model.label.removeprefix("Claude ") for model in goal.models]
        self._model.setVisible(bool(labels))
        if not labels:
            return
        others = self._speech.listing(labels[1:])
        text = say("{models} are listed too.", models=others)
        if len(labels) == 2:
            text = say("{model} is listed too. You can change this now or later.", model=others)
        if len(labels) == 1:
            text = say("You can change this now or later.")
        self._model.tell(text, title=say("Claude starts with {model}", model=labels[0]))

    def _tell_callout(self, plan: Plan) -> None:
        say = self._speech.say
        if plan.restart:
            self._callout.tell(
                State.ATTENTION,
                say("Claude is open – finish your message first"),  # noqa: RUF001
                say("Claude Desktop will close and open again. It takes about 20 seconds."),
            )
        else:
            self._callout.tell(State.INFO, say("Claude is closed"), say("It will open when this is done."))


class _ReviewRow(QWidget):
    def __init__(self, icon: str, title: str, name: str, details: str) -> None:
        super().__init__()
        self._title, self._text = Text(title, strong=True), Text("", Role.SMALL, Tone.TEXT2)
        self._box = _Box()
        self._parts: list[QWidget] = []
        self._head = QHBoxLayout()
        self._head.setSpacing(12)
        words = QVBoxLayout()
        words.setContentsMargins(0, _DROP, 0, 0)
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        self._head.addLayout(words, 1)
        if details:
            button = Disclosure(details, name=name)
            button.toggled.connect(self._box.setVisible)
            self._head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(self._head)
        right.addWidget(self._box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addLayout(_dropped(Icon(icon, Tone.ACCENT)))
        row.addLayout(right, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_action(self, action: QWidget) -> None:
        self._head.addWidget(action, 0, Qt.AlignmentFlag.AlignTop)

    def tell(self, text: str, title: str = "") -> None:
        self._text.say(text)
        if title:
            self._title.say(title)

    def tell_fields(self, rows: Iterable[tuple[str, str, str]], lines: Iterable[str] = ()) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [*(Text(line, Role.SMALL, Tone.TEXT2) for line in lines), Fields(rows, label_width=0)]
        for part in self._parts:
            self._box.inside.addWidget(part)


class _Box(QFrame):
    """The quiet field that Details opens."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(12, 4, 4, 4)
        self.inside.setSpacing(2)
        self.setVisible(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        rounded(QPainter(self), self.rect(), tokens.current().subtle, None, 8)


def _dropped(icon: Icon) -> QVBoxLayout:
    """Level with the title, which stands level with the button at the end of its line."""
    place = QVBoxLayout()
    place.setContentsMargins(0, _DROP, 0, 0)
    place.addWidget(icon)
    place.addStretch()
    return place
