"""Which models Claude lists and which one it starts with; opened from step 4 or step 5."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.domain import claude_models
from app.domain.goal import ChosenModel
from app.domain.loadable import Failed, known
from app.domain.model import Model
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.clock import clock
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.details import Disclosure
from app.ui.widgets.radio_row import RadioRow
from app.ui.widgets.reading_order import tab_as_read
from app.ui.widgets.status_line import State, StatusLine
from app.ui.widgets.text import Text
from app.ui.wizard.more_models import MoreModels
from app.ui.wizard.wizard_page import WizardPage
from app.words import models as words
from app.words.findings import finding as sentence
from app.words.speech import Speech

_NO_MARGINS = QMargins(0, 0, 0, 0)


class ChoicePage(WizardPage):
    """The families that are recommended, one of which is the default; what is ticked below them is listed too."""

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._models: tuple[Model, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._families: tuple[ChosenModel, ...] = ()
        self._rows: list[RadioRow] = []
        self._group = QButtonGroup(self)
        self._card = Card(margins=_NO_MARGINS)
        self._more = MoreModels(speech)
        self._more.built.connect(self._read_in_order)
        self._build_body()
        self._build_footer()

    def _build_body(self) -> None:
        say = self.speech.say
        self._waits = StatusLine(State.WORKING)
        self._again = Button(say("Try again"), Kind.LINK)
        self._again.clicked.connect(self.controller.look_again)
        self._waits.add_action(self._again)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Text(say("Recommended"), Role.HEADING))
        unit = Text(say("In = what Claude reads. Out = what it writes."), Role.CAPTION, Tone.TEXT2)
        unit.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(unit, 1)
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._card)
        column.addLayout(self._fold())
        column.addWidget(self._more)
        self.page.body.addWidget(self._waits)
        self.page.body.addWidget(self._list)

    def _fold(self) -> Beside:
        say = self.speech.say
        self._unfold = Disclosure(say("Show more models"))
        hint = Text(say("Tick one to list it in Claude too"), Role.SMALL, Tone.TEXT2)
        fold = Beside(self._unfold, hint, lead_grows=False, gap=12, below=0)
        for widget in (self._more, self._more.search):
            widget.setVisible(False)
            self._unfold.toggled.connect(widget.setVisible)
        return Beside(fold, self._more.search, lead_grows=True)

    def _build_footer(self) -> None:
        say = self.speech.say
        back = Button(say("Back"), Kind.QUIET, "chevron-left")
        back.clicked.connect(self.controller.back)
        self._source = Text("", Role.CAPTION, Tone.TEXT2)
        self._done = Button(say("Use these models"), Kind.PRIMARY)
        self._done.clicked.connect(self._use)
        self.footer.left.addWidget(back)
        self.footer.left.addWidget(self._source, 1)
        self.footer.right.addWidget(self._done)
        self.default = self._done

    def show_state(self, state: AppState) -> None:
        say = self.speech.say
        self.page.set_head(
            "",
            say("Choose your model"),
            say("Claude starts with the model you pick here. You can switch in Claude at any time."),
        )
        seen = known(state.models)
        models, chosen = seen.value if seen else (), _chosen(state)
        if chosen != self._chosen or not self._rows:
            self._models, self._chosen = models, chosen
            self._fill(models, chosen)
        elif models != self._models:  # newer prices change nothing of what is marked
            self._models = models
            self._fill(models, self._marked() or chosen)
        self._waits.setVisible(not self._families)
        self._list.setVisible(bool(self._families))
        self._tell_waiting(state)
        self._done.setEnabled(bool(self._families))
        self._source.say(self._about_prices(state) if self._families else "")

    def _tell_waiting(self, state: AppState) -> None:
        """Instead of the list, while there is none."""
        say, failed = self.speech.say, isinstance(state.models, Failed)
        working = not failed or state.checking
        self._again.setVisible(not working)
        if working:
            self._waits.tell(State.WORKING, text=say("Getting the list of models …"))
        elif isinstance(state.models, Failed):
            said = sentence(state.models.finding, self.speech)
            self._waits.tell(State.UNKNOWN, word=say("Can't get the list of models"), detail=said.remedy)

    def _about_prices(self, state: AppState) -> str:
        say = self.speech.say
        seen = known(state.models)
        at = clock(seen.at) if seen else ""
        if isinstance(state.models, Failed):
            asked = say("OpenRouter did not answer. Prices from {time}.", time=at)
        else:
            asked = say("Prices from OpenRouter, {time}.", time=at)
        return say("{first}\n{second}", first=say("A million tokens is about 750,000 words."), second=asked)

    def _fill(self, models: tuple[Model, ...], chosen: tuple[str, ...]) -> None:
        by_id = {model.id: model for model in models}
        self._families = _offered(models, chosen)
        picked = chosen[0] if chosen else self._families[0].id if self._families else ""
        families = [family.id for family in self._families]
        while len(self._rows) < len(self._families):
            row = RadioRow()
            self._rows.append(row)
            self._group.addButton(row.button)
            self._card.add(row, _NO_MARGINS)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(self._families))
            if number < len(self._families):
                self._tell(row, self._families[number], by_id)
                row.button.setChecked(families[number] == picked or (picked not in families and number == 0))
        for row in self._rows:  # Qt sets this right only once one of them has the focus
            row.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row.chosen else Qt.FocusPolicy.ClickFocus)
        others = tuple(m for m in models if claude_models.accepted(m.id) is None and m.id not in families)
        self._more.fill(others, ticked=tuple(id for id in chosen if id not in families))
        if any(id not in families for id in chosen):
            self._unfold.setChecked(True)
        tab_as_read(self)

    def _tell(self, row: RadioRow, family: ChosenModel, by_id: dict[str, Model]) -> None:
        say, model = self.speech.say, by_id.get(family.id)
        row.tell(
            words.family(family.tier, self.speech),
            family.label,
            words.good_for(family.tier, self.speech),
            tag=self._tag(family),
            price=words.price(model, self.speech),
            unit=say("per million tokens"),
        )

    def _read_in_order(self) -> None:
        tab_as_read(self)

    def _tag(self, family: ChosenModel) -> str:
        if family is self._families[0]:
            return self.speech.say("Recommended")
        return self.speech.say("Default now") if family.id == next(iter(self._chosen), "") else ""

    def _marked(self) -> tuple[str, ...]:
        """The default, then what is ticked; nothing before there was anything to mark."""
        default = [f.id for f, row in zip(self._families, self._rows, strict=False) if row.chosen]
        return (*default, *self._more.ticked()) if default else ()

    def _use(self) -> None:
        default, *ticked = self._marked()
        others = [family.id for family in self._families if family.id != default]
        self.controller.models.choose([default, *others, *ticked])
        self.controller.back()

    def arrive(self) -> None:
        super().arrive()
        self._fill(self._models, self._chosen)  # what was picked here before and not used is forgotten
        chosen = next((row for row in self._rows if row.chosen), None)
        if chosen is not None:
            chosen.button.setFocus(Qt.FocusReason.OtherFocusReason)


def _offered(models: tuple[Model, ...], chosen: tuple[str, ...]) -> tuple[ChosenModel, ...]:
    """The newest of each family, and the present default where it is another one."""
    families = claude_models.recommended(models)
    default = next(iter(chosen), "")
    if default in {family.id for family in families}:
        return families
    return (*families, *claude_models.choose([default], models).models[:1])


def _chosen(state: AppState) -> tuple[str, ...]:
    """What was chosen last, wherever it was."""
    goal = tuple(m.id for m in state.look.goal.models) if state.look else ()
    return state.preferences.waiting or state.preferences.models or goal
