"""Sentences about Claude Desktop's files: whether they are sound, ours, and as they were set."""

from __future__ import annotations

from app.domain.findings import AtFile, Detail, Finding, FindingId, Listed, Named, Reason
from app.words.names import key_names
from app.words.sentence import Sentence, Wording, own_words, reason_of, together
from app.words.speech import Speech


def _developer_mode(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude's Developer menu is off"),
        speech.say("OpenRouter does not need it. Only the menu is missing."),
        speech.say("Repair turns it on when Claude is closed."),
    )


def _not_set_up(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("OpenRouter is not set up yet"),
        speech.say("Gateway Companion has written no settings for Claude Desktop so far."),
        speech.say("Start the setup."),
    )


def _profile_missing(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude's settings no longer mention OpenRouter"),
        speech.say("The OpenRouter profile, or its entry in Claude's list, is gone."),
        speech.say("Repair writes them again."),
    )


def _profile_not_applied(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(name):
            detail = speech.say("The profile “{name}” is chosen in its place.", name=name)
        case _:
            detail = speech.say("The OpenRouter profile is there, but it is not the chosen one.")
    return Sentence(
        speech.say("Claude's OpenRouter settings are not in use"),
        detail,
        speech.say("Repair chooses the OpenRouter profile again."),
    )


def _profile_changed(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Listed(names) if names:
            detail = speech.say("This is no longer as it was set: {things}.", things=key_names(names, speech))
        case _:
            detail = speech.say("They are no longer as they were set.")
    return Sentence(
        speech.say("Some of Claude's OpenRouter settings were changed"),
        detail,
        speech.say("Repair sets them right."),
    )


def _address_wrong(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(address):
            detail = speech.say("Claude asks here, which is not what was set: {address}.", address=address)
        case _:
            detail = speech.say("It is not the one that was set, so Claude asks in the wrong place.")
    return Sentence(
        speech.say("Claude has a wrong address for OpenRouter"),
        detail,
        speech.say("Repair writes the right address."),
    )


def _scheme_wrong(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("Claude shows its key to OpenRouter in a wrong way"),
        speech.say("OpenRouter does not recognise a key that is shown like that."),
        speech.say("Repair switches Claude to the right way."),
    )


def _overridden(_: Finding, speech: Speech) -> Sentence:
    return Sentence(
        speech.say("A left-over overrides Claude's OpenRouter settings"),
        speech.say("An entry in Claude's list of profiles counts before the chosen profile."),
        speech.say("Repair takes that entry out."),
    )


def _first_party(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            detail = speech.say("The switch for that is in {path}.", path=path)
        case _:
            detail = speech.say("A switch in its settings tells it to.")
    remedy = (
        speech.say("Repair switches it back to OpenRouter.")
        if finding.repairable
        else speech.say("Open Claude Desktop and choose “Continue with Gateway”.")
    )
    return Sentence(speech.say("Claude starts with its own account again"), detail, remedy)


def _second_copy(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path):
            detail = speech.say("Claude may read these instead of the ones that were set: {path}.", path=path)
        case _:
            detail = speech.say("Claude may read them instead of the ones that were set.")
    return Sentence(
        speech.say("A second copy of Claude's settings differs"),
        detail,
        speech.say("Repair sets the second copy right too."),
    )


def _bad_entry(finding: Finding, speech: Speech) -> Sentence:
    remedy = (
        speech.say("Repair sets the entry right.")
        if finding.repairable
        else speech.say("Let Gateway Companion take the entry off the list; its file stays.")
    )
    return Sentence(
        speech.say("Claude can't use its list of profiles"),
        together(_which_entry(finding.detail, speech), speech.say("One such entry hides the whole list.")),
        remedy,
    )


def _which_entry(detail: Detail, speech: Speech) -> str:
    match detail:
        case Named(id, str(name)):
            return speech.say("The entry “{name}” is marked in a way that Claude rejects: {id}.", name=name, id=id)
        case Named(id):
            return speech.say("An entry is marked in a way that Claude rejects: {id}.", id=id)
        case _:
            return speech.say("An entry is marked in a way that Claude rejects.")


def _malformed(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path, line=int(line)):
            where = speech.say("Claude can't read line {line} of {path}.", line=line, path=path)
        case AtFile(path):
            where = speech.say("Claude can't read {path}.", path=path)
        case _:
            where = speech.say("Claude can't read it.")
    return Sentence(
        speech.say("A file with Claude's settings is damaged"),
        together(where, own_words(finding.detail, speech), speech.say("Gateway Companion leaves it as it is.")),
        speech.say("Ask your IT team to mend this file."),
    )


def _unreadable(finding: Finding, speech: Speech) -> Sentence:
    where = speech.say("It is {path}.", path=finding.detail.path) if isinstance(finding.detail, AtFile) else ""
    reason = reason_of(finding.detail)
    title = (
        speech.say("A file with Claude's settings can't be changed")
        if reason is Reason.READ_ONLY
        else speech.say("A file with Claude's settings can't be read")
    )
    why, remedy = _file_reasons(speech).get(
        reason,
        (speech.say("The computer does not say why."), speech.say("Ask your IT team to look at this file.")),
    )
    return Sentence(title, together(where, why), remedy)


def _file_reasons(speech: Speech) -> dict[Reason, tuple[str, str]]:
    """Why a file can't be used, and what to do."""
    return {
        Reason.PERMISSION: (
            speech.say("Your account on this computer has no right to it."),
            speech.say("Ask your IT team for the right to read and change it."),
        ),
        Reason.READ_ONLY: (
            speech.say("Your account on this computer may only read it."),
            speech.say("Ask your IT team for the right to change it."),
        ),
        Reason.NOT_A_FILE: (
            speech.say("Something that is no ordinary file lies in its place."),
            speech.say("Ask your IT team to clear that place."),
        ),
        Reason.LINK_LOOP: (
            speech.say("It is a link that leads nowhere."),
            speech.say("Ask your IT team to take the link away."),
        ),
        Reason.TOO_LARGE: (
            speech.say("It is far larger than such a file can be."),
            speech.say("Ask your IT team to look at what is in it."),
        ),
    }


WORDINGS: dict[FindingId, Wording] = {
    FindingId.DEVELOPER_MODE_OFF: _developer_mode,
    FindingId.NOT_SET_UP: _not_set_up,
    FindingId.PROFILE_MISSING: _profile_missing,
    FindingId.PROFILE_NOT_APPLIED: _profile_not_applied,
    FindingId.PROFILE_CHANGED: _profile_changed,
    FindingId.GATEWAY_URL_WRONG: _address_wrong,
    FindingId.AUTH_SCHEME_WRONG: _scheme_wrong,
    FindingId.HYBRID_POINTER: _overridden,
    FindingId.MODE_IS_FIRST_PARTY: _first_party,
    FindingId.SHADOW_COPY: _second_copy,
    FindingId.BAD_ENTRY_ID: _bad_entry,
    FindingId.SETTINGS_MALFORMED: _malformed,
    FindingId.SETTINGS_UNREADABLE: _unreadable,
}
