"""Step 4 while it happens: the parts one by one, and what to do where Claude does not close."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.progress import Part, PartState
from app.domain.questions import KeepWaiting
from app.domain.state import Running
from app.ui.controller import Controller
from app.ui.progress_rows import running_rows, share
from app.ui.still_open import StillOpenNote
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.bar import Bar
from app.ui.widgets.icon import Icon
from app.ui.widgets.progress_list import ProgressList, ProgressRow
from app.ui.widgets.states import State
from app.ui.widgets.text import Text
from app.words.progress import part, part_state
from app.words.speech import Speech


class RestartProgress(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech = speech
        self._told = ""
        self._bar, self._part = Bar(), Text("", Role.SMALL, Tone.TEXT2, wrap=False)
        self._list = ProgressList()
        self._still_open = StillOpenNote(speech, controller)
        self._note = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._measure = QWidget()
        measure = QHBoxLayout(self._measure)
        measure.setContentsMargins(0, 0, 0, 0)
        measure.setSpacing(12)
        measure.addWidget(self._bar, 1)
        measure.addWidget(self._part)
        note = QHBoxLayout(self._note)
        note.setContentsMargins(2, 0, 0, 0)
        note.setSpacing(10)
        note.addWidget(Icon("shield", Tone.TEXT2))
        promise = speech.say("If the settings can't be written, your earlier ones are put back by themselves.")
        note.addWidget(Text(promise, Role.SMALL, Tone.TEXT2), 1)
        for widget in (self._measure, self._list, self._still_open, self._note):
            column.addWidget(widget)

    def tell(self, running: Running) -> None:
        taking_back = running.stopping and running.undoes
        rows = (_taking_back(self._speech),) if taking_back else running_rows(running, self._speech)
        number, of = share(running)
        agreed = running.plan is not None
        gave_up = isinstance(running.asking, KeepWaiting)
        self._measure.setVisible(agreed and not running.stopping)
        self._note.setVisible(agreed and not running.stopping and not gave_up)
        self._bar.set_share((number - 0.5) / of)
        self._part.say(self._speech.say("Part {n} of {all}", n=number, all=of))
        now = next((row.text for row in rows if row.text.endswith("…")), "")
        self._bar.setAccessibleName(self._speech.say("Part {n} of {all}, {now}", n=number, all=of, now=now))
        self._list.tell(rows)
        self._still_open.tell(slow=running.slow, gave_up=gave_up)
        if agreed and now not in ("", self._told) and self.isVisible():
            announce(self, now)
        self._told = now


def _taking_back(speech: Speech) -> ProgressRow:
    working = PartState.WORKING
    return ProgressRow(State.WORKING, part(Part.PUT_BACK, working, speech), part_state(working, speech))
