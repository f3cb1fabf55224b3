"""Practice mode's small panel: switch something wrong on, watch what the program says, and repair it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.exercises import PLACES, Exercise, Place, Training
from app.services.practice_control import PracticeControl
from app.ui.clipboard import SecretClipboard
from app.ui.dialogs.dialog import Dialog
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.tasks import Tasks
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.text import Text
from app.words.exercises import exercise, place
from app.words.findings import finding
from app.words.speech import Speech


class PracticePanel(Dialog):
    """It stays beside the window. `changed` is called after each switch, so that the program looks again."""

    def __init__(
        self,
        parent: QWidget,
        control: PracticeControl,
        speech: Speech,
        tasks: Tasks,
        clipboard: SecretClipboard,
        changed: Callable[[], None],
    ) -> None:
        say = speech.say
        super().__init__(parent, say("Practice: what goes wrong"))
        self.setModal(False)
        self._control, self._speech, self._tasks, self._changed = control, speech, tasks, changed
        self._clipboard = clipboard
        self._boxes: dict[Exercise, CheckBox] = {}
        self._key = ""
        self.say(
            None,
            say("What goes wrong?"),
            say("Switch something on, and see what Gateway Companion says and does. Nothing real is touched."),
        )
        self.body.setSpacing(2)
        for where in Place:
            self._build_group(where)
        self._refused = Text("", Role.SMALL, Tone.WARN)
        self._refused.setVisible(False)
        self.body.addWidget(self._refused)
        self._build_buttons()
        self.fit()

    def _build_group(self, where: Place) -> None:
        self.body.addSpacing(8)
        self.body.addWidget(Text(place(where, self._speech), Role.HEADING))
        for one in (e for e in Exercise if PLACES[e] is where):
            box = CheckBox(exercise(one, self._speech))
            box.setProperty("exercise", one.value)
            box.clicked.connect(self._clicked)
            self._boxes[one] = box
            self.body.addWidget(box)

    def _build_buttons(self) -> None:
        say = self._speech.say
        self._copy = Button(say("Copy a practice key"), Kind.PLAIN, "copy")
        self._copy.setEnabled(False)
        close = Button(say("Close"))
        row = QHBoxLayout()
        row.addWidget(self._copy)
        self.left.addLayout(row)
        self.right.addWidget(close)
        self._copy.clicked.connect(self._copy_key)
        close.clicked.connect(self.reject)

    def look(self) -> None:
        """Shows what is on now: a repair may have switched something off."""
        self._tasks.spawn(self._look())

    async def _look(self) -> None:
        try:
            self._show(await self._control.look())
        except AppError as error:
            self._tell(finding(error.finding, self._speech).title)

    def _clicked(self, on: bool) -> None:
        box = self.sender()
        if isinstance(box, CheckBox):
            self._tasks.spawn(self._switch(Exercise(str(box.property("exercise"))), on=on))

    async def _switch(self, one: Exercise, *, on: bool) -> None:
        try:
            training = await self._control.switch(one, on=on)
            if training.refused:
                self._tell(self._speech.say("There is nothing to break yet. Set OpenRouter up first."))
                training = await self._control.look()
            else:
                self._tell("")
            self._show(training)
        except AppError as error:
            self._tell(finding(error.finding, self._speech).title)
        self._changed()

    def _show(self, training: Training) -> None:
        self._key = training.key or self._key
        self._copy.setEnabled(bool(self._key))
        for one, box in self._boxes.items():
            box.setChecked(one in training.on)

    def _tell(self, text: str) -> None:
        self._refused.say(text)
        self._refused.setVisible(bool(text))
        self.fit()

    def _copy_key(self) -> None:
        self._clipboard.copy(self._key)
        self._copy.set_icon("check")

    def show_beside(self) -> None:
        """Above its window, without holding it up."""
        self.setWindowFlag(Qt.WindowType.Tool)
        self.show()
        self.raise_()
        self.look()
