"""The steps of a change in words: while each is being done, and once it is done."""

from __future__ import annotations

from app.domain.progress import Step
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
