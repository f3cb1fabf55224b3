"""The few things that a person may set: the tray, the login, the keys, practice mode; and About."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.facts import StoredKey
from app.domain.login_start import LoginStart
from app.domain.preferences import TrayColour
from app.domain.secret_ref import ClaudeProfile
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.login_box import LoginBox
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Line
from app.ui.widgets.check_box import CheckBox, RadioButton
from app.ui.widgets.text import Text
from app.words.sentence import together
from app.words.speech import Speech


class SettingsDialog(Dialog):
    def __init__(self, parent: QWidget, state: AppState, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, say("Settings"))
        self._controller = controller
        self._at_login = LoginBox(speech, controller)
        self._looks: object = None
        self.say(None, say("Settings"))
        self.body.setSpacing(12)
        if state.tray:
            self._build_tray(state, speech)
        offers_login = not state.practice and state.at_login.start is not LoginStart.NOT_OFFERED
        if offers_login:
            self.body.addWidget(self._at_login)
        if state.tray or offers_login:
            self.body.addWidget(Line())
        self._build_key(state, speech)
        if not state.practice:
            self.body.addWidget(Line())
            self._build_practice(speech)
        about = Button(say("About …"), Kind.QUIET, "status-info")
        about.clicked.connect(self._about)
        self.left.addWidget(about)
        help_page, close = Button(say("Help"), Kind.PLAIN, "help"), Button(say("Close"), Kind.PRIMARY)
        help_page.clicked.connect(controller.open_help)
        close.clicked.connect(self.accept)
        for button in (help_page, close):
            self.right.addWidget(button)
        self.default = close
        self.show_state(state)

    def show_state(self, state: AppState) -> None:
        """The login alone: the rest is as it was when this was opened."""
        self._at_login.show_state(state)
        if (looks := self._at_login.looks()) != self._looks:
            self._looks = looks
            self.fit()

    def _build_tray(self, state: AppState, speech: Speech) -> None:
        say, preferences = speech.say, state.preferences
        keep = CheckBox(say("Keep Gateway Companion in the tray and tell me if something stops working"))
        keep.setChecked(preferences.tray)
        keep.toggled.connect(self._controller.memory.keep_in_tray)
        self.body.addWidget(keep)
        self.body.addWidget(Text(say("Colour of the tray icon"), Role.SMALL, Tone.TEXT2))
        column = QVBoxLayout()
        column.setSpacing(0)
        self._colours = QButtonGroup(self)
        for number, (colour, text) in enumerate(
            (
                (TrayColour.AUTOMATIC, say("Automatic")),
                (TrayColour.LIGHT, say("Light, for a dark panel")),
                (TrayColour.DARK, say("Dark, for a light panel")),
            )
        ):
            choice = RadioButton(text)
            choice.setChecked(preferences.tray_colour is colour)
            self._colours.addButton(choice, number)
            column.addWidget(choice)
        self._colours.idClicked.connect(self._colour_chosen)
        self.body.addLayout(column)

    def _build_key(self, state: AppState, speech: Speech) -> None:
        say = speech.say
        keychain = state.look.facts.keychain if state.look else None
        text = say("No OpenRouter key is kept on this computer.")
        if isinstance(keychain, StoredKey):
            text = say("Your OpenRouter key ends in {end}.", end=keychain.hint[-4:])
            in_claude = isinstance(keychain.place, ClaudeProfile)
            kept = say("Claude keeps it.") if in_claude else say("It is kept in this computer's keychain.")
            copied = not in_claude and state.look is not None and bool(state.look.facts.own_copy)
            text = together(text, kept, say("Claude has a copy.") if copied else "")
        self._row(text, Button(say("Keys …"), Kind.PLAIN, "key"), self._keys)

    def _build_practice(self, speech: Speech) -> None:
        text = speech.say("Practice mode shows every step and changes nothing.")
        self._row(text, Button(speech.say("Practice mode"), Kind.PLAIN, "practice"), self._practise)

    def _row(self, text: str, button: Button, slot: object) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Text(text), 1)
        row.addWidget(button)
        button.clicked.connect(slot)
        self.body.addLayout(row)

    def _colour_chosen(self, number: int) -> None:
        self._controller.memory.colour_tray((TrayColour.AUTOMATIC, TrayColour.LIGHT, TrayColour.DARK)[number])

    def _about(self) -> None:
        self.accept()
        self._controller.open_about()

    def _keys(self) -> None:
        self.accept()
        self._controller.open_keys()

    def _practise(self) -> None:
        self.accept()
        self._controller.practise()
