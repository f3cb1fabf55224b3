"""Sentences about starting at login: why it is not as the person wanted."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, Reason
from app.words.sentence import Sentence, Wording, reason_of
from app.words.speech import Speech


def _unchanged(finding: Finding, speech: Speech) -> Sentence:
    path = finding.detail.path if isinstance(finding.detail, AtFile) else ""
    right = speech.say("Ask your IT team for the right to write there.")
    match reason_of(finding.detail):
        case Reason.NOT_OURS:
            why = speech.say("Something that Gateway Companion did not make lies at {path}.", path=path)
            remedy = speech.say("Move what lies there somewhere else, then try again.")
        case Reason.NO_PROGRAM:
            why = speech.say("The program that would be started is not at {path}.", path=path)
            remedy = speech.say("Install Gateway Companion again.")
        case Reason.PRACTICE:
            why = speech.say("Practice mode changes nothing on this computer.")
            remedy = speech.say("Leave practice mode, then try again.")
        case Reason.PERMISSION:
            why = speech.say("Your account on this computer has no right to write {path}.", path=path)
            remedy = right
        case Reason.READ_ONLY:
            why, remedy = speech.say("The place of {path} can only be read.", path=path), right
        case Reason.NO_SPACE:
            why = speech.say("There is no space left on the disk for {path}.", path=path)
            remedy = speech.say("Free some space on the disk, then try again.")
        case _:
            why = speech.say("The computer refused to write {path}.", path=path)
            remedy = speech.say("Ask your IT team to look at this file.")
    return Sentence(speech.say("Starting at login could not be changed"), why, remedy)


WORDINGS: dict[FindingId, Wording] = {FindingId.START_AT_LOGIN_UNCHANGED: _unchanged}
