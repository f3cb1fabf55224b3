"""Step 3: a key for Claude to use: from a sign-in, pasted here, or taken over from Claude."""

from __future__ import annotations

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.entry import CheckingEntry, Entry, EntryFailed, EntryWorks, NoEntry, SigningIn
from app.domain.facts import StoredKey
from app.domain.findings import Finding
from app.domain.state import AppState, key_works, only_key
from app.domain.wizard import Page, can_advance
from app.ui.clipboard import SECONDS
from app.ui.controller import Controller
from app.ui.old_key_note import OldKeyNote
from app.ui.style.fonts import Role
from app.ui.style.tokens import Tone
from app.ui.widgets.announce import announce
from app.ui.widgets.beside import Beside
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.card import Card
from app.ui.widgets.details import Details, Fields
from app.ui.widgets.divider import Divider
from app.ui.widgets.key_field import KeyField
from app.ui.widgets.reading_order import tab_as_read
from app.ui.widgets.showing import set_shown, settle
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.ui.wizard.kept_where import KeptWhere
from app.ui.wizard.key_states import KeyLine, Remedy, key_line, offered
from app.ui.wizard.sign_in import SignIn
from app.ui.wizard.sign_in_states import can_sign_in
from app.ui.wizard.wizard_page import WizardPage
from app.words.speech import Speech

_MOST = 1000
"""Characters; what is longer is a whole document, and what is cut off here is still too long for a key."""


