"""What each button of the panel does: one place between the clicks and the controller."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.findings import Finding, FindingId, InProfile
from app.domain.goal import Handover
from app.domain.loadable import known
from app.domain.model import KeyInfo
from app.domain.plan import Plan
from app.domain.state import AppState
from app.ui.controller import Controller
from app.ui.panel.situation import Help, credit_finding
from app.words.messages import for_it, for_manager
from app.words.speech import Speech

_PAGES = {Help.TOP_UP: "/credits", Help.RAISE_LIMIT: "/keys", Help.PRIVACY: "/settings/privacy"}


class Helping(QObject):
    """`choosing`: the person shall choose other models here. `copied`: a message lies in the clipboard."""

    choosing = Signal()
    copied = Signal()

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._state = AppState()
        self._plan: Plan | None = None

    def follow(self, state: AppState, plan: Plan | None) -> None:
        """`plan`: what Repair would do, as it is shown."""
        self._state, self._plan = state, plan

    def give(self, help: Help) -> None:
        """The button at the top, or the link of the credit card."""
        controller = self._controller
        match help:
            case Help.REFRESH | Help.TRY_AGAIN:
                controller.look_again()
            case Help.REPAIR:
                controller.changes.repair(self._plan)
            case Help.SET_UP:
                controller.set_up_again()
            case Help.CONNECT:
                controller.connect_again()
            case Help.OPEN_CLAUDE | Help.RESTART_CLAUDE:
                controller.changes.restart_claude()
            case Help.UNLOCK | Help.CREATE_KEYCHAIN | Help.CANCEL_UNLOCK | Help.USE_KEY:
                self._with_keychain(help)
            case Help.GET_CLAUDE:
                controller.open_download()
            case Help.KEYS:
                controller.open_keys()
            case Help.CHOOSE_MODELS:
                self.choosing.emit()
            case Help.MESSAGE | Help.MESSAGE_FOR_IT:
                self._copy_for_manager() if help is Help.MESSAGE else self._copy_for_it()
            case Help.TOP_UP | Help.RAISE_LIMIT | Help.PRIVACY:
                controller.open_page(_PAGES[help])

    def do_about(self, note: Finding) -> None:
        """From the notes: what a person may choose, though nothing is wrong."""
        match note.id, note.detail:
            case FindingId.KEY_IN_CLEAR, InProfile(id=profile):
                self._controller.handing_over.take_out(profile)
            case FindingId.KEY_COPY_BY_CHOICE, _:
                self._controller.handing_over.ask(Handover.HELPER)

    def _with_keychain(self, help: Help) -> None:
        keychain = self._controller.keychain
        match help:
            case Help.CANCEL_UNLOCK:
                keychain.cancel()
            case Help.USE_KEY:
                keychain.accept_key()
            case _:
                keychain.unlock()

    def repair(self) -> None:
        """From the foot: what it will do is asked about first."""
        self._controller.changes.repair()

    def restart(self) -> None:
        self._controller.changes.restart_claude()

    def undo(self) -> None:
        self._controller.changes.undo()

    def _copy_for_it(self) -> None:
        findings = self._state.look.diagnosis.findings if self._state.look else ()
        for managed in (f for f in findings if f.id is FindingId.MANAGED_CONFIGURATION):
            self._controller.copy(for_it(managed, self._speech))
            self.copied.emit()

    def _copy_for_manager(self) -> None:
        look, account = self._state.look, known(self._state.account)
        finding = credit_finding(look) if look else None
        key: KeyInfo | None = account.value.key if account else None
        if finding is not None and key is not None:
            self._controller.copy(for_manager(finding, key, self._speech))
            self.copied.emit()
