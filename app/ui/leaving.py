"""What closing the window and quitting mean: into the tray, to the end, or first a question about what goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.domain.diagnosis import is_set_up
from app.domain.state import AppState, Running
from app.ui.controller import Controller
from app.ui.dialogs.dialogs import Dialogs
from app.ui.main_window import MainWindow
from app.ui.store import Store
from app.ui.tray import Tray
from app.words.speech import Speech


class Leaving:
    """`over` ends the program."""

    def __init__(
        self,
        window: MainWindow,
        tray: Tray,
        dialogs: Dialogs,
        store: Store,
        controller: Controller,
        speech: Speech,
        over: Callable[[], None],
    ) -> None:
        self._window, self._tray, self._dialogs = window, tray, dialogs
        self._store, self._controller, self._speech = store, controller, speech
        self._over = over
        self._afterwards: Callable[[], None] | None = None

    def close(self) -> None:
        """In the tray it goes on; where there is none it would be lost, so it ends."""
        state = self._store.state
        if self._is_held_up(self.close):
            return
        if Tray.available() and state.preferences.tray and not state.practice:
            self._window.hide()
            self._tell_once_of_tray()
        else:
            self.quit()

    @property
    def is_busy(self) -> bool:
        """Whether something is half done that nobody but the person may stop."""
        activity = self._store.state.activity
        return isinstance(activity, Running) and activity.touches

    def quit(self) -> None:
        if self._is_held_up(self.quit):
            return
        self._tell_once_of_quit()
        self._over()

    def _is_held_up(self, wish: Callable[[], None]) -> bool:
        """Whether something is half done; the person is asked, and what they wanted happens after it has ended."""
        if not self.is_busy:
            return False
        self._afterwards = wish
        self._window.show_up()
        self._dialogs.ask_to_stop(self._store.state)
        return True

    def follow(self, state: AppState) -> None:
        if self._afterwards is None or isinstance(state.activity, Running):
            return
        wish, self._afterwards = self._afterwards, None
        if self._dialogs.stop_agreed:
            wish()

    def _tell_once_of_tray(self) -> None:
        say, preferences = self._speech.say, self._store.state.preferences
        if not preferences.told_of_tray:
            self._controller.memory.remember(replace(preferences, told_of_tray=True))
            self._tray.tell(
                say("Gateway Companion stays in the tray"),
                say("It tells you if something stops working. To end it, choose “Quit” in its menu there."),
            )

    def _tell_once_of_quit(self) -> None:
        say, state = self._speech.say, self._store.state
        told = state.preferences.told_of_quit or not Tray.available()
        if told or state.look is None or not is_set_up(state.look.facts):
            return
        self._controller.memory.remember(replace(state.preferences, told_of_quit=True))
        self._tray.tell(
            say("Claude keeps using OpenRouter"),
            say("Nobody watches the connection until you open Gateway Companion again."),
        )
