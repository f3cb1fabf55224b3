"""The words at the top of the panel: how things stand, why, and what the button is called."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.findings import AtFile, Finding, FindingId
from app.domain.state import AppState
from app.ui.panel.moments import moment_of
from app.ui.panel.situation import TOO_OLD, Help, Judgement, too_old
from app.ui.widgets.buttons import Kind
from app.ui.widgets.states import State
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech
from app.words.status import hero
from app.words.times import ago


@dataclass(frozen=True, slots=True)
class Face:
    """How the button looks; `external`: it leaves the program."""

    text: str
    kind: Kind
    icon: str | None


def title(state: AppState, standing: State, speech: Speech) -> str:
    if state.unlocking:
        return speech.say("Waiting for your password …")
    if standing is State.WORKING:
        return speech.say("Checking …")
    if state.failed is not None or state.look is None:
        return speech.say("Not known, because it could not be checked")
    if too_old(state):
        return speech.say("Not known, because the last check was long ago")
    return hero(state.look.diagnosis, speech)


def line(state: AppState, judgement: Judgement | None, standing: State, speech: Speech) -> str:
    """One or two sentences below the title."""
    if state.unlocking:
        return speech.say("Enter it in the keychain's own window. This goes on by itself.")
    if standing is State.WORKING:
        return _while_checking(state, speech)
    if state.failed is not None:
        said = sentence(state.failed, speech)  # in whole, as no list tells the rest
        return together(_stopped(said.title), said.detail, said.remedy)
    if judgement is None or state.look is None:
        return ""
    if too_old(state):
        return speech.say("Check again to see how things stand now.")
    if judgement.wrong:
        return cause(judgement.wrong[0], speech)
    if state.look.diagnosis.healthy:
        return speech.say("Claude Desktop is using OpenRouter.") if state.look.diagnosis.uses_gateway else ""
    return next((cause(f, speech) for f in state.look.diagnosis.findings if f.id in _UNKNOWN_BECAUSE), "")


_WITH_PLACES = (
    FindingId.MANAGED_CONFIGURATION,
    FindingId.MANAGED_BY_THIS,
    FindingId.GATEWAY_URL_WRONG,
    FindingId.BAD_ENTRY_ID,
)
_UNKNOWN_BECAUSE = (FindingId.CLAUDE_NOT_RUNNING, FindingId.NOT_CONFIRMED)


def _while_checking(state: AppState, speech: Speech) -> str:
    if state.look is None or state.look.facts.gateway is None or too_old(state):
        return speech.say("Looking at Claude Desktop and OpenRouter.")
    return speech.say("Last result: {result}.", result=hero(state.look.diagnosis, speech))


def cause(finding: Finding, speech: Speech) -> str:
    """Why, and what helps; a path is for the list and its Details."""
    said = sentence(finding, speech)
    names_places = isinstance(finding.detail, AtFile) or finding.id in _WITH_PLACES
    return said.remedy if names_places and said.remedy else together(said.detail, said.remedy)


def checked(state: AppState, speech: Speech) -> str:
    """When things were looked at last."""
    if state.look is None or state.look.facts.gateway is None:
        return ""
    at = state.look.facts.seen_at
    if state.now - at > TOO_OLD:
        return speech.say("Last checked at {time}", time=moment_of(at, state.now))
    return speech.say("Last checked {age}", age=ago(state.now - at, speech))


def face(help: Help, speech: Speech) -> Face:
    match help:
        case Help.REFRESH:
            return Face(speech.say("Refresh"), Kind.PLAIN, "refresh")
        case Help.TRY_AGAIN:
            return Face(speech.say("Try again"), Kind.PRIMARY, "refresh")
        case Help.REPAIR:
            return Face(speech.say("Repair"), Kind.HERO, "repair")
        case Help.SET_UP:
            return Face(speech.say("Go on with the setup"), Kind.PRIMARY, None)
        case Help.CONNECT | Help.UNLOCK | Help.CREATE_KEYCHAIN | Help.USE_KEY | Help.CANCEL_UNLOCK:
            return _for_the_key(help, speech)
        case Help.MESSAGE | Help.MESSAGE_FOR_IT:
            return Face(speech.say("Copy a message"), Kind.PRIMARY, "copy")
        case Help.KEYS:
            return Face(speech.say("Keys …"), Kind.PRIMARY, "key")
        case Help.CHOOSE_MODELS:
            return Face(speech.say("Choose other models"), Kind.PRIMARY, "models")
        case Help.OPEN_CLAUDE:
            return Face(speech.say("Open Claude Desktop"), Kind.PRIMARY, "window")
        case Help.RESTART_CLAUDE:
            return Face(speech.say("Restart Claude Desktop"), Kind.PRIMARY, "restart")
        case Help.TOP_UP | Help.RAISE_LIMIT | Help.GET_CLAUDE | Help.PRIVACY:
            return _in_the_browser(help, speech)


def _for_the_key(help: Help, speech: Speech) -> Face:
    if help is Help.CANCEL_UNLOCK:
        return Face(speech.say("Cancel"), Kind.PLAIN, None)
    text = {
        Help.CONNECT: speech.say("Connect again"),
        Help.UNLOCK: speech.say("Unlock the keychain"),
        Help.CREATE_KEYCHAIN: speech.say("Create a keychain"),
    }.get(help, speech.say("Use this key"))
    return Face(text, Kind.PRIMARY, "key")


def _in_the_browser(help: Help, speech: Speech) -> Face:
    text = {
        Help.TOP_UP: speech.say("Top up"),
        Help.RAISE_LIMIT: speech.say("Raise the limit"),
        Help.GET_CLAUDE: speech.say("Get Claude Desktop"),
    }.get(help, speech.say("Open privacy settings"))
    return Face(text, Kind.PRIMARY, "external")


def _stopped(text: str) -> str:
    """A title as a sentence."""
    return text if text.endswith(".") else f"{text}."
