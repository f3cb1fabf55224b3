"""The setup and the panel in the one window; a view is made when it is first shown."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.main_window import MainWindow
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button, Kind
from app.words.speech import Speech


class Views:
    def __init__(self, window: MainWindow, speech: Speech, controller: Controller, *, practice: bool) -> None:
        self._window, self._speech, self._controller = window, speech, controller
        self._stack = QStackedWidget()
        self._shown: QWidget | None = None
        banner = None
        if practice:
            faults = Button(speech.say("What goes wrong …"), Kind.LINK)
            text = speech.say("Practice mode – nothing real is changed")  # noqa: RUF001
            banner = Banner(text, speech.say("Leave practice mode"), faults)
            banner.left.connect(controller.left)
            faults.clicked.connect(controller.faults_wanted)
        window.fill(banner, self._stack)

    def show_state(self, state: AppState) -> None:
        if state.look is None and state.failed is None:
            return  # the first frame says that this computer is being looked at
        if state.page is None:
            self._show_panel(state)
        else:
            self._show_wizard(state)

    def _show_panel(self, state: AppState) -> None:
        from app.ui.panel.panel import Panel

        panel = next((w for w in self._made() if isinstance(w, Panel)), None)
        if panel is None:
            panel = Panel(self._speech, self._controller)
            self._stack.addWidget(panel)
        panel.show_state(state)
        if self._comes_up(panel):
            panel.arrive()
        self._title(self._speech.say("Gateway Companion"), state)

    def _show_wizard(self, state: AppState) -> None:
        from app.ui.wizard.wizard import Wizard

        wizard = next((w for w in self._made() if isinstance(w, Wizard)), None)
        if wizard is None:
            wizard = Wizard(self._speech, self._controller)
            self._stack.addWidget(wizard)
        comes_up = self._comes_up(wizard)
        wizard.show_state(state)
        if comes_up and wizard.page is not None:
            wizard.page.arrive()
        self._title(self._speech.say("Gateway Companion – Setup"), state)  # noqa: RUF001

    def _comes_up(self, view: QWidget) -> bool:
        """Whether it was not shown before."""
        before, self._shown = self._shown, view
        self._stack.setCurrentWidget(view)
        return before is not view

    def _title(self, title: str, state: AppState) -> None:
        practice = self._speech.say("{title} (practice mode)", title=title)
        self._window.setWindowTitle(practice if state.practice else title)

    def _made(self) -> list[object]:
        return [self._stack.widget(number) for number in range(self._stack.count())]
