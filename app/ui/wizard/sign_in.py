"""Signing in on step 3: the button, what can be done while the browser is waited for, and the way by a code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.entry import SigningIn
from app.domain.state import AppState
from app.ui.clipboard import SECONDS
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
from app.ui.wizard.key_states import KeyLine, Remedy
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
        self._by_code = self._copied = False
        self._status = StatusLine(role=Role.SMALL)
        self._remedy = Button("", Kind.LINK, "external", trailing=True)
        self._remedy.clicked.connect(self._open_keys)
        self._status.add_action(self._remedy)
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
        self._beside_copy = Text("", Role.SMALL, Tone.TEXT2)
        self._copy = Button(say("Copy the link"), Kind.LINK)
        self._copy.setObjectName("copy-link")
        self._instead = Button(say("Enter a code instead"), Kind.LINK)
        self._instead.setObjectName("enter-code")
        for part in (self._beside_copy, self._copy, self._instead):
            row.addWidget(part)
        self._copy.clicked.connect(self._copy_link)
        self._instead.clicked.connect(self._enter_code)
        return self._ways

    def show_state(self, state: AppState, *, works: bool) -> None:
        """`works`: there is a key already, so another button is the filled one."""
        had_focus = self.has_focus()
        entry = state.entry if isinstance(state.entry, SigningIn) else None
        if entry is None or self._entry is None or entry.link != self._entry.link:  # another attempt
            self._by_code = self._copied = False
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
        self._render_beside_copy(opened=entry is None or entry.opened)
        set_shown(self._code, waiting and self._by_code)

    def _render_beside_copy(self, *, opened: bool) -> None:
        question = self._speech.say("Didn't open?")
        copied = self._speech.say("Copied. It is cleared after {seconds} seconds.", seconds=f"{SECONDS:.0f}")
        self._beside_copy.say(copied if self._copied else question)
        set_shown(self._beside_copy, opened or self._copied)

    def _tell(self, line: KeyLine | None) -> None:
        if line is None or line == self._line:
            self._line = line
            set_shown(self._status, line is not None)
            return
        self._line = line
        self._status.tell(line.state, word=line.word, text=line.text, detail=line.detail)
        self._remedy.setText(line.remedy_text)
        set_shown(self._remedy, line.remedy is Remedy.KEYS)
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
            self._copied = True
            self._render(self._entry)
            announce(self._copy, self._beside_copy.text())
            self.resized.emit()

    def _open_keys(self) -> None:
        self._controller.open_page("/keys")

    def _enter_code(self) -> None:
        self._by_code = True
        self._render(self._entry)
        self._code.show_entry(self._entry)
        if self._entry is not None and self._entry.refused is None:
            self._tell(None)  # it has said what else there is
        self._code.arrive()
