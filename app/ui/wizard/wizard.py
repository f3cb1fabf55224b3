"""The setup as one view: the steps at the left, the present page at the right; pages are made when first needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.domain.state import AppState, only_key
from app.domain.wizard import Page
from app.ui.controller import Controller
from app.ui.widgets.step_rail import StepRail
from app.ui.wizard.choice import ChoicePage
from app.ui.wizard.developer_mode import DeveloperModePage
from app.ui.wizard.finished import FinishedPage
from app.ui.wizard.key import KeyPage
from app.ui.wizard.model import ModelPage
from app.ui.wizard.restart import RestartPage
from app.ui.wizard.settings import SettingsPage
from app.ui.wizard.steps import note, rail
from app.ui.wizard.welcome import WelcomePage
from app.ui.wizard.wizard_page import WizardPage
from app.words.speech import Speech

_PAGES: dict[Page, Callable[[Speech, Controller], WizardPage]] = {
    Page.WELCOME: WelcomePage,
    Page.DEVELOPER_MODE: DeveloperModePage,
    Page.SETTINGS: SettingsPage,
    Page.KEY: KeyPage,
    Page.RESTART: RestartPage,
    Page.CHOICE: ChoicePage,
    Page.MODEL: ModelPage,
    Page.FINISHED: FinishedPage,
}


class Wizard(QWidget):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._pages: dict[Page, WizardPage] = {}
        self._rail = StepRail(speech.say("Gateway Companion"), speech.say("Set up OpenRouter"))
        self._rail.chosen.connect(controller.choose_step)
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._stack, 1)
        again = QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self)  # the panel has one of its own
        again.activated.connect(controller.look_again)

    def show_state(self, state: AppState) -> None:
        if state.page is None:
            return
        icon, text = note(state, self._speech)
        self._rail.tell(rail(state, self._speech), icon, text)
        self._rail.setVisible(not only_key(state))
        page = self._pages.get(state.page)
        if page is None:
            page = self._pages[state.page] = _PAGES[state.page](self._speech, self._controller)
            self._stack.addWidget(page)
        page.show_state(state)
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
            page.arrive()

    @property
    def page(self) -> WizardPage | None:
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, WizardPage) else None
