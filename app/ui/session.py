"""The program behind the first frame: builds the views on the running loop, follows the state, and ends in order."""

from __future__ import annotations

import asyncio

from PySide6.QtGui import QKeySequence

from app.domain.goal import Handover
from app.domain.preferences import Preferences
from app.domain.state import AppState
from app.flows.monitor import Monitor, News
from app.flows.parts import Parts
from app.flows.restart_claude import Patience
from app.services.practice_control import PracticeControl
from app.ui.application import Application
from app.ui.changes import Changes
from app.ui.controller import Controller
from app.ui.dialogs.dialogs import Dialogs
from app.ui.leaving import Leaving
from app.ui.main_window import MainWindow
from app.ui.practice_panel import PracticePanel
from app.ui.practice_process import PracticeProcess
from app.ui.quitting import QuitRequests
from app.ui.single_instance import SingleInstance
from app.ui.store import Store
from app.ui.style.icons import app_icon
from app.ui.style.theme import Theme
from app.ui.tasks import Tasks
from app.ui.termination import Termination
from app.ui.tray import Tray
from app.ui.views import Views
from app.ui.wakeups import Wakeups
from app.words.speech import Speech

_LAST_WORDS = 3.0
"""Seconds for what still runs when the program ends."""


class Session:
    """One run of the program, from the first frame to the last."""

    def __init__(self, app: Application, window: MainWindow, parts: Parts, speech: Speech, server: str) -> None:
        self._window, self._speech = window, speech
        self._over = asyncio.Event()
        self._base_url = parts.base_url
        self._faults: PracticePanel | None = None
        preferences = parts.data.load("preferences.json", Preferences) or Preferences()
        self.store = Store(AppState(parts.data.practice, Tray.available(), preferences=preferences))
        self._tasks = Tasks(self._defect)
        self._monitor = Monitor(parts, self._publish)
        changes = Changes(parts, self.store, self._tasks, self._monitor, Patience())
        self._controller = Controller(parts, self.store, self._tasks, self._monitor, changes)
        self._theme = Theme(app)
        self._theme.apply()
        window.setWindowIcon(app_icon())
        self._instance = SingleInstance(server)
        self._practice = PracticeProcess()
        self._views = Views(window, speech, self._controller, practice=parts.data.practice)
        self._dialogs = Dialogs(window, speech, self._controller)
        self._tray = Tray(speech, self._controller)
        self._leaving = Leaving(window, self._tray, self._dialogs, self.store, self._controller, speech, self.end)
        app.leave_by(self._leaving.quit)
        self._quit_requests = QuitRequests(server, self._is_busy, self._leaving.quit)
        self._wakeups = Wakeups(self._monitor, self.store, window.isVisible)
        self.look_again = self._controller.look_again
        self._connect()

    def _connect(self) -> None:
        window, controller = self._window, self._controller
        self.store.changed.connect(self._show)
        self._instance.asked.connect(window.show_up)
        self._tray.opened.connect(window.show_up)
        window.closing.connect(self._leaving.close)
        controller.shown.connect(window.show_up)
        controller.left.connect(self._leaving.quit)
        controller.practice_wanted.connect(self._practice.start)
        controller.settings_wanted.connect(self._open_settings)
        controller.keys_wanted.connect(self._open_keys)
        controller.about_wanted.connect(self._dialogs.open_about)
        controller.licences_wanted.connect(self._dialogs.open_licences)
        controller.handing_over.wanted.connect(self._ask_handover)
        controller.faults_wanted.connect(self._open_faults)
        window.came_up.connect(self._show_again)
        self._practice.started.connect(window.hide)
        self._practice.ended.connect(self._practice_ended)
        window.shortcut(QKeySequence.StandardKey.Quit, self._leaving.quit)
        window.shortcut(QKeySequence.StandardKey.HelpContents, controller.open_help)
        self._termination = Termination(self.end)

    async def run(self) -> None:
        self._tasks.spawn(self._monitor.run())
        self._show(self.store.state)
        await self._over.wait()
        self._wakeups.stop()
        self._termination.close()
        self._instance.close()
        self._quit_requests.close()
        self._tray.hide()
        self._window.hide()
        self._controller.clipboard.clear()
        await self._practice.stop()
        await self._controller.memory.save()
        await self._tasks.close(_LAST_WORDS)

    def _publish(self, news: News) -> None:
        self._controller.publish(news)

    def _show(self, state: AppState) -> None:
        """The views only while somebody can see them."""
        if self._window.isVisible():
            self._views.show_state(state)
        self._leaving.follow(state)
        self._dialogs.show_state(state)
        if Tray.available():
            self._tray.show_state(state)

    def _show_again(self) -> None:
        self._views.show_state(self.store.state)

    def _practice_ended(self, well: bool) -> None:
        self._window.show_up()
        if not well:
            self._dialogs.tell_practice_failed()

    def _open_settings(self) -> None:
        self._window.show_up()
        self._dialogs.open_settings(self.store.state)

    def _ask_handover(self, handover: Handover) -> None:
        self._dialogs.ask_handover(handover, self.store.state)

    def _open_keys(self) -> None:
        self._window.show_up()
        self._dialogs.open_keys(self.store.state)

    def _open_faults(self) -> None:
        if self._faults is None:
            control = PracticeControl(self._base_url)
            clipboard, look = self._controller.clipboard, self._controller.look_again
            self._faults = PracticePanel(self._window, control, self._speech, self._tasks, clipboard, look)
        self._faults.show_beside()

    def _is_busy(self) -> bool:
        return self._leaving.is_busy

    def _defect(self, error: BaseException) -> None:
        self._dialogs.tell_defect(error)

    def end(self) -> None:
        """The system wants it over: what is under way stops where it is, and the next run takes it up."""
        self._over.set()
