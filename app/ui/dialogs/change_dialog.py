"""How a repair, an undo, a restart or a change of models goes, and then how it ended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from app.domain.questions import KeepWaiting
from app.domain.state import AppState, Ended, Running, Task
from app.ui.controller import Controller
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.endings import Ending, ending
from app.ui.progress_rows import running_rows
from app.ui.still_open import StillOpenNote
from app.ui.widgets.announce import announce
from app.ui.widgets.buttons import Button, Kind
from app.ui.widgets.progress_list import ProgressList
from app.ui.widgets.states import State
from app.ui.widgets.text import Text
from app.words.speech import Speech


class ChangeDialog(Dialog):
    """Esc and the close button do nothing while it goes on; afterwards they close it."""

    def __init__(self, parent: QWidget, task: Task, speech: Speech, controller: Controller) -> None:
        say = speech.say
        super().__init__(parent, _title(task, speech))
        self._speech, self._controller = speech, controller
        self._task, self._ending, self._told = task, Ending(State.WORKING, ""), ""
        self._running = True
        self._list, self._still_open = ProgressList(framed=False), StillOpenNote(speech, controller)
        self._kept = Text()
        for widget in (self._list, self._still_open, self._kept):
            self.body.addWidget(widget)
        self._stop = Button(say("Stop"))
        self._copy = Button(say("Copy details"), Kind.PLAIN, "copy")
        self._not_now = Button(say("Not now"))
        self._open = Button(say("Open Claude Desktop"))
        self._again = Button(say("Try again"), Kind.PRIMARY)
        self._close = Button(say("Close"), Kind.PRIMARY)
        for button, slot in (
            (self._stop, controller.changes.stop),
            (self._copy, self._copy_details),
            (self._not_now, controller.close_result),
            (self._open, self._open_claude),
            (self._again, controller.changes.again),
            (self._close, controller.close_result),
        ):
            self.right.addWidget(button)
            button.clicked.connect(slot)

    def show_state(self, state: AppState) -> None:
        match state.activity:
            case Running() as running:
                self._show_running(running)
            case Ended() as ended:
                self._show_ending(ending(ended, state, self._speech))
            case _:
                return
        self.fit()

    def _show_running(self, running: Running) -> None:
        self._running = True
        rows = running_rows(running, self._speech)
        self._list.tell(rows)
        gave_up = isinstance(running.asking, KeepWaiting)
        self._still_open.tell(slow=running.slow, gave_up=gave_up)
        title = self._speech.say("Stopping …") if running.stopping else _doing(self._task, self._speech)
        self.say(State.WORKING, title, self._speech.say("You can keep working in other apps."))
        self._kept.setVisible(False)
        self._offer(*(() if running.stopping or gave_up else (self._stop,)))

    def _show_ending(self, how: Ending) -> None:
        self._running = False
        self._ending = how
        self.say(how.state, how.title, how.text)
        self._list.tell(how.rows)
        self._list.setVisible(bool(how.rows))
        self._still_open.setVisible(False)
        self._kept.say("\n".join(how.kept))
        self._kept.setVisible(bool(how.kept))
        if how.failed:
            self._offer(self._copy, self._not_now, self._again)
        else:
            self._offer(*((self._open,) if how.claude_closed else ()), self._close)
        if how.title != self._told:
            self._told = how.title
            announce(self, f"{how.title}. {how.text}", assertive=how.failed)
            if self.default is not None:
                self.default.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self, *buttons: Button) -> None:
        for button in (self._stop, self._copy, self._not_now, self._open, self._again, self._close):
            button.setVisible(button in buttons)
        self.default = buttons[-1] if buttons and not self._running else None

    def _copy_details(self) -> None:
        self._controller.copy(self._ending.details)
        self._copy.set_icon("check")

    def _open_claude(self) -> None:
        self._controller.close_result()
        self._controller.open_claude()

    def reject(self) -> None:
        if not self._running:
            self._controller.close_result()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()


def _title(task: Task, speech: Speech) -> str:
    return {
        Task.REPAIR: speech.say("Repair"),
        Task.UNDO: speech.say("Undo setup"),
        Task.RESTART: speech.say("Restart Claude Desktop"),
        Task.MODELS: speech.say("Change models"),
        Task.HANDOVER: speech.say("How Claude gets your key"),
        Task.TAKE_OUT: speech.say("Take out a readable key"),
        Task.SETUP: speech.say("Set up OpenRouter"),
    }[task]


def _doing(task: Task, speech: Speech) -> str:
    return {
        Task.REPAIR: speech.say("Repairing …"),
        Task.UNDO: speech.say("Undoing the setup …"),
        Task.RESTART: speech.say("Restarting Claude Desktop …"),
        Task.MODELS: speech.say("Changing the models …"),
        Task.HANDOVER: speech.say("Changing how Claude gets your key …"),
        Task.TAKE_OUT: speech.say("Taking the key out of that profile …"),
        Task.SETUP: speech.say("Setting up …"),
    }[task]