class KeyPage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._shown: KeyLine | None = None
        self._mask = ""
        self._worked = False
        card = Card(margins=QMargins(20, 12, 20, 12))
        card.add(self._entry(), QMargins(20, 20, 20, 16))
        self._kept = KeptWhere(speech, controller)
        self._kept.resized.connect(self._settle)
        card.add(self._kept)
        self.page.body.addWidget(card)
        self.page.body.addWidget(self._below())
        self.back_button()
        self._continue = Button(speech.say("Continue"), Kind.PLAIN)
        self.footer.right.addWidget(self._continue)
        self._continue.clicked.connect(controller.next)

    def _entry(self) -> QWidget:
        say, box = self.speech.say, QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._sign_in = SignIn(self.speech, self.controller)
        self._sign_in.resized.connect(self._settle)
        self._or = Divider(say("or paste a key"))
        column.addWidget(self._sign_in)
        column.addWidget(self._claudes_row())
        column.addWidget(self._or)
        label = Text(say("OpenRouter key"), strong=True)
        self._field = KeyField(say("Starts with sk-or-"), say("Show key"), say("Hide key"))
        self._field.setAccessibleName(say("OpenRouter key"))
        label.setBuddy(self._field)
        self._paste = Button(say("Paste"), Kind.PLAIN, "paste", tall=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._field, 1)
        row.addWidget(self._paste)
        column.addLayout(self._label_row(label))
        column.addLayout(row)
        column.addLayout(self._status_row())
        self._old_key = OldKeyNote(self.speech, self.controller)
        column.addWidget(self._old_key)
        self.controller.clipboard.watch(self._field)
        self._field.textEdited.connect(self._typing)
        self._field.text_changed.connect(self.controller.key_entry.enter)
        self._paste.clicked.connect(self._paste_key)
        return box

    def _settle(self) -> None:
        settle(self.page.content)

    def _label_row(self, label: Text) -> Beside:
        self._create = Button(self.speech.say("Create a key by hand"), Kind.LINK, "external", trailing=True)
        self._create.clicked.connect(self._open_keys)
        return Beside(label, self._create, lead_grows=True, below=0)

    def _claudes_row(self) -> QWidget:
        self._claudes = QWidget()
        self._use = Button(self.speech.say("Use the key Claude has now"), Kind.TINTED, "key", tall=True)
        self._use_text = Text("", Role.SMALL, Tone.TEXT2)
        self._use.clicked.connect(self.controller.key_entry.use_claudes_key)
        column = QVBoxLayout(self._claudes)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(Beside(self._use, self._use_text, lead_grows=False))
        return self._claudes

    def _status_row(self) -> QVBoxLayout:
        column, row = QVBoxLayout(), QHBoxLayout()
        column.setSpacing(4)
        self._status = StatusLine(role=Role.SMALL)
        self._remedy = Button("", Kind.LINK)
        self._remedy.clicked.connect(self._help)
        row.addSpacing(30)  # below the words of the line
        row.addWidget(self._remedy)
        row.addStretch()
        column.addWidget(self._status)
        column.addLayout(row)
        return column

    def _below(self) -> Details:
        say = self.speech.say
        self._details = Details(say("Details"))
        self._base_url = ""
        self._frame: Card | None = None
        account = Button(say("Create an OpenRouter account"), Kind.LINK, "external", trailing=True)
        account.clicked.connect(self._open_account)
        self._details.add_beside(account)
        kept = say(
            "A key that you paste is cleared from the clipboard after {seconds} seconds.", seconds=f"{SECONDS:.0f}"
        )
        self._details.add(Text(kept, Role.SMALL, Tone.TEXT2))
        return self._details

    def show_state(self, state: AppState) -> None:
        works = key_works(state)
        self._render_ways(state, works=works)
        self._continue.set_kind(Kind.PRIMARY if works else Kind.PLAIN)
        self._continue.setEnabled(can_advance(Page.KEY, state.look, key_works=works))
        self.default = self._continue if works else None
        self._render_claudes(state, works=works)
        self._render_line(key_line(state, self.speech))
        self._kept.show_state(state)
        self._old_key.show_state(state)
        self._render_mask(state)
        if state.look is not None:
            self._render_details(state.look.goal.base_url)
        if works and not self._worked and self._sign_in.has_focus():
            self._continue.setFocus(Qt.FocusReason.OtherFocusReason)  # signed in: this is what comes next
        self._worked = works

    def _render_ways(self, state: AppState, *, works: bool) -> None:
        """Only OpenRouter itself, or the one to practise on, can be signed in to; elsewhere a key is all there is."""
        say = self.speech.say
        if can_sign_in(state):
            lede = say(
                "Sign in, and Gateway Companion gets a key for Claude to use. "
                "If someone gave you a key, paste it instead."
            )
        else:
            lede = say("Claude needs a key to use your credit. Paste the one that you were given.")
        step = "" if only_key(state) else self.step_of(3)
        self.page.set_head(step, say("Connect OpenRouter"), lede)
        for part in (self._sign_in, self._or, self._create):
            set_shown(part, can_sign_in(state))
        self._sign_in.show_state(state, works=works)
        if isinstance(state.entry, SigningIn) and self._field.text():  # what was typed no longer counts
            self._field.wipe()
            self._mask = ""

    def _render_details(self, base_url: str) -> None:
        if base_url == self._base_url:
            return
        self._base_url = base_url
        say = self.speech.say
        fields = Fields(
            [
                (say("Gateway base URL"), base_url, say("Copy gateway base URL")),
                (say("Auth scheme"), "bearer", say("Copy auth scheme")),
            ]
        )
        if self._frame is not None:
            self._frame.hide()
            self._frame.deleteLater()
        self._frame = Card(margins=QMargins(20, 6, 12, 6))
        self._frame.add(fields)
        self._details.add(self._frame)
        tab_as_read(self._details)

    def _render_claudes(self, state: AppState, *, works: bool) -> None:
        found = offered(state.look.facts) if state.look else None
        stored = state.look is not None and isinstance(state.look.facts.keychain, StoredKey)
        self._claudes.setVisible(found is not None and not works and not stored)
        if found is not None:
            name, hint = found
            self._use_text.say(
                self.speech.say(
                    "It is {hint}, from the profile “{name}”. That profile stays as it is.", hint=hint, name=name
                )
            )

    def _render_mask(self, state: AppState) -> None:
        """A key that is kept is shown by its end; the field holds it no longer."""
        entry: Entry = state.entry
        if isinstance(entry, SigningIn) or (isinstance(entry, EntryFailed) and entry.by_sign_in):
            entry = NoEntry()
        match entry, state.look.facts.keychain if state.look else None:
            case (EntryWorks(hint), _) | (NoEntry(), StoredKey(hint)) if hint != self._mask:
                self._mask = hint
                self._field.mask(f"sk-or-{'•' * 23}{hint[-4:]}")
            case (NoEntry(), None | Finding()) if self._mask:  # the keychain gives it no longer
                self._mask = ""
                self._field.mask("")
            case ((CheckingEntry() | EntryFailed()), _):
                self._mask = ""

    def _render_line(self, line: KeyLine) -> None:
        if line == self._shown:
            return
        self._shown = line
        self._status.tell(line.state, word=line.word, text=line.text, detail=line.detail)
        self._field.setAccessibleDescription(self._status.accessibleName())
        self._remedy.setText(line.remedy_text)
        self._remedy.setVisible(line.remedy is not Remedy.NONE)
        if self.isVisible() and line.spoken:
            announce(self._field, self._status.accessibleName(), assertive=line.failed)

    def arrive(self) -> None:
        super().arrive()
        if self._continue.isEnabled():
            self._continue.setFocus(Qt.FocusReason.OtherFocusReason)

    def _paste_key(self) -> None:
        self.controller.key_entry.typing()
        self._field.put(self.controller.clipboard.paste()[:_MOST])  # the field tells it, as if it were typed
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typing(self, _: str) -> None:
        """Before the pause after which it is checked: Enter shall not go on with the key before it."""
        self.controller.key_entry.typing()

    def _help(self) -> None:
        match self._shown.remedy if self._shown else Remedy.NONE:
            case Remedy.TRY_AGAIN:
                self.controller.key_entry.try_again()
            case Remedy.UNLOCK:
                self.controller.keychain.unlock()
            case Remedy.CANCEL_UNLOCK:
                self.controller.keychain.cancel()
            case Remedy.TOP_UP:
                self.controller.open_page("/credits")
            case Remedy.KEYS:
                self._open_keys()
            case Remedy.MESSAGE if self._shown is not None:
                self.controller.copy(self._shown.message)
            case _:
                pass

    def _open_keys(self) -> None:
        self.controller.open_page("/keys")

    def _open_account(self) -> None:
        self.controller.open_page("/")
