"""Signing in on step 3: the button, what can be done while the browser is waited for, and the way by a code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.entry import SigningIn
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.showing import set_shown
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.ui.widgets.wrapping import Wrapping
from app.ui.wizard.key_states import KeyLine
from app.ui.wizard.sign_in_code import SignInCode
from app.ui.wizard.sign_in_states import sign_in_line
from app.words.speech import Speech


class SignIn(QWidget):
    """`resized`: it needs another height, which reaches a page only step by step unless it is told."""

    resized = Signal()

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._entry: SigningIn | None = None
        self._line: KeyLine | None = None
        self._by_code = False
        self._status = StatusLine(role=Role.SMALL)
        self._code = SignInCode(speech, controller)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._first_row())
        column.addWidget(self._status)
        column.addWidget(self._other_ways())
        column.addWidget(self._code)

    def _first_row(self) -> Beside:
        self._begin = Button("", Kind.PRIMARY, "external", trailing=True, tall=True)
        self._cancel = Button(self._speech.say("Cancel"), Kind.PLAIN, tall=True)
        self._cancel.setAccessibleName(self._speech.say("Cancel sign-in"))
        self._what = Text("", Role.SMALL, Tone.TEXT2)
        self._begin.clicked.connect(self._sign_in)
        self._cancel.clicked.connect(self._controller.sign_in.cancel)
        buttons = Wrapping(8)
        buttons.addWidget(self._begin)
        buttons.addWidget(self._cancel)
        return Beside(buttons, self._what, lead_grows=False)

    def _other_ways(self) -> QWidget:
        say = self._speech.say
        self._ways = QWidget()
        row = Wrapping(16)
        self._ways.setLayout(row)
        self._open_question = Text(say("Didn't open?"), Role.SMALL, Tone.TEXT2, wrap=False)
        self._copy = Button("", Kind.LINK)
        self._instead = Button(say("Enter a code instead"), Kind.LINK)
        self._instead.setObjectName("enter-code")
        for part in (self._open_question, self._copy, self._instead):
            row.addWidget(part)
        self._copy.clicked.connect(self._copy_link)
        self._instead.clicked.connect(self._enter_code)
        return self._ways

    def show_state(self, state: AppState, *, works: bool) -> None:
        """`works`: there is a key already, so another button is the filled one."""
        had_focus = self.has_focus()
        entry = state.entry if isinstance(state.entry, SigningIn) else None
        if entry is None or self._entry is None or entry.link != self._entry.link:  # another attempt
            self._by_code = False
            self._copy.setText(self._speech.say("Copy the link"))
        self._entry = entry
        self._begin.set_kind(Kind.TINTED if works else Kind.PRIMARY)
        self._render(entry)
        self._code.show_entry(entry if self._by_code else None)
        self._tell(sign_in_line(state, self._speech, by_code=self._by_code))
        if had_focus and not self.has_focus() and self.isVisible():
            (self._begin if entry is None else self._cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def _render(self, entry: SigningIn | None) -> None:
        say = self._speech.say
        self._begin.setEnabled(entry is None)
        self._begin.set_icon("external" if entry is None else None)
        if entry is None:
            self._begin.setText(say("Sign in with OpenRouter"))
            self._what.say(say("Opens your browser. Approve once, then come straight back here."))
        elif entry.got:
            self._begin.setText(say("Getting your key …"))
            self._what.say(say("You approved it. This takes a moment."))
        else:
            self._begin.setText(say("Waiting for your browser …"))
            there = say("Approve there, then come straight back here.")
            self._what.say(there if entry.opened else say("Approve in a browser, then come straight back here."))
        set_shown(self._cancel, entry is not None)
        waiting = entry is not None and bool(entry.link) and not entry.got
        set_shown(self._ways, waiting and not self._by_code)
        set_shown(self._open_question, entry is None or entry.opened)
        set_shown(self._code, waiting and self._by_code)

    def _tell(self, line: KeyLine | None) -> None:
        if line is None or line == self._line:
            self._line = line
            set_shown(self._status, line is not None)
            return
        self._line = line
        self._status.tell(line.state, word=line.word, text=line.text, detail=line.detail)
        set_shown(self._status, True)
        self.resized.emit()
        self._begin.setAccessibleDescription(self._status.accessibleName())
        if self.isVisible():
            announce(self._begin, self._status.accessibleName(), assertive=line.failed)

    def has_focus(self) -> bool:
        return any(w.hasFocus() for w in self.findChildren(QWidget))

    def _sign_in(self) -> None:
        announce(self._begin, self._speech.say("Waiting for your browser …"))
        self._controller.sign_in.begin(self._speech)

    def _copy_link(self) -> None:
        if self._entry is not None:
            self._controller.clipboard.copy(self._entry.link)  # its way back is a secret for five minutes
            self._copy.setText(self._speech.say("Copied"))
            announce(self._copy, self._speech.say("Copied"))

    def _enter_code(self) -> None:
        self._by_code = True
        self._render(self._entry)
        self._code.show_entry(self._entry)
        if self._entry is not None and self._entry.refused is None:
            self._tell(None)  # it has said what else there is
        self._code.arrive()
