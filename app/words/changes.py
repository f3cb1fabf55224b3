"""A change in plain words: what a person agrees to, and what an undo leaves as it is."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain import claude_settings
from app.domain.claude_edits import DropMember, RestoreMember, SetMember
from app.domain.documents import Role
from app.domain.goal import Goal, Handover
from app.domain.journal import ChangeKind
from app.domain.plan import Action, FileChange, Kept, Plan, WhyKept
from app.domain.secret_ref import SECRET
from app.words.findings import finding
from app.words.names import key_name, key_names
from app.words.sentence import together
from app.words.speech import Speech

_CREDENTIAL = {*claude_settings.CREDENTIAL_KEYS, SECRET}
_OWN_LINES = {"inferenceModels", *_CREDENTIAL}


def plan_lines(plan: Plan, goal: Goal, speech: Speech) -> tuple[str, ...]:
    """The whole plan, one line for each thing that is done, in the order in which it is done."""
    if plan.blocked:
        return tuple(_blocked(plan, speech))
    kept_lines = [kept(one, speech) for one in plan.kept]
    if plan.empty:
        return (_nothing(plan, speech), *kept_lines)
    lines = [*_before(plan, speech), *_during(plan, goal, speech), *_after(plan, speech), *kept_lines]
    return tuple(dict.fromkeys(lines))


def kept(kept: Kept, speech: Speech) -> str:
    """What an undo leaves as it is, and why."""
    stays = speech.say("Stays as it is: {thing} ({path}).", thing=key_name(kept.key, speech), path=str(kept.path))
    match kept.why:
        case WhyKept.CHANGED_SINCE if kept.key == SECRET:
            return speech.say("A key was entered there since, so none is put back: {path}", path=str(kept.path))
        case WhyKept.CHANGED_SINCE:
            return together(stays, speech.say("It was changed after the setup."))
        case WhyKept.NOT_KNOWN:
            return together(stays, speech.say("What it was before is not known."))
        case WhyKept.KEY_GONE:
            return speech.say(
                "The key that you took out can't be put back into {path}: the keychain does not have it any more.",
                path=str(kept.path),
            )
        case WhyKept.KEY_NOT_TOLD:
            gone = speech.say("The key that you took out is not put back: {path}", path=str(kept.path))
            return together(gone, speech.say("The keychain does not give it, but may still have it."))
        case WhyKept.PROFILE_GONE:
            gone = speech.say("The key that you took out is not put back: {path}", path=str(kept.path))
            return together(gone, speech.say("That profile is gone or broken. The keychain keeps the key."))


def before_setup(speech: Speech) -> tuple[str, ...]:
    """What a person should know before Claude Desktop is set up."""
    return (
        together(
            speech.say("With OpenRouter, Claude has its own chats, projects and connectors."),
            speech.say("Your earlier ones are kept, and nothing is deleted."),
        ),
        speech.say("Cloud sessions, remote control, the phone app, voice and sharing do not work with it."),
        speech.say("You pay for what you use from your OpenRouter credit, not from a Claude plan."),
        speech.say("You can undo the setup at any time. Claude then shows your earlier chats again."),
    )


def before_undo(speech: Speech) -> tuple[str, ...]:
    """What a person should know before a setup is undone."""
    return (
        together(
            speech.say("Claude shows your earlier chats again."),
            speech.say("Chats made with OpenRouter stay on this computer, but are hidden."),
        ),
        speech.say("Your OpenRouter credit is not touched."),
    )


def _blocked(plan: Plan, speech: Speech) -> Iterator[str]:
    yield speech.say("Nothing can be changed yet.")
    for one in plan.blocked:
        said = finding(one, speech)
        yield together(speech.say("{title}.", title=said.title), said.remedy)


def _nothing(plan: Plan, speech: Speech) -> str:
    if plan.kind is ChangeKind.UNDO:
        return speech.say("Nothing to do. Gateway Companion has nothing to take back.")
    if plan.kind is ChangeKind.TAKE_OUT:
        return speech.say("Nothing to do. There is no readable key in that profile.")
    return speech.say("Nothing to do. Claude's settings are already as they should be.")


def _before(plan: Plan, speech: Speech) -> Iterator[str]:
    if plan.restart:
        yield speech.say("Close Claude Desktop. What is still running in it is interrupted.")
    if plan.changes and plan.kind in (ChangeKind.SETUP, ChangeKind.REPAIR):
        yield speech.say("Save a backup of Claude's settings.")


def _during(plan: Plan, goal: Goal, speech: Speech) -> Iterator[str]:
    for change in plan.changes:
        yield from _undone(change, speech) if plan.kind is ChangeKind.UNDO else _done(change, goal, speech)
    if plan.loses_key and plan.changes:
        yield speech.say("Your OpenRouter key goes with them: Claude's copy is the only one on this computer.")
    if plan.install_helper:
        yield speech.say("Install the helper that hands Claude your key.")
    if plan.kind is ChangeKind.UNDO and plan.changes:
        yield speech.say("Remove the helper that hands Claude your key.")
    if plan.cache is not None:
        yield speech.say("Move Claude's stored lists of models aside. Nothing in them is deleted.")


def _after(plan: Plan, speech: Speech) -> Iterator[str]:
    if plan.reopen:
        yield speech.say("Open Claude Desktop again.") if plan.restart else speech.say("Open Claude Desktop.")
    if plan.reopen and plan.kind is not ChangeKind.UNDO:
        yield speech.say("Look in Claude's own log whether it uses OpenRouter.")


def _done(change: FileChange, goal: Goal, speech: Speech) -> Iterator[str]:
    """One file of a setup or a repair."""
    match change.role:
        case Role.LIBRARY:
            yield from _library_done(change, speech)
        case Role.PROFILE:
            yield from _profile_done(change, goal, speech)
        case Role.GATEWAY_CONFIG | Role.NORMAL_CONFIG:
            yield speech.say("Switch Claude to start with OpenRouter.")
        case Role.DEVELOPER:
            yield speech.say("Turn on Claude's Developer menu.")
        case Role.OTHER_PROFILE:
            yield speech.say("Move the key into your computer's keychain.")
            yield speech.say("Leave all else in that profile as it is: {path}", path=str(change.path))


def _library_done(change: FileChange, speech: Speech) -> Iterator[str]:
    for edit in change.edits:
        match edit:
            case DropMember(("entries", id)):
                yield speech.say("Take the entry {id} out of Claude's list. Its file stays.", id=id)
            case SetMember(("entries", _)):
                yield speech.say("Add OpenRouter to Claude's list of profiles.")
            case SetMember(("appliedId",)):
                yield speech.say("Choose OpenRouter in Claude's list of profiles.")
            case DropMember(("hybridPointer",)):
                yield speech.say("Take out a left-over that overrides the chosen profile.")


def _profile_done(change: FileChange, goal: Goal, speech: Speech) -> Iterator[str]:
    keys = set(change.keys)
    rest = [key for key in change.keys if key not in _OWN_LINES]
    if change.action is Action.CREATE:
        yield speech.say("Write the settings that send Claude's messages through OpenRouter.")
    elif rest:
        yield speech.say("Set this right in Claude's OpenRouter settings: {things}.", things=key_names(rest, speech))
    if keys & _CREDENTIAL:
        yield _handover(goal, speech)
    if "inferenceModels" in keys:
        yield from _models(goal, speech)


def _handover(goal: Goal, speech: Speech) -> str:
    match goal.handover:
        case Handover.HELPER:
            return speech.say("Let Claude ask the keychain for your key. No copy of it stays in Claude's settings.")
        case Handover.STATIC:
            return speech.say("Save a readable copy of your key in Claude's settings, as you chose.")


def _models(goal: Goal, speech: Speech) -> Iterator[str]:
    if goal.models:
        labels = [model.label for model in goal.models]
        yield speech.say("Make {model} the default model.", model=labels[0])
        yield speech.say("List these models in Claude: {models}.", models=speech.listing(labels))


def _undone(change: FileChange, speech: Speech) -> Iterator[str]:
    """One file of an undo."""
    match change.role:
        case Role.LIBRARY:
            yield from _library_undone(change, speech)
        case Role.PROFILE:
            yield speech.say("Delete Claude's settings for OpenRouter.")
        case Role.GATEWAY_CONFIG | Role.NORMAL_CONFIG:
            yield speech.say("Let Claude start the way it did before.")
        case Role.DEVELOPER:
            yield speech.say("Put Claude's Developer menu back to how it was.")
        case Role.OTHER_PROFILE:
            yield speech.say("Put the key that you took out back into its profile: {path}", path=str(change.path))


def _library_undone(change: FileChange, speech: Speech) -> Iterator[str]:
    for edit in change.edits:
        match edit:
            case DropMember(("entries", _)):
                yield speech.say("Take OpenRouter out of Claude's list of profiles.")
            case DropMember(("appliedId",)):
                yield speech.say("Leave no profile chosen, as before.")
            case RestoreMember(("entries", id)):
                yield speech.say("Put the entry {id} back into Claude's list.", id=id)
            case RestoreMember(("appliedId",)):
                yield speech.say("Choose the profile that was chosen before.")
            case RestoreMember(("hybridPointer",)):
                yield speech.say("Put back what overrode the chosen profile.")
