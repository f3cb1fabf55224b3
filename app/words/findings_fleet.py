"""Sentences about what an IT department does for many computers: it connects Claude, prepares a setup, hands out settings."""

from __future__ import annotations

from app.domain.findings import AtFile, Finding, FindingId, Listed, Named
from app.words.sentence import Sentence, Wording, together
from app.words.speech import Speech


def _by_this(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Named(place):
            where = speech.say("Its settings count before any made here: {place}.", place=place)
        case _:
            where = speech.say("Its settings count before any made here.")
    return Sentence(
        speech.say("Your organisation connects Claude Desktop to OpenRouter"),
        together(speech.say("It does so through Gateway Companion."), where),
        speech.say("Only your key is yours to set."),
    )


def _damaged(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case AtFile(path, text=str(member)):
            why = speech.say("The value of “{name}” in {path} is not right.", name=member, path=path)
        case AtFile(path, line=int(line)):
            why = speech.say("In {path}, line {line} is not right.", line=line, path=path)
        case AtFile(path):
            why = speech.say("{path} can't be read.", path=path)
        case _:
            why = speech.say("It can't be read.")
    return Sentence(
        speech.say("What your IT team prepared can't be used"),
        together(why, speech.say("So nothing of it is used.")),
        speech.say("Ask your IT team to mend this file."),
    )


def _ignored(finding: Finding, speech: Speech) -> Sentence:
    match finding.detail:
        case Listed(names) if names:
            return Sentence(
                speech.say("Part of what your IT team prepared is not understood"),
                speech.say("This version knows nothing called {things}.", things=speech.listing(names)),
                speech.say("Ask your IT team to look at what it prepared."),
            )
        case AtFile(path):
            why = speech.say("Other people on this computer could have written it: {path}.", path=path)
        case _:
            why = speech.say("Other people on this computer could have written it.")
    return Sentence(
        speech.say("What your IT team prepared is not used"),
        why,
        speech.say("Ask your IT team to shut that place to others."),
    )


def _helper_place(finding: Finding, speech: Speech) -> Sentence:
    rules = speech.say("It has to be a whole path, and for Windows it has to end in .exe.")
    match finding.detail:
        case Named(path):
            rules = together(speech.say("It was given as {path}.", path=path), rules)
    return Sentence(
        speech.say("This place of the helper can't be used"),
        rules,
        speech.say("Correct the path, then try again."),
    )


WORDINGS: dict[FindingId, Wording] = {
    FindingId.MANAGED_BY_THIS: _by_this,
    FindingId.PRESEED_DAMAGED: _damaged,
    FindingId.PRESEED_IGNORED: _ignored,
    FindingId.HELPER_PLACE_REFUSED: _helper_place,
}
