"""What a flow asks a person: a heading, and what to know before answering."""

from __future__ import annotations

from app.domain.documents import Role
from app.domain.goal import Goal
from app.domain.journal import ChangeKind
from app.domain.plan import Action, Plan
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    KeepWaiting,
    PlanChanged,
    Question,
    ReviewPlan,
    StillOpen,
    TakeOutEntry,
    UseClaudesKey,
)
from app.words.changes import before_setup, before_undo, plan_lines
from app.words.speech import Speech

Text = tuple[str, tuple[str, ...]]


def question(question: Question, speech: Speech) -> Text:
    """The heading, and the lines below it."""
    match question:
        case ReviewPlan(plan, goal):
            return _review(plan, goal, speech)
        case PlanChanged(plan, goal):
            changed = speech.say("Claude's settings are not as they were when you said yes. This is the new list:")
            return speech.say("Apply these changes instead?"), (changed, *plan_lines(plan, goal, speech))
        case ClaudeIsOpen() | StillOpen() | KeepWaiting() | EndByForce():
            return _closing(question, speech)
        case UseClaudesKey(profile, hint):
            return speech.say("Use the key Claude has now?"), (
                speech.say("It is {hint}, from the profile “{name}” in Claude.", hint=hint, name=profile),
                speech.say("It is stored in your computer's keychain. That profile stays as it is."),
            )
        case TakeOutEntry(id, name):
            return _take_out(id, name, speech)


def _review(plan: Plan, goal: Goal, speech: Speech) -> Text:
    lines = plan_lines(plan, goal, speech)
    match plan.kind:
        case ChangeKind.SETUP:
            first = any(c.role is Role.PROFILE and c.action is Action.CREATE for c in plan.changes)
            return speech.say("Set up OpenRouter in Claude Desktop?"), (
                *lines,
                *(before_setup(speech) if first else ()),
            )
        case ChangeKind.REPAIR:
            return speech.say("Repair Claude's OpenRouter settings?"), lines
        case ChangeKind.UNDO:
            return speech.say("Undo the setup?"), (*lines, *before_undo(speech))
        case ChangeKind.TAKE_OUT:
            return speech.say("Take the readable key out of “{name}”?", name=plan.subject), (
                *lines,
                speech.say("Whoever switches to that profile in Claude has to enter a key there again."),
                speech.say("Undoing the setup puts the key back, as long as your keychain has it."),
            )


def _closing(question: ClaudeIsOpen | StillOpen | KeepWaiting | EndByForce, speech: Speech) -> Text:
    match question:
        case ClaudeIsOpen():
            return speech.say("Close Claude Desktop now?"), (
                speech.say("Save your work in Claude first."),
                speech.say("What is still running in it is interrupted."),
            )
        case StillOpen(seconds):
            n = round(seconds)
            return speech.say("Claude is still open"), (
                speech.say("Save your work and close it."),
                speech.plural("It was asked to close {n} second ago.", "It was asked to close {n} seconds ago.", n),
                speech.say("This goes on by itself once it is closed."),
            )
        case KeepWaiting():
            return speech.say("Claude has not closed. Keep waiting?"), (
                speech.say("It may be asking you something, or it may hang."),
                speech.say("Nothing is changed while it is open."),
            )
        case EndByForce():
            return speech.say("End Claude Desktop by force?"), (
                speech.say("It has not closed by itself."),
                speech.say("What is not saved in Claude is lost."),
            )


def _take_out(id: str, name: str | None, speech: Speech) -> Text:
    entry = (
        speech.say("The entry “{name}” is marked in a way that Claude rejects: {id}.", name=name, id=id)
        if name
        else speech.say("An entry is marked in a way that Claude rejects: {id}.", id=id)
    )
    return speech.say("Take this entry out of Claude's list?"), (
        entry,
        speech.say("One such entry hides the whole list."),
        speech.say("Only its line in the list goes. Its file stays."),
    )
