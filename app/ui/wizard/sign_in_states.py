"""What the lines of the sign-in say while it waits, and once it has given no key."""

from __future__ import annotations

from app.domain.entry import EntryFailed, SigningIn
from app.domain.findings import Finding, FindingId, Named
from app.domain.gateway_address import person_link
from app.domain.state import AppState
from app.ui.widgets.status_line import State
from app.ui.wizard.key_states import KeyLine, Remedy
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech


def can_sign_in(state: AppState) -> bool:
    """Only OpenRouter itself has such a page, and the one to practise on."""
    return state.look is None or person_link(state.look.goal.base_url, "/auth") is not None


def sign_in_line(state: AppState, speech: Speech, *, by_code: bool = False) -> KeyLine | None:
    """None where there is nothing to say beside the button. `by_code`: the person has found the way without a browser."""
    match state.entry:
        case EntryFailed(finding, by_sign_in=True):
            return _failed(finding, speech)
        case SigningIn(got=False, refused=Finding() as refused):
            return _code_refused(refused, speech)
        case SigningIn(opened=False, got=False) if not by_code:
            return KeyLine(
                State.ATTENTION,
                "",
                speech.say("No browser could be opened"),
                speech.say("Copy the link and open it in a browser yourself, or enter a code."),
                failed=True,
            )
        case _:
            return None


def _failed(finding: Finding, speech: Speech) -> KeyLine:
    said = sentence(finding, speech)
    match finding.id:
        case FindingId.SIGN_IN_UNFINISHED if isinstance(finding.detail, Named):
            keys = speech.say("Open your keys at OpenRouter")
            return KeyLine(
                State.ATTENTION, "", said.title, said.detail, remedy=Remedy.KEYS, remedy_text=keys, failed=True
            )
        case FindingId.SIGN_IN_UNFINISHED | FindingId.SIGN_IN_DENIED | FindingId.SIGN_IN_EXPIRED:
            return KeyLine(State.ATTENTION, "", said.title, said.detail, failed=True)
        case FindingId.SIGN_IN_REFUSED:
            return KeyLine(State.PROBLEM, "", said.title, said.detail, failed=True)
        case FindingId.GATEWAY_UNREACHABLE:
            state = State.UNKNOWN
        case _:
            state = State.PROBLEM
    nothing = speech.say("Nothing was saved.")
    return KeyLine(state, "", said.title, together(said.detail, nothing, said.remedy), failed=True)


def _code_refused(finding: Finding, speech: Speech) -> KeyLine:
    match finding.id:
        case FindingId.SIGN_IN_REFUSED:
            word = speech.say("OpenRouter didn't accept this code")
            return KeyLine(State.PROBLEM, "", word, speech.say("Copy the whole code from the page."), failed=True)
        case FindingId.SIGN_IN_EXPIRED:
            word = speech.say("This code is too old")
            return KeyLine(State.PROBLEM, "", word, speech.say("Open the page again for a new one."), failed=True)
        case _:
            said = sentence(finding, speech)
            return KeyLine(State.PROBLEM, "", said.title, together(said.detail, said.remedy), failed=True)
