"""How a change ended, in words: never more than Claude's own log has shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.findings import Finding
from app.domain.goal import Handover
from app.domain.outcome import Outcome
from app.domain.progress import Step
from app.domain.state import AppState, Ended, Task, handover, proven
from app.ui.progress_rows import result_rows
from app.ui.style.clock import clock
from app.ui.widgets.progress_list import ProgressRow
from app.ui.widgets.states import State
from app.words.changes import kept
from app.words.findings import finding as sentence
from app.words.messages import details_of
from app.words.sentence import together
from app.words.speech import Speech


@dataclass(frozen=True, slots=True)
class Ending:
    """`kept`: what an undo left as it is. `details`: for a helpdesk. `claude_closed`: it can be opened from here."""

    state: State
    title: str
    text: str = ""
    rows: tuple[ProgressRow, ...] = ()
    kept: tuple[str, ...] = ()
    details: str = ""
    failed: bool = False
    claude_closed: bool = False


def ending(ended: Ended, state: AppState, speech: Speech) -> Ending:
    match ended.result:
        case Outcome(blocked=()) if ended.stopped:
            return _stopped(ended, speech)
        case Outcome(applied=True, blocked=blocked) as outcome if blocked and ended.task is Task.UNDO:
            return _undone(outcome, _rows(ended, replace(outcome, blocked=()), state, speech), speech)
        case Finding() as finding:
            return _failed(ended.task, (finding,), (), speech)
        case Outcome(blocked=blocked) as outcome if blocked:
            return _failed(ended.task, blocked, _rows(ended, outcome, state, speech), speech, outcome)
        case Outcome() as outcome if not outcome.applied:
            return _nothing(ended.task, outcome, speech)
        case Outcome() as outcome:
            return _done(ended, outcome, state, speech)


def _rows(ended: Ended, outcome: Outcome, state: AppState, speech: Speech) -> tuple[ProgressRow, ...]:
    return result_rows(ended, outcome, speech, confirmed_since=outcome.applied and proven(state))


def _stopped(ended: Ended, speech: Speech) -> Ending:
    if Step.WRITE in ended.steps:
        text = speech.say("What was written before stays. The status says how things stand.")
        return Ending(State.ATTENTION, speech.say("Stopped"), text)
    return Ending(State.INFO, speech.say("Stopped"), speech.say("Nothing was changed."))


def _failed(
    task: Task,
    findings: tuple[Finding, ...],
    rows: tuple[ProgressRow, ...],
    speech: Speech,
    outcome: Outcome | None = None,
) -> Ending:
    titles = {
        Task.REPAIR: speech.say("Repair could not finish"),
        Task.UNDO: speech.say("Undo could not finish"),
        Task.RESTART: speech.say("Claude Desktop was not restarted"),
        Task.MODELS: speech.say("The models were not changed"),
        Task.HANDOVER: speech.say("Claude gets its key as before"),
        Task.TAKE_OUT: speech.say("The key was not taken out"),
        Task.SETUP: speech.say("The setup could not finish"),
    }
    said = sentence(findings[0], speech)
    text = together(speech.say("{title}.", title=said.title), said.detail, said.remedy)
    if outcome is not None and outcome.rolled_back:
        text = together(text, speech.say("Your earlier settings are back."))
    details = details_of(findings, speech)
    return Ending(State.PROBLEM, titles[task], text, rows, details=details, failed=True)


def _nothing(task: Task, outcome: Outcome, speech: Speech) -> Ending:
    """There was nothing to do. What is still wrong needs a person, and the panel says it."""
    kept_lines = tuple(kept(one, speech) for one in outcome.plan.kept)
    if task is Task.UNDO:
        text = speech.say("Gateway Companion has nothing to take back.")
        return Ending(State.INFO, speech.say("There is nothing to undo"), text, kept=kept_lines)
    if task is Task.TAKE_OUT:
        text = speech.say("That profile holds no readable key any more.")
        return Ending(State.INFO, speech.say("There is nothing to take out"), text)
    text = speech.say("Claude's settings are already as they should be.")
    return Ending(State.INFO, speech.say("There is nothing to repair"), text)


def _done(ended: Ended, outcome: Outcome, state: AppState, speech: Speech) -> Ending:
    rows = _rows(ended, outcome, state, speech)
    if ended.task is Task.UNDO:
        return _undone(outcome, rows, speech)
    titles = {
        Task.REPAIR: speech.say("Repaired"),
        Task.RESTART: speech.say("Claude Desktop is open"),
        Task.MODELS: speech.say("The models are changed"),
        Task.HANDOVER: _handed_over(state, speech),
        Task.TAKE_OUT: speech.say("The key is out of that profile"),
    }
    title = titles.get(ended.task, speech.say("Done"))
    if not outcome.plan.reopen:
        return _not_reopened(title, rows, outcome, state, speech)
    if outcome.confirmed is True or proven(state):
        return Ending(State.OK, title, _using_since(state, speech), rows)
    if outcome.confirmed is None and (ended.task is not Task.RESTART or state.look is not None):
        return Ending(
            State.UNKNOWN, title, speech.say("Claude's own log does not say yet that it uses OpenRouter."), rows
        )
    text = speech.say("But Claude could not use OpenRouter. The status window says why.")
    return Ending(State.ATTENTION, title, text, rows)


def _handed_over(state: AppState, speech: Speech) -> str:
    match handover(state):
        case Handover.STATIC:
            return speech.say("Claude keeps a copy of your key")
        case Handover.HELPER:
            return speech.say("Claude asks the keychain for your key")


def _undone(outcome: Outcome, rows: tuple[ProgressRow, ...], speech: Speech) -> Ending:
    """`blocked` is what came after it: the key that could not be removed, or a Claude that did not open."""
    lines = tuple(kept(one, speech) for one in outcome.plan.kept)
    title = speech.say("Claude Desktop is back to its earlier settings")
    if lines:
        title = speech.say("The setup is taken back, but for what you see below")
    if not outcome.blocked:
        state = State.ATTENTION if lines else State.OK
        return Ending(state, title, rows=rows, kept=lines, claude_closed=not outcome.plan.reopen)
    said = sentence(outcome.blocked[0], speech)
    after = together(speech.say("{title}.", title=said.title), said.detail, said.remedy)
    details = details_of(outcome.blocked, speech)
    return Ending(State.ATTENTION, title, after, rows, lines, details, failed=True)


def _not_reopened(
    title: str, rows: tuple[ProgressRow, ...], outcome: Outcome, state: AppState, speech: Speech
) -> Ending:
    look = state.look or outcome.look
    running = look is not None and bool(look.facts.claude.processes)
    if running:
        return Ending(State.OK, title, speech.say("Claude Desktop did not have to be restarted."), rows)
    return Ending(State.OK, title, speech.say("Open Claude Desktop to use it."), rows, claude_closed=True)


def _using_since(state: AppState, speech: Speech) -> str:
    since = state.look.facts.claude.running_since if state.look else None
    if since is None:
        return speech.say("Claude is using OpenRouter. Seen in Claude's own log.")
    return speech.say("Claude is using OpenRouter since {time}. Seen in Claude's own log.", time=clock(since))
