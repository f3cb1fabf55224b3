"""Sentences about changes: what stopped one, what was left half done, and what of our own is damaged."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, Named, Reason, Waits
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech


def _unfinished(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("An earlier change was interrupted"),
        speech.say("Some of Claude's settings may be written and others not."),
        speech.say("Repair finishes it or takes it back."),
    )


def _busy(finding: Finding, speech: Speech) -> Sentence:
    detail = speech.say("It is changing Claude's settings right now.")
    match finding.detail:
        case Named(holder) if holder.strip("?"):
            detail = together(detail, speech.say("This computer lists it as {name}.", name=holder))
    return Sentence(
        speech.say("Gateway Companion is already at work elsewhere"),
        detail,
        speech.say("Wait until it has finished, then try again."),
    )


def _own_data(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            detail = speech.say("What it noted under {path} can't be used.", path=path)
        case _:
            detail = speech.say("What it noted about this computer can't be used.")
    return Sentence(
        speech.say("Gateway Companion's own notes are damaged"),
        detail,
        speech.say("Run the setup again."),
    )


def _own_folder(finding: Finding, speech: Speech) -> Sentence:
    title = speech.say("Gateway Companion's own folder can't be used")
    path = finding.detail.path if isinstance(finding.detail, AtFile) else ""
    match reason_of(finding.detail):
        case Reason.NOT_A_FILE:
            detail = speech.say("Something that is no folder lies at {path}.", path=path)
            return Sentence(title, detail, speech.say("Move what lies there somewhere else, then try again."))
        case Reason.PERMISSION:
            detail = speech.say("Your account on this computer has no right to open {path}.", path=path)
            return Sentence(title, detail, speech.say("Ask your IT team for the right to open it."))
        case _:
            detail = speech.say("The computer refused to open {path}.", path=path)
            return Sentence(title, detail, speech.say("Ask your IT team to look at this folder."))


def _still_open(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude Desktop is open"),
        speech.say("It writes its settings when it closes, so a change made now would be lost."),
        speech.say("Close Claude Desktop, then try again."),
    )


def _did_not_close(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Waits(seconds):
            n = round(seconds)
            open_still = speech.plural("It was still open after {n} second.", "It was still open after {n} seconds.", n)
        case _:
            open_still = speech.say("It was asked to, and is still open.")
    return Sentence(
        speech.say("Claude Desktop did not close"),
        together(open_still, speech.say("Its settings were not changed.")),
        speech.say("Save your work in Claude and close it yourself."),
    )


def _did_not_start(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            why = speech.say("{path} could not be started.", path=path)
        case _:
            why = speech.say("It was asked to, but was not seen running.")
    return Sentence(
        speech.say("Claude Desktop did not open"),
        together(why, own_words(finding.detail, speech)),
        speech.say("Open Claude Desktop yourself."),
    )


def _changed_meanwhile(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            what = speech.say("Something else changed {path} just before it was to be written.", path=path)
        case _:
            what = speech.say("Something else changed them just before they were to be written.")
    return Sentence(
        speech.say("Claude's settings changed in the meantime"),
        together(what, speech.say("So the change was stopped.")),
        speech.say("Try again."),
    )


def _write_failed(finding: Finding, speech: Speech) -> Sentence:
    what = speech.say("It is {path}.", path=finding.detail.path) if isinstance(finding.detail, AtFile) else ""
    why, remedy = _write_reasons(speech).get(
        reason_of(finding.detail),
        (speech.say("The computer refused to write it."), speech.say("Ask your IT team to look at this file.")),
    )
    detail = together(what, why, own_words(finding.detail, speech))
    return Sentence(speech.say("A file could not be written"), detail, remedy)


def _write_reasons(speech: Speech) -> dict[Reason, tuple[str, str]]:
    ask = speech.say("Ask your IT team for the right to write there.")
    return {
        Reason.NO_SUCH_PLACE: (
            speech.say("That place does not exist."),
            speech.say("Make the folder, or choose another place, then try again."),
        ),
        Reason.NOT_A_FILE: (
            speech.say("Something that is no ordinary file lies in its place."),
            speech.say("Move what lies there somewhere else, then try again."),
        ),
        Reason.PERMISSION: (speech.say("Your account on this computer has no right to write it."), ask),
        Reason.READ_ONLY: (speech.say("That place can only be read."), ask),
        Reason.NO_SPACE: (
            speech.say("There is no space left on the disk."),
            speech.say("Free some space on the disk, then try again."),
        ),
    }


def _address_refused(finding: Finding, speech: Speech) -> Sentence:
    rules = together(
        speech.say("It has to start with https:// and hold no password."),
        speech.say("In practice mode it has to be on this computer."),
    )
    match finding.detail:
        case Named(address) if address and "@" not in address:  # what stands before an @ may be a password
            rules = together(speech.say("It was given as {address}.", address=address), rules)
    return Sentence(
        speech.say("This gateway address can't be used"),
        rules,
        speech.say("Correct the address, then try again."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.UNFINISHED_CHANGE: _unfinished,
    FindingId.BUSY: _busy,
    FindingId.OWN_DATA_DAMAGED: _own_data,
    FindingId.OWN_FOLDER_UNUSABLE: _own_folder,
    FindingId.CLAUDE_STILL_OPEN: _still_open,
    FindingId.CLAUDE_DID_NOT_CLOSE: _did_not_close,
    FindingId.CLAUDE_DID_NOT_START: _did_not_start,
    FindingId.CHANGED_MEANWHILE: _changed_meanwhile,
    FindingId.WRITE_FAILED: _write_failed,
    FindingId.GATEWAY_ADDRESS_REFUSED: _address_refused,
}
