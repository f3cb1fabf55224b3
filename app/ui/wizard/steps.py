"""The rail's words: the vendor's five steps in their order, and how far each of them is."""

from __future__ import annotations

from app.domain.diagnosis import is_set_up
from app.domain.outcome import Outcome
from app.domain.state import AppState, Ended, Idle, Running, key_works
from app.domain.wizard import STEPS, Mark, Page, marks, obstacle
from app.ui.widgets.step_rail import Step
from app.words.speech import Speech


def titles(speech: Speech) -> tuple[str, ...]:
    return (
        speech.say("Turn on Developer Mode"),
        speech.say("Open the Third-Party Inference settings"),
        speech.say("Enter the gateway details"),
        speech.say("Restart Claude Desktop"),
        speech.say("Choose your model"),
    )


def rail(state: AppState, speech: Speech) -> tuple[Step, ...]:
    """The five steps as they stand."""
    page = state.page or Page.WELCOME
    shown = Page.RESTART if page is Page.CHOICE else page
    present = marks(shown, state.look, key_works=key_works(state))
    return tuple(
        _step(number, title, mark, speech)
        for number, (title, mark) in enumerate(zip(titles(speech), present, strict=True), 1)
    )


def _step(number: int, title: str, mark: Mark, speech: Speech) -> Step:
    shown, spoken = _words(mark, speech)
    name = speech.say("Step {n} of 5, {title}, {state}", n=number, title=title, state=spoken)
    return Step(title, shown, mark, name)


def _words(mark: Mark, speech: Speech) -> tuple[str, str]:
    """The small line below the title, and what is read aloud."""
    match mark:
        case Mark.TODO:
            return "", speech.say("not started")
        case Mark.HERE:
            return speech.say("You are here"), speech.say("you are here")
        case Mark.READY:
            return speech.say("Ready, happens in step 4"), speech.say("ready, happens in step 4")
        case Mark.DONE:
            return speech.say("Done"), speech.say("done")
        case Mark.STOPPED:
            return speech.say("Needs attention"), speech.say("needs attention")


def note(state: AppState, speech: Speech) -> tuple[str, str]:
    """The line at the foot of the rail, with its icon: what a person may rely on just now."""
    match state.page, state.activity:
        case Page.RESTART, Running(plan=plan) if plan is not None:
            return "status-info", speech.say("Don't open Claude Desktop yourself until this is finished.")
        case Page.RESTART, Ended(result=Outcome(applied=True)):
            return "shield", speech.say("You can undo the setup at any time.")
        case Page.RESTART, Idle() if _proven(state):
            return "shield", speech.say("You can undo the setup at any time.")
        case Page.RESTART, _:
            return "shield", speech.say("Claude keeps working as usual until you apply the plan.")
        case ((Page.MODEL | Page.CHOICE), _):
            return "status-info", speech.say("You can change all of this later in the status window.")
        case Page.FINISHED, _ if _proven(state):
            return "status-ok", speech.say("Finished. You can close this window.")
        case Page.FINISHED, _:
            return "shield", speech.say("You can undo the setup at any time.")
        case _ if state.look is not None and any(obstacle(step, state.look) for step in STEPS):
            return "shield", speech.say("Nothing was changed.")
        case _ if state.look is not None and is_set_up(state.look.facts):
            return "shield", speech.say("You can undo the setup at any time.")
        case _:
            return "shield", speech.say("Claude keeps working as usual until step 4.")


def _proven(state: AppState) -> bool:
    return state.look is not None and state.look.diagnosis.uses_gateway is True
