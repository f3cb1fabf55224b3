"""The real window with its real views and dialogs, shown any state; nothing behind it ever runs."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from app.bootstrap import build
from app.domain.goal import Handover
from app.domain.state import AppState
from app.flows.monitor import Monitor, News
from app.flows.restart_claude import Patience
from app.ui.about import About
from app.ui.changes import Changes
from app.ui.controller import Controller
from app.ui.dialogs.about_dialog import AboutDialog
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.dialogs import Dialogs
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.main_window import MainWindow
from app.ui.store import Store
from app.ui.tasks import Tasks
from app.ui.views import Views
from app.ui.widgets.details import Disclosure
from app.ui.widgets.key_field import KeyField
from app.words.speech import Speech
from tests.ui.states import PLACE, Screen

SYSTEM = "Debian GNU/Linux 12 (bookworm)"
PARTS = "Qt 6.12.0\nGNU LESSER GENERAL PUBLIC LICENSE, Version 3, 29 June 2007\n" + "\n".join(
    "Everyone ..." for _ in range(99)
)


class StillController(Controller):
    """What it says of the computer is the same on every computer."""

    @property
    def backup_folder(self) -> str:
        return str(PLACE / "journal")

    @cached_property
    def opened(self) -> list[str]:
        """The pages that were to be opened; there is no browser here."""
        return []

    @property
    def about(self) -> About:
        return About("0.1.0", "3.11.2", "6.12.0", SYSTEM, str(PLACE))

    def licences(self) -> tuple[str, str]:
        return super().licences()[0], PARTS

    def open_link(self, link: str) -> bool:
        self.opened.append(link)
        return False


class Stage:
    """One window; `show` puts a screen into it and gives the window or dialog that is in front."""

    def __init__(self, folder: Path, speech: Speech | None = None, *, practice: bool = False) -> None:
        self._speech = speech or Speech()
        parts = build({"GATEWAY_COMPANION_HOME": str(folder), "HOME": str(folder)})
        store, tasks = Store(AppState()), Tasks(_complain)
        monitor = Monitor(parts, _ignore)
        changes = Changes(parts, store, tasks, monitor, Patience())
        self.controller = StillController(parts, store, tasks, monitor, changes)
        self.window = MainWindow(self._speech.say("Gateway Companion"), self._speech.say("Looking at this computer …"))
        self._views = Views(self.window, self._speech, self.controller, practice=practice)
        self._size = self.window.size()
        self._dialogs = Dialogs(self.window, self._speech, self.controller)

    def show(self, screen: Screen, size: QSize | None = None) -> QWidget:
        """As if the state had come about just now; in the size that the window has at first."""
        for dialog in self.window.findChildren(Dialog):
            dialog.hide()
            dialog.deleteLater()
        self._dialogs.show_state(AppState())
        self.window.resize(size or self._size)
        self.window.show()
        self._views.show_state(screen.state)
        self._dialogs.show_state(screen.state)
        self._dialogs._open_change()  # it would wait a moment, as most changes are over soon
        self._open(screen)
        self._press(screen.pressed)
        self._type(screen.typed)
        match screen.dialog:
            case "settings":
                self._dialogs.open_settings(screen.state)
            case "to-static":
                self._dialogs.ask_handover(Handover.STATIC, screen.state)
            case "to-helper":
                self._dialogs.ask_handover(Handover.HELPER, screen.state)
            case "keys" | "remove" | "remove-management":
                self._dialogs.open_keys(screen.state)
                self._ask_to_remove(screen.dialog)
            case "about" | "about-details" | "about-no-browser":
                self._dialogs.open_about()
                self._look_closer(screen.dialog)
            case "licences":
                self._dialogs.open_licences()
            case "stop":
                self._dialogs.ask_to_stop(screen.state)
            case "practice-failed":
                self._dialogs.tell_practice_failed()
            case "defect":
                self._dialogs.tell_defect(ValueError("made up"))
        settle()
        return self.front

    def _look_closer(self, dialog: str) -> None:
        about = self.window.findChildren(AboutDialog)[-1]
        if dialog == "about-details":
            about.details.open()
        elif dialog == "about-no-browser":
            about.newer.click()

    def _ask_to_remove(self, dialog: str) -> None:
        keys = self.window.findChildren(KeysDialog)[-1]
        if dialog == "remove":
            keys.remove.click()
        elif dialog == "remove-management":
            keys.management.remove.click()

    @property
    def front(self) -> QWidget:
        dialogs = [d for d in self.window.findChildren(Dialog) if isValid(d) and d.isVisible()]
        return dialogs[-1] if dialogs else self.window

    def _open(self, screen: Screen) -> None:
        for fold in self.window.findChildren(Disclosure):
            fold.setChecked(screen.opened and fold.isVisible())

    def _press(self, name: str) -> None:
        """By its object's name, as its words are in any language."""
        for button in self.window.findChildren(QPushButton, name) if name else ():
            if button.isVisible():
                button.click()

    def _type(self, text: str) -> None:
        keys = [f for f in self.window.findChildren(KeyField) if f.isVisible()]
        for secret in keys[:1] if text else ():
            secret.put(text)
            secret._pause.stop()  # nobody shall be asked about it
        for field in self.window.findChildren(QLineEdit):
            if field.isVisible() and field.echoMode() is QLineEdit.EchoMode.Normal:
                field.setText(text)

    def close(self) -> None:
        self.controller.clipboard.clear()  # as when the program ends; what is left in it would outlive Qt
        self.window.hide()
        self.window.deleteLater()
        settle()


def settle() -> None:
    """Until nothing is left to lay out, polish or delete."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.sendPostedEvents()


def _ignore(_news: News) -> None:
    """Nothing is looked at."""


def _complain(error: BaseException) -> None:
    raise error
