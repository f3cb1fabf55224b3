"""A question of a flow, with yes and no in words; closing it is a no."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.domain.journal import ChangeKind
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    PlanChanged,
    Question,
    ReviewPlan,
    TakeOutEntry,
    UseClaudesKey,
)
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog, line
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.states import State
from app.ui.widgets.text import Text
from app.words.questions import question as words
from app.words.speech import Speech


class QuestionDialog(Dialog):
    def __init__(self, parent: QWidget, question: Question, speech: Speech, controller: Controller) -> None:
        title, lines = words(question, speech)
        super().__init__(parent, speech.say("Gateway Companion"))
        self.question = question
        self._controller = controller
        self._tell(title, lines, speech)
        yes_text, no_text = _answers(question, speech)
        danger = isinstance(question, EndByForce)
        yes = Button(yes_text, Kind.DANGER if danger else Kind.PRIMARY)
        no = Button(no_text, Kind.PRIMARY if danger else Kind.PLAIN)
        self.default = no if danger else yes
        for button in (yes, no) if danger else (no, yes):
            self.right.addWidget(button)
        self.default.setFocus(Qt.FocusReason.OtherFocusReason)
        yes.clicked.connect(self.accept)
        no.clicked.connect(self.reject)
        self.finished.connect(self._answer)
        self.fit()

    def _tell(self, title: str, lines: tuple[str, ...], speech: Speech) -> None:
        """A plan is a list; everything else is a few sentences."""
        match self.question:
            case ReviewPlan() if len(lines) > 1:
                self.say(State.INFO, title, speech.say("This is what it does:"), "repair")
            case PlanChanged():
                self.say(State.ATTENTION, title, lines[0])
                lines = lines[1:]
            case _:
                self.say(State.INFO if isinstance(self.question, UseClaudesKey) else State.ATTENTION, title)
                for sentence in lines:
                    self.body.addWidget(Text(sentence))
                return
        for one in lines:
            self.body.addLayout(line("chevron-right", one))

    def _answer(self, result: int) -> None:
        self._controller.changes.answer(yes=result == Dialog.DialogCode.Accepted)


def _answers(question: Question, speech: Speech) -> tuple[str, str]:
    say = speech.say
    match question:
        case ClaudeIsOpen():
            return say("Close and open again"), say("Not now")
        case EndByForce():
            return say("End it by force"), say("Don't end it")
        case PlanChanged():
            return say("Apply these"), say("Not now")
        case TakeOutEntry():
            return say("Take it out"), say("Leave it there")
        case UseClaudesKey():
            return say("Use this key"), say("Don't use it")
        case ReviewPlan(plan) if plan.kind is ChangeKind.TAKE_OUT:
            return say("Take the key out"), say("Leave it there")
        case ReviewPlan():
            return say("Repair"), say("Not now")
        case _:
            return say("Yes"), say("No")
