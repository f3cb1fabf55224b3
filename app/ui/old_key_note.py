"""A key that was replaced still works at OpenRouter: said until it was read, with the way to delete it there."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.diagnosis import is_set_up
from app.domain.gateway_address import person_link
from app.domain.old_key import OldKey, Use, use_of
from app.domain.outcome import Look
from app.domain.state import AppState, Running
from app.ui.controller import Controller
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.callout import Callout
from app.ui.widgets.showing import set_shown
from app.ui.widgets.states import State
from app.words.keys import old_key
from app.words.speech import Speech


class OldKeyNote(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        say = speech.say
        self._speech, self._controller = speech, controller
        self._page = ""
        self._callout = Callout()
        self.restart = Button(say("Restart Claude Desktop"), Kind.PLAIN, "restart")
        self.delete = Button(say("Delete it at OpenRouter"), Kind.LINK, "external", trailing=True)
        self.delete.setAccessibleName(say("Delete the old key at OpenRouter. Opens your browser"))
        self.hide_it = Button(say("Hide this"), Kind.LINK)
        self.hide_it.setAccessibleName(say("Hide this note about the old key"))
        for button in (self.restart, self.delete, self.hide_it):
            self._callout.add_action(button)
        self.restart.clicked.connect(controller.changes.restart_claude)
        self.delete.clicked.connect(self._open)
        self.hide_it.clicked.connect(controller.keys.dismiss_old_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._callout)
        self.setVisible(False)

    def show_state(self, state: AppState) -> None:
        old, look = state.old_key, state.look
        page = f"/keys/{old.digest}" if old else ""
        has_page = look is not None and person_link(look.goal.base_url, page) is not None
        if old is not None and look is not None and has_page:
            self._page = page
            use = _use(old, look, state.now)
            title, text = old_key(old.hint, use, self._speech)
            self._callout.tell(State.INFO, title, text)
            set_shown(self.restart, use is Use.FOR_AN_HOUR)
            self.restart.setEnabled(not isinstance(state.activity, Running))
        set_shown(self, old is not None and has_page)

    def _open(self) -> None:
        self._controller.open_page(self._page)


def _use(old: OldKey, look: Look, now: float) -> Use:
    """A Claude that was never set up has not got it from us."""
    if not is_set_up(look.facts):
        return Use.OVER
    return use_of(old, look.facts, look.goal.handover, now)
