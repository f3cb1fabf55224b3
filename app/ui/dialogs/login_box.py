"""The check box in Settings about the login: ticked as the computer's own settings have it, with words where it is not."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.login_start import LoginStart
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.widgets.check_box import CheckBox
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.words.at_login import start
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech

_EXPLAINED = (LoginStart.HELD_BACK, LoginStart.FOR_ALL)


class LoginBox(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self.box = CheckBox(speech.say("Start Gateway Companion when I log in"))
        self.box.clicked.connect(self._clicked)
        self._note = StatusLine(role=Role.SMALL)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(self._note)

    def show_state(self, state: AppState) -> None:
        at_login = state.at_login
        self.box.setChecked(at_login.start in (LoginStart.ON, LoginStart.FOR_ALL))
        self.box.setEnabled(at_login.start is not LoginStart.FOR_ALL)
        if at_login.refused is not None:
            said = sentence(at_login.refused, self._speech)
            self._note.tell(State.PROBLEM, text=said.title, detail=together(said.detail, said.remedy))
        elif at_login.start in _EXPLAINED:
            self._note.tell(State.INFO, text=start(at_login.start, self._speech))
        set_shown(self._note, at_login.refused is not None or at_login.start in _EXPLAINED)

    def looks(self) -> object:
        """Another one, and the room that it takes is another one."""
        return self._note.isHidden(), self._note.accessibleName()

    def _clicked(self, on: bool) -> None:
        self._controller.at_login.turn(on)
