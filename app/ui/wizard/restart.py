"""Step 4: the plan, then how far it is, then how it ended, on one page."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.domain.questions import KeepWaiting, ReviewPlan
from app.domain.state import AppState, Ended, Idle, Running, Task, proven
from app.ui.controller import Controller
from app.ui.widgets.buttons import Button, Kind
from app.ui.wizard.restart_progress import RestartProgress
from app.ui.wizard.restart_result import RestartResult, Verdict, verdict
from app.ui.wizard.review import Review
from app.ui.wizard.wizard_page import WizardPage
from app.words.speech import Speech


class RestartPage(WizardPage):
    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__(speech, controller)
        self._review = Review(speech, controller, controller.backup_folder)
        self._progress = RestartProgress(speech, controller)
        self._result = RestartResult(speech, controller)
        self._parts = (self._review, self._progress, self._result)
        for part in self._parts:
            self.page.body.addWidget(part)
            part.setVisible(False)
        self._build_footer()

    def _build_footer(self) -> None:
        say = self.speech.say
        self._back = self.back_button()
        self._not_now = Button(say("Not now"))
        self._apply = Button(say("Apply and restart"), Kind.PRIMARY, "restart")
        self._stop = Button(say("Stop and undo"))
        self._copy = Button(say("Copy details"), Kind.PLAIN, "copy")
        self._busy = Button(say("Applying …"))
        self._again = Button(say("Try again"), Kind.PRIMARY)
        self._plan = Button(say("Show the plan"), Kind.PRIMARY)
        self._status = Button(say("Show status"))
        self._check = Button(say("Check now"), Kind.PRIMARY, "refresh")
        self._continue = Button(say("Continue"), Kind.PRIMARY)
        for button, slot in (
            (self._not_now, self.controller.show_panel),
            (self._stop, self.controller.changes.stop),
            (self._copy, self._result.copy_details),
            (self._check, self.controller.look_again),
            (self._again, self.controller.try_again),
            (self._plan, self.controller.try_again),
            (self._status, self.controller.show_panel),
            (self._apply, self._agree),
            (self._continue, self.controller.next),
        ):
            button.clicked.connect(slot)
        self._busy.setEnabled(False)
        self._right = (
            *(self._not_now, self._stop, self._copy, self._status, self._check),
            *(self._again, self._plan, self._apply, self._busy, self._continue),
        )
        for button in self._right:
            self.footer.right.addWidget(button)

    def show_state(self, state: AppState) -> None:
        say = self.speech.say
        match state.activity:
            case Running(task=Task.SETUP, asking=ReviewPlan(plan, goal)):
                self._review.tell(plan, goal)
                apply = say("Apply and restart") if plan.restart else say("Apply and open Claude")
                lede = say("This is what will change. Nothing happens until you press “{apply}”.", apply=apply)
                self._show(self._review, say("Restart Claude Desktop"), lede)
                self._apply.setText(apply)
                self._offer(self._not_now, self._apply)
            case Running(task=Task.SETUP) as running:
                self._show_running(running)
            case Ended(task=Task.SETUP) as ended:
                self._result.tell(ended, state)
                self._show_result(verdict(ended, state), state)
            case Idle() if proven(state):
                self._result.tell_connected(state)
                self._show_result(Verdict.CONFIRMED, state)
            case Idle():
                self._show_no_plan()
            case _:
                self._show_running(Running(Task.SETUP))

    def _show_no_plan(self) -> None:
        """The plan was turned down, or something else came first."""
        say = self.speech.say
        self._show(
            None,
            say("Restart Claude Desktop"),
            say("There is no plan just now. Nothing happens before you agree to one."),
        )
        self._back.setEnabled(True)
        self._offer(self._not_now, self._plan)

    def _show_running(self, running: Running) -> None:
        say = self.speech.say
        self._progress.tell(running)
        agreed = running.plan is not None or running.stopping
        if agreed:
            title = self._title_of(running)
            self._show(self._progress, title, say("It takes about 20 seconds. You can keep working in other apps."))
            waits = isinstance(running.asking, KeepWaiting)
            self._stop.setText(say("Stop and undo") if running.undoes else say("Stop"))
            self._busy.setText(say("Stopping …") if running.stopping else say("Applying …"))
            self._offer(*(() if running.stopping or waits else (self._stop,)), self._busy)
        else:
            self._show(self._progress, say("Restart Claude Desktop"), say("Putting the plan together."))
            self._offer(self._not_now)
        self._back.setEnabled(not agreed)

    def _title_of(self, running: Running) -> str:
        if not running.stopping:
            return self.speech.say("Connecting Claude Desktop")
        return self.speech.say("Taking it back") if running.undoes else self.speech.say("Stopping")

    def _show_result(self, how: Verdict, state: AppState) -> None:
        say = self.speech.say
        title, lede = self._result.head
        self._show(self._result, title or say("Restart Claude Desktop"), lede)
        self._result.speak()
        self._back.setEnabled(True)
        match how:
            case Verdict.CONFIRMED:
                self._offer(self._continue)
            case Verdict.NOT_CONFIRMED:
                self._check.setEnabled(not state.checking)
                self._offer(self._status, self._check)
            case Verdict.FAILED:
                self._offer(self._copy, self._status, self._again)
            case Verdict.STOPPED:
                self._offer(self._status, self._again)

    def _show(self, shown: Review | RestartProgress | RestartResult | None, title: str, lede: str) -> None:
        self.page.set_head(self.step_of(4), title, lede)
        for part in self._parts:
            part.setVisible(part is shown)
        if shown is self._review:
            self._back.setEnabled(True)

    def _offer(self, *buttons: Button) -> None:
        """These and no others. Enter goes on, but never applies: that wants an explicit press."""
        for button in self._right:
            button.setVisible(button in buttons)
        self.default = next((b for b in buttons if b in (self._continue, self._again, self._plan)), None)

    def _agree(self) -> None:
        self.controller.changes.answer(yes=True)
        self.page.head_title.setFocus(Qt.FocusReason.OtherFocusReason)
