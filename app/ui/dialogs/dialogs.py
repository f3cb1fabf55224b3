"""Which dialog is open follows from the state, like everything else that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.domain.goal import Handover
from app.domain.journal import ChangeKind
from app.domain.questions import KeepWaiting, Question, ReviewPlan
from app.domain.state import AppState, Ended, Idle, Running, Task
from app.ui.controller import Controller
from app.ui.dialogs.about_dialog import AboutDialog
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.dialogs.defect_dialog import DefectDialog
from app.ui.dialogs.dialog import Dialog
from app.ui.dialogs.handover_dialog import HandoverDialog
from app.ui.dialogs.keys_dialog import KeysDialog
from app.ui.dialogs.licences_dialog import LicencesDialog
from app.ui.dialogs.note_dialog import NoteDialog
from app.ui.dialogs.question_dialog import QuestionDialog
from app.ui.dialogs.settings_dialog import SettingsDialog
from app.ui.dialogs.stop_dialog import StopDialog
from app.ui.dialogs.undo_dialog import UndoDialog
from app.words.speech import Speech

_MOMENT = 500


class Dialogs:
    def __init__(self, window: QWidget, speech: Speech, controller: Controller) -> None:
        self._window, self._speech, self._controller = window, speech, controller
        self.stop_agreed = False
        self._asked: Question | None = None
        self._question: Dialog | None = None
        self._change: ChangeDialog | None = None
        self._moment = QTimer(window, singleShot=True, interval=_MOMENT)
        self._moment.timeout.connect(self._open_change)

    def show_state(self, state: AppState) -> None:
        if not isinstance(state.activity, Running):
            for dialog in self._window.findChildren(StopDialog):
                dialog.reject()  # there is nothing left to stop
        for settings in self._window.findChildren(SettingsDialog):
            settings.show_state(state)
        for keys in self._window.findChildren(KeysDialog):
            keys.show_state(state)
        match state.activity:
            case Running(quiet=True) | Idle():
                self._ask(None)
                self._end_change()
            case Running(task=Task.SETUP, asking=asking):
                self._end_change()
                self._ask(None if isinstance(asking, ReviewPlan | KeepWaiting) else asking)
            case Running(task=task, asking=asking, plan=plan, stopping=stopping):
                question = None if isinstance(asking, KeepWaiting) else asking
                if question is not None and plan is None:
                    self._put_aside()
                else:
                    self._show_change(task, state, now=plan is not None or stopping)
                self._ask(question)
            case Ended(task=Task.SETUP):
                self._ask(None)
                self._end_change()
            case Ended(task=task):
                self._ask(None)
                self._show_change(task, state, now=True)

    def open_settings(self, state: AppState) -> None:
        if not self._is_open(SettingsDialog):
            self._open(SettingsDialog(self._window, state, self._speech, self._controller))

    def ask_handover(self, handover: Handover, state: AppState) -> None:
        if not self._is_open(HandoverDialog):
            self._open(HandoverDialog(self._window, handover, state, self._speech, self._controller))

    def open_keys(self, state: AppState) -> None:
        if not self._is_open(KeysDialog):
            self._open(KeysDialog(self._window, state, self._speech, self._controller))

    def open_about(self) -> None:
        if not self._is_open(AboutDialog):
            self._open(AboutDialog(self._window, self._controller.about, self._speech, self._controller))

    def open_licences(self) -> None:
        if not self._is_open(LicencesDialog):
            self._open(LicencesDialog(self._window, *self._controller.licences(), self._speech))

    def tell_defect(self, error: BaseException) -> None:
        if not self._is_open(DefectDialog):  # the first one says what matters; others mostly follow from it
            self._open(DefectDialog(self._window, error, self._speech))

    def tell_practice_failed(self) -> None:
        self._open(NoteDialog.of_practice(self._window, self._speech))

    def ask_to_stop(self, state: AppState) -> None:
        """The person closes the window while something is being changed."""
        self.stop_agreed = False
        if not self._is_open(StopDialog):
            undoes = isinstance(state.activity, Running) and state.activity.undoes
            dialog = StopDialog(self._window, self._speech, undoes=undoes)
            dialog.accepted.connect(self._stop)
            self._open(dialog)

    def _stop(self) -> None:
        self.stop_agreed = True
        self._controller.changes.stop()

    def _open(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _is_open(self, kind: type[Dialog]) -> bool:
        found = next((d for d in self._window.findChildren(kind) if d.isVisible()), None)
        if found is not None:
            found.raise_()
        return found is not None

    def _ask(self, question: Question | None) -> None:
        if question is self._asked:
            return
        self._asked = question
        if self._question is not None:
            self._question.blockSignals(True)
            self._question.close()
            self._question.deleteLater()
            self._question = None
        if question is not None:
            self._question = self._made(question)
            self._question.open()

    def _made(self, question: Question) -> Dialog:
        match question:
            case ReviewPlan(plan) if plan.kind is ChangeKind.UNDO:
                return UndoDialog(self._window, plan, self._speech, self._controller)
            case _:
                return QuestionDialog(self._window, question, self._speech, self._controller)

    def _show_change(self, task: Task, state: AppState, *, now: bool) -> None:
        """`now`: there is something to tell; else only once a look takes longer than a moment."""
        if self._change is None:
            self._change = ChangeDialog(self._window, task, self._speech, self._controller)
        self._change.show_state(state)
        if now:
            self._open_change()
        elif not self._moment.isActive():
            self._moment.start()

    def _open_change(self) -> None:
        self._moment.stop()
        if self._change is not None and not self._change.isVisible():
            self._change.open()

    def _put_aside(self) -> None:
        """One dialog at a time: first the question, and how it goes afterwards."""
        self._moment.stop()
        if self._change is not None:
            self._change.hide()

    def _end_change(self) -> None:
        self._moment.stop()
        if self._change is not None:
            self._change.hide()
            self._change.deleteLater()
            self._change = None
