"""The way of a sign-in where no browser can come back by itself: a page shows a code, which is entered here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.entry import SigningIn
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.key_field import KeyField
from app.ui.widgets.showing import set_shown
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.words.speech import Speech


class SignInCode(QWidget):
    """The code is a secret for ten minutes, so its field is one for keys."""

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._link = ""
        say = speech.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        text = say("Open OpenRouter's page in any browser, approve, and copy the code it shows.")
        column.addWidget(Text(text, Role.SMALL, Tone.TEXT2))
        column.addLayout(self._links())
        label = Text(say("Code"), strong=True)
        self._field = KeyField(say("The code from the page"), say("Show code"), say("Hide code"), shortcut="")
        self._field.setAccessibleName(say("Code"))
        label.setBuddy(self._field)
        self._use = Button(say("Use code"), Kind.PLAIN, tall=True)
        column.addSpacing(4)
        column.addWidget(label)
        column.addLayout(Beside(self._field, self._use, lead_grows=True, gap=8))
        self._controller.clipboard.watch(self._field)
        self._field.textChanged.connect(self._follow)
        self._field.returnPressed.connect(self._enter)
        self._use.clicked.connect(self._enter)

    def _links(self) -> Wrapping:
        self._open = Button(self._speech.say("Open the page"), Kind.LINK, "external", trailing=True)
        self._copy = Button("", Kind.LINK)
        self._open.clicked.connect(self._open_page)
        self._copy.clicked.connect(self._copy_link)
        row = Wrapping(16)
        row.addWidget(self._open)
        row.addWidget(self._copy)
        return row

    def show_entry(self, entry: SigningIn | None) -> None:
        """None: it is over, or the person waits for the browser."""
        link = entry.code_link if entry else ""
        if link != self._link:
            self._link = link
            self._copy.setText(self._speech.say("Copy its link"))
            self._field.wipe()
        if entry is not None:
            set_shown(self._open, entry.opened)
            refused = entry.refused is not None and bool(self._field.text())
            self._field.set_tone(Tone.BAD if refused else Tone.TEXT)
        self._follow()

    def arrive(self) -> None:
        first = self._open if self._open.isVisible() else self._copy
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        self._use.setEnabled(bool(self._field.text().strip()))

    def _enter(self) -> None:
        self._controller.sign_in.enter_code(self._field.text())

    def _open_page(self) -> None:
        self._controller.open_link(self._link)

    def _copy_link(self) -> None:
        self._controller.copy(self._link)
        self._copy.setText(self._speech.say("Copied"))
        announce(self._copy, self._speech.say("Copied"))
