"""The icon in the tray: five outlines for five states, a menu, and one notice for each problem that lasts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.domain.credit import credit
from app.domain.diagnosis import is_set_up
from app.domain.finding_ids import GATEWAY_IN_THE_WAY
from app.domain.findings import Finding, Severity
from app.domain.gateway_address import person_link
from app.domain.loadable import known
from app.domain.preferences import TrayColour
from app.domain.state import AppState, Running, only_key
from app.domain.usage import in_team
from app.ui.controller import Controller
from app.ui.notices import Notices
from app.ui.style import icons, tokens
from app.ui.style.tokens import Tone
from app.words import amounts
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech
from app.words.status import hero

_SIZES = (16, 22, 24, 32, 44, 64)
_LARGE = 20


class Tray(QObject):
    """`opened`: the window is wanted. It is shown only where the desktop has a tray."""

    opened = Signal()

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._icon = QSystemTrayIcon(self)
        self._menu = QMenu()
        self._shown: tuple[str, str, str] = ("", "", "")
        self._notices = Notices()
        self._build_menu()
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self._icon.messageClicked.connect(self.opened)

    def _build_menu(self) -> None:
        say, menu, controller = self._speech.say, self._menu, self._controller
        menu.setWindowTitle(say("Gateway Companion"))  # its name for a screen reader
        self._status, self._credit = menu.addAction(""), menu.addAction("")
        for action in (self._status, self._credit):
            action.setEnabled(False)
        menu.addSeparator()
        self._open = self._action(say("&Open Gateway Companion"), "window", self.opened)
        self._claude = self._action(say("Open &Claude Desktop"), "chat", controller.open_claude)
        menu.addSeparator()
        self._action(say("Check &now"), "refresh", controller.look_again)
        self._repair = self._action(say("&Repair"), "repair", self._repair_now)
        self._restart = self._action(say("Re&start Claude Desktop"), "restart", self._restart_now)
        self._top_up = self._action(say("&Top up credit"), "wallet", self._open_credits)
        menu.addSeparator()
        self._action(say("S&ettings…"), "settings", controller.open_settings)
        self._action(say("&Quit"), "quit", controller.left)

    def _action(self, text: str, icon: str, slot: object) -> QAction:
        action = self._menu.addAction(text)
        action.setProperty("drawn", icon)  # "icon" is Qt's own
        action.triggered.connect(slot)
        return action

    @staticmethod
    def available() -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_state(self, state: AppState) -> None:
        line, icon, tone = status_of(state, self._speech)
        amount = _amount(state, self._speech)
        look = (icon, line, f"{amount}{state.preferences.tray_colour}{tokens.current().window}")
        if look != self._shown:
            self._shown = look
            self._icon.setIcon(tray_icon(icon, _ink(state.preferences.tray_colour)))
            self._status.setText(line.replace("&", "&&"))
            self._status.setIcon(icons.icon(icon.replace("tray-", "status-"), tone, disabled=tone))
            self._credit.setText(amount)
            self._credit.setVisible(bool(amount))
            told = self._speech.say("Gateway Companion – {status}", status=line)  # noqa: RUF001
            self._icon.setToolTip(self._speech.say("{told}, {amount}", told=told, amount=amount) if amount else told)
            self._dress_actions()
        self._enable(state)
        if not self._icon.isVisible():
            self._icon.show()
        self._notice(state)

    def _dress_actions(self) -> None:
        for action in self._menu.actions():
            if name := action.property("drawn"):
                action.setIcon(icons.icon(str(name)))

    def _enable(self, state: AppState) -> None:
        idle = not isinstance(state.activity, Running)
        ready = state.look is not None and is_set_up(state.look.facts)
        self._restart.setEnabled(idle and ready)
        self._repair.setEnabled(idle and ready and not only_key(state))
        self._claude.setEnabled(idle and state.look is not None and state.look.facts.claude.installation is not None)
        self._top_up.setVisible(_can_top_up(state))
        trouble = ready and any(f.repairable and f.severity is not Severity.INFO for f in _findings(state))
        if (self._menu.defaultAction() is self._repair) is not trouble or self._menu.defaultAction() is None:
            self._menu.removeAction(self._repair)  # what helps comes first
            self._menu.insertAction(self._open if trouble else self._restart, self._repair)
            self._menu.setDefaultAction(self._repair if trouble else self._open)

    def _notice(self, state: AppState) -> None:
        if (problem := self._notices.problem(state)) is not None:
            said = sentence(problem, self._speech)
            self.tell(said.title, together(said.detail, said.remedy))

    def tell(self, title: str, text: str) -> None:
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon)

    def hide(self) -> None:
        self._icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _repair_now(self) -> None:
        self.opened.emit()
        self._controller.changes.repair()

    def _restart_now(self) -> None:
        self.opened.emit()
        self._controller.changes.restart_claude()

    def _open_credits(self) -> None:
        self._controller.open_page("/credits")


def status_of(state: AppState, speech: Speech) -> tuple[str, str, Tone]:
    """The status sentence, the tray icon that goes with it, and its tone in the menu."""
    if isinstance(state.activity, Running) and not state.activity.quiet:
        return speech.say("Working …"), "tray-working", Tone.ACCENT
    if state.look is None or (state.checking and state.look.facts.gateway is None):
        return speech.say("Checking …"), "tray-working", Tone.ACCENT
    line, diagnosis = hero(state.look.diagnosis, speech), state.look.diagnosis
    if state.failed is not None:
        return sentence(state.failed, speech).title, "tray-problem", Tone.BAD
    if not is_set_up(state.look.facts):
        return speech.say("Not set up yet"), "tray-unknown", Tone.OFF
    match diagnosis.healthy:
        case True:
            return line, "tray-ok", Tone.OK
        case None:
            return line, "tray-unknown", Tone.OFF
        case False if all(f.id in GATEWAY_IN_THE_WAY for f in diagnosis.findings if f.severity is not Severity.INFO):
            return line, "tray-unknown", Tone.OFF  # nothing is wrong here, as far as anybody can tell
        case False if diagnosis.findings[0].severity is Severity.PROBLEM:
            return line, "tray-problem", Tone.BAD
        case _:
            return line, "tray-attention", Tone.WARN


def tray_icon(name: str, ink: QColor) -> QIcon:
    """The outline in one colour, in every size that trays ask for."""
    icon = QIcon()
    for size in _SIZES:
        drawn = name if size >= _LARGE else f"{name}-16"
        icon.addPixmap(icons.pixmap(drawn, ink, size, 1.0))
    icon.setIsMask(True)
    return icon


def _ink(colour: TrayColour) -> QColor:
    match colour:
        case TrayColour.LIGHT:
            return QColor(tokens.DARK.text)
        case TrayColour.DARK:
            return QColor(tokens.LIGHT.text)
        case TrayColour.AUTOMATIC:
            return QColor(tokens.current().text)


def _amount(state: AppState, speech: Speech) -> str:
    account = known(state.account)
    if account is None or state.look is None or not is_set_up(state.look.facts):
        return ""
    return amounts.credit(credit(account.value.key, account.value.balance), speech)


def _can_top_up(state: AppState) -> bool:
    """The gateway has such a page, and it is the person's own money."""
    account = known(state.account)
    link = state.look and person_link(state.look.goal.base_url, "/credits")
    return bool(link) and account is not None and not in_team(account.value.key)


def _findings(state: AppState) -> tuple[Finding, ...]:
    return state.look.diagnosis.findings if state.look else ()
