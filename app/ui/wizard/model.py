"""Step 5: what Claude's picker lists now, where to switch in Claude, what it costs, and one piece of advice."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.goal import ChosenModel
from app.domain.loadable import known
from app.domain.model import Model
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.radio_row import Tag
from app.ui.widgets.status_line import State, StatusLine
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.ui.wizard.picker_picture import PickerPicture
from app.ui.wizard.wizard_page import WizardPage
from app.words import models as words
from app.words.speech import Speech


class ModelPage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._lines: list[_ModelLine] = []
        self._card = Card()
        self._picture = PickerPicture(speech)
        self._advice = StatusLine(State.INFO, role=Role.SMALL)
        self._waiting = StatusLine(State.WAITING, role=Role.SMALL)
        self._build_body()
        self._build_footer()

    def _build_body(self) -> None:
        say, body = self.speech.say, self.page.body
        head = QHBoxLayout()
        head.addWidget(Text(say("In Claude's list now"), Role.HEADING))
        head.addStretch()
        change = Button(say("Change"), Kind.LINK, "chevron-right")
        change.setAccessibleName(say("Change the models"))
        change.clicked.connect(self.controller.open_choice)
        head.addWidget(change)
        self._now = Button(say("Restart now"), Kind.LINK)
        self._now.clicked.connect(self.controller.models.use_now)
        self._waiting.add_action(self._now)
        where = QVBoxLayout()
        where.setSpacing(4)
        where.addStretch()
        where.addWidget(Text(say("Where to switch in Claude"), strong=True))
        where.addWidget(
            Text(
                say("The name of the model stands below the box you write in. Press it to pick another one."),
                Role.SMALL,
                Tone.TEXT2,
            )
        )
        where.addStretch()
        link = Button(say("Open"), Kind.LINK, "external", trailing=True)
        link.setAccessibleName(say("Open your OpenRouter preferences"))
        link.clicked.connect(self._open_preferences)
        self._advice.add_action(link)
        body.setSpacing(12)
        body.addLayout(head)
        body.addWidget(self._card)
        body.addWidget(self._waiting)
        body.addLayout(Beside(self._picture, where, lead_grows=False, gap=20))
        body.addWidget(self._advice)

    def _build_footer(self) -> None:
        say = self.speech.say
        back = Button(say("Back"), Kind.QUIET, "chevron-left")
        back.clicked.connect(self.controller.back)
        self.footer.left.addWidget(back)
        self.footer.left.addWidget(
            Text(say("A page is about 500 words. A million tokens is about 750,000 words."), Role.CAPTION, Tone.TEXT2),
            1,
        )
        self._finish = Button(say("Finish"), Kind.PRIMARY)
        self._finish.clicked.connect(self.controller.next)
        self.footer.right.addWidget(self._finish)
        self.default = self._finish

    def show_state(self, state: AppState) -> None:
        say = self.speech.say
        self.page.set_head(
            self.step_of(5),
            say("Choose your model"),
            say("Claude lists these models and starts with the first. You can switch in Claude at any time."),
        )
        seen = known(state.models)
        by_id = {model.id: model for model in seen.value} if seen else {}
        goal = state.look.goal.models if state.look else ()
        while len(self._lines) < len(goal):
            line = _ModelLine(self.speech)
            self._lines.append(line)
            self._card.add(line, QMargins(20, 7, 20, 7))
        for number, line in enumerate(self._lines):
            line.setVisible(number < len(goal))
            if number < len(goal):
                line.tell(goal[number], by_id.get(goal[number].id), first=number == 0)
        self._picture.tell(goal[0].label if goal else "")
        self._waiting.setVisible(bool(state.preferences.waiting))
        self._waiting.tell(
            State.WAITING,
            word=say("At the next restart"),
            text=say("Claude gets the models that you have chosen"),
        )
        self._advice.tell(
            State.INFO,
            word=say("Advice"),
            text=say("put Anthropic first in your OpenRouter preferences"),
            detail=say("OpenRouter then asks Claude's maker first, and others only where that fails."),
        )

    def arrive(self) -> None:
        super().arrive()
        self._finish.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_preferences(self) -> None:
        self.controller.open_page("/settings/preferences")


class _ModelLine(QWidget):
    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._name, self._default = Text(strong=True, wrap=False), Tag(speech.say("Default"))
        self._buys = Text("", Role.SMALL, Tone.TEXT2)
        self._price = Text("", strong=True, wrap=False)
        self._unit = Text(speech.say("per million tokens"), Role.CAPTION, Tone.TEXT2, wrap=False)
        first = Wrapping()
        first.addWidget(self._name)
        first.addWidget(self._default)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(1)
        left.addLayout(first)
        left.addWidget(self._buys)
        right.addWidget(self._price, 0, Qt.AlignmentFlag.AlignRight)
        right.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignRight)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(Beside(left, right, lead_grows=True, below=2))

    def tell(self, chosen: ChosenModel, model: Model | None, *, first: bool) -> None:
        self._name.say(chosen.label)
        self._default.setVisible(first)
        self._buys.say(words.pages(model, self._speech) or words.good_for(chosen.tier, self._speech))
        self._price.say(words.price(model, self._speech))
        self._unit.setVisible(model is not None)
