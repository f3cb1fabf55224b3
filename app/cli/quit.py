"""The command `quit`: closes the window of this person, for installers and helpdesks. It needs nothing but the window."""

from __future__ import annotations

import argparse
from collections.abc import Mapping

from app.cli import exit_status, printing
from app.flows.quit_window import Quit, quit_window
from app.words.speech import Speech


async def run(environment: Mapping[str, str], options: argparse.Namespace, speech: Speech) -> int:
    """The exit status: 0 once no window is open."""
    outcome = await quit_window(environment)
    if options.json:
        printing.whole({"window": outcome.value})
    else:
        printing.lines([_said(outcome, speech)])
    return exit_status.DONE if outcome in {Quit.NOT_OPEN, Quit.CLOSED} else exit_status.FINDINGS


def _said(outcome: Quit, speech: Speech) -> str:
    match outcome:
        case Quit.NOT_OPEN:
            return speech.say("Gateway Companion is not open.")
        case Quit.CLOSED:
            return speech.say("Gateway Companion is closed.")
        case Quit.BUSY:
            return speech.say("Gateway Companion is changing Claude's settings. Try again once it has finished.")
        case Quit.NO_ANSWER:
            return speech.say("Gateway Companion is open and does not answer. Close it by “Quit” in its menu.")
