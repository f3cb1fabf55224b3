"""How step 4 ended: confirmed by Claude's own log, not confirmed yet, or not done and why."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.findings import Finding
from app.domain.outcome import Outcome
from app.domain.progress import Step
from app.domain.state import AppState, Ended, proven
from app.ui.controller import Controller
from app.ui.progress_rows import result_rows
from app.ui.style.clock import clock
from app.ui.widgets.announce import announce
from app.ui.widgets.callout import Callout
from app.ui.widgets.progress_list import ProgressList
from app.ui.widgets.status_line import State
from app.words.findings import finding as sentence
from app.words.messages import details_of
from app.words.sentence import together
from app.words.speech import Speech


class Verdict(StrEnum):
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not-confirmed"
    FAILED = "failed"
    STOPPED = "stopped"


def verdict(ended: Ended, state: AppState) -> Verdict:
    """Claude's log may say it only after the change had ended."""
    match ended.result:
        case Outcome(blocked=(), declined=False) if proven(state):
            return Verdict.CONFIRMED
        case Outcome(blocked=(), declined=False, confirmed=None) as outcome if (
            outcome.plan.reopen or outcome.plan.empty
        ):
            return Verdict.NOT_CONFIRMED
        case _:
            return Verdict.STOPPED if ended.stopped else Verdict.FAILED


class RestartResult(QWidget):
    """`head`: title and lede for the page."""

    def __init__(self, speech: Speech, controller: Controller) -> None:
        super().__init__()
        self._speech, self._controller = speech, controller
        self._details, self._told, self._news, self._bad = "", "", "", False
        self.head = ("", "")
        self._list, self._callout = ProgressList(), Callout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._callout)
        column.addWidget(self._list)

    def tell(self, ended: Ended, state: AppState) -> None:
        how = verdict(ended, state)
        rows = (
            result_rows(ended, ended.result, self._speech, confirmed_since=how is Verdict.CONFIRMED)
            if isinstance(ended.result, Outcome)
            else ()
        )
        self._list.tell(rows)
        self._list.setVisible(bool(rows))
        match how:
            case Verdict.CONFIRMED:
                self._tell_confirmed(state)
            case Verdict.NOT_CONFIRMED:
                self._tell_not_confirmed()
            case Verdict.FAILED:
                self._tell_failed(ended, state)
            case Verdict.STOPPED:
                self._tell_stopped(ended)

    def tell_connected(self, state: AppState) -> None:
        """Nothing was done just now, and nothing needs to be."""
        self._list.setVisible(False)
        self._tell_confirmed(state)

    def _tell_confirmed(self, state: AppState) -> None:
        say = self._speech.say
        since = state.look.facts.claude.running_since if state.look else None
        title = (
            say("Claude is using OpenRouter since {time}", time=clock(since))
            if since is not None
            else say("Claude is using OpenRouter")
        )
        self.head = (say("Claude Desktop is connected"), say("All of it is done. One step is left."))
        self._show(State.OK, title, say("Seen in Claude's own log."))

    def _tell_not_confirmed(self) -> None:
        say = self._speech.say
        self.head = (say("Set up, but not confirmed yet"), say("The settings are written, and Claude Desktop is open."))
        self._show(
            State.ATTENTION,
            say("Claude's own log does not say yet that it uses OpenRouter"),
            say("Gateway Companion keeps looking. If Claude shows “Continue with Gateway”, press that in Claude."),
        )

    def _tell_failed(self, ended: Ended, state: AppState) -> None:
        say, found = self._speech.say, _why(ended, state)
        self._details = details_of(found, self._speech)
        self.head = (say("It did not work out"), self._how_it_is_now(ended))
        if found:
            said = sentence(found[0], self._speech)
            self._show(State.PROBLEM, said.title, together(said.detail, said.remedy))
        else:
            self._show(State.PROBLEM, say("Claude could not use OpenRouter"), say("Try again, or look at the status."))

    def _tell_stopped(self, ended: Ended) -> None:
        """Its parts are not listed: they would read as if something had failed."""
        say = self._speech.say
        self._list.setVisible(False)
        self.head = (say("Stopped"), say("You stopped it."))
        if isinstance(ended.result, Outcome) and ended.result.rolled_back:
            self._show(State.INFO, say("Your earlier settings are back"), say("Everything is as it was before."))
        elif Step.WRITE in ended.steps:
            self._show(
                State.ATTENTION,
                say("What was written before stays"),
                say("The status says how things stand, and Repair finishes it."),
            )
        else:
            self._show(State.INFO, say("Nothing was changed"), say("Everything is as it was before."))

    def _how_it_is_now(self, ended: Ended) -> str:
        say = self._speech.say
        match ended.result:
            case Outcome(rolled_back=True):
                return say("Your earlier settings are back.")
            case Outcome(applied=True):
                return say("The settings are written, but something is in the way.")
            case _ if Step.ROLL_BACK in ended.steps:
                return say("Not all of your earlier settings could be put back. Trying again goes on from here.")
            case _:
                return say("Nothing was changed.")

    def _show(self, state: State, title: str, text: str) -> None:
        self._callout.tell(state, title, text)
        self._news, self._bad = together(f"{title}.", text), state is State.PROBLEM

    def speak(self) -> None:
        """Says aloud how it ended, once, as soon as it can be seen."""
        if self._news != self._told:
            self._told = self._news
            announce(self, self._news, assertive=self._bad)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._told = ""

    def copy_details(self) -> None:
        self._controller.copy(self._details)


def _why(ended: Ended, state: AppState) -> tuple[Finding, ...]:
    match ended.result:
        case Finding() as finding:
            return (finding,)
        case Outcome(blocked=blocked) if blocked:
            return blocked
        case Outcome(look=look):
            now = state.look or look
            return now.diagnosis.findings if now else ()
