"""The steps of a change in words: while each is being done, and once it is done."""

from __future__ import annotations

from app.domain.progress import Part, PartState, Step
from app.words.speech import Speech


def progress(step: Step, speech: Speech) -> tuple[str, str]:
    """The present form such as `Writing settings …`, and the past form such as `Wrote settings`."""
    return {
        Step.LOOK: (speech.say("Checking how things stand …"), speech.say("Checked how things stand")),
        Step.VERIFY_KEY: (speech.say("Checking the key …"), speech.say("Checked the key")),
        Step.STORE_KEY: (speech.say("Storing the key …"), speech.say("Stored the key in your computer's keychain")),
        Step.GET_MODELS: (speech.say("Getting the list of models …"), speech.say("Got the list of models")),
        Step.RECOVER: (speech.say("Tidying up an interrupted change …"), speech.say("Tidied up an interrupted change")),
        Step.QUIT_CLAUDE: (speech.say("Asking Claude to close …"), speech.say("Asked Claude to close")),
        Step.WAIT_CLOSED: (speech.say("Waiting until Claude is closed …"), speech.say("Claude is closed")),
        Step.WRITE: (speech.say("Writing settings …"), speech.say("Wrote settings")),
        Step.INSTALL_HELPER: (speech.say("Installing the helper …"), speech.say("Installed the helper")),
        Step.REOPEN: (speech.say("Opening Claude …"), speech.say("Opened Claude")),
        Step.CONFIRM: (speech.say("Looking in Claude's own log …"), speech.say("Looked in Claude's own log")),
        Step.ROLL_BACK: (speech.say("Putting earlier settings back …"), speech.say("Put earlier settings back")),
    }[step]


def part(part: Part, state: PartState, speech: Speech) -> str:
    """A part of a change as a person watches it: what is to come, what is being done, what is done."""
    future, present, past = _parts(speech)[part]
    match state:
        case PartState.WORKING:
            return present
        case PartState.DONE:
            return past
        case _:
            return future


def _parts(speech: Speech) -> dict[Part, tuple[str, str, str]]:
    return {
        Part.CLOSE: (
            speech.say("Close Claude Desktop"),
            speech.say("Closing Claude Desktop …"),
            speech.say("Closed Claude Desktop"),
        ),
        Part.WRITE: (
            speech.say("Save a backup and write the settings"),
            speech.say("Saving a backup and writing the settings …"),
            speech.say("Saved a backup and wrote the settings"),
        ),
        Part.REOPEN: (
            speech.say("Open Claude Desktop"),
            speech.say("Opening Claude Desktop …"),
            speech.say("Opened Claude Desktop"),
        ),
        Part.CONFIRM: (
            speech.say("Check that Claude uses OpenRouter"),
            speech.say("Checking in Claude's own log …"),
            speech.say("Claude's own log says that it uses OpenRouter"),
        ),
        Part.TAKE_OUT: (
            speech.say("Move the key into the keychain"),
            speech.say("Moving the key into the keychain …"),
            speech.say("Moved the key into the keychain"),
        ),
        Part.PUT_BACK: (
            speech.say("Put the earlier settings back"),
            speech.say("Putting the earlier settings back …"),
            speech.say("Put the earlier settings back"),
        ),
    }


def part_state(state: PartState, speech: Speech) -> str:
    """The word at the end of a part's line."""
    return {
        PartState.WAITING: speech.say("Waiting"),
        PartState.WORKING: speech.say("Working"),
        PartState.DONE: speech.say("Done"),
        PartState.FAILED: speech.say("Problem"),
        PartState.NOT_DONE: speech.say("Not done"),
        PartState.NOT_KNOWN: speech.say("Not known yet"),
    }[state]
