"""What the line under the key field says in each state, and the one thing that helps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain import unlocking
from app.domain.credit import credit, credit_findings
from app.domain.entry import CheckingEntry, EntryFailed, EntryWorks, NoEntry, SigningIn
from app.domain.facts import Facts, StoredKey
from app.domain.findings import Finding, FindingId
from app.domain.goal import Handover
from app.domain.loadable import Failed, Ready
from app.domain.model import Account
from app.domain.state import AppState, handover
from app.domain.usage import in_team
from app.ui.widgets.status_line import State
from app.words import amounts
from app.words.findings import finding as sentence
from app.words.messages import for_manager
from app.words.sentence import together
from app.words.speech import Speech


class Remedy(StrEnum):
    NONE = "none"
    TRY_AGAIN = "try-again"
    TOP_UP = "top-up"
    KEYS = "keys"
    MESSAGE = "message"
    UNLOCK = "unlock"
    CANCEL_UNLOCK = "cancel-unlock"


@dataclass(frozen=True, slots=True)
class KeyLine:
    """`word` in the colour of the state, or `text` where there is nothing to stress. `spoken`: worth saying aloud;
    `failed`: at once. `message`: what the remedy copies.
    """

    state: State
    text: str
    word: str = ""
    detail: str = ""
    remedy: Remedy = Remedy.NONE
    remedy_text: str = ""
    message: str = ""
    spoken: bool = True
    failed: bool = False


def key_line(state: AppState, speech: Speech) -> KeyLine:
    if state.unlocking:
        return KeyLine(
            State.WORKING,
            speech.say("Waiting for your password in the keychain's own window …"),
            remedy=Remedy.CANCEL_UNLOCK,
            remedy_text=speech.say("Cancel"),
        )
    match state.entry:
        case CheckingEntry():
            return KeyLine(State.WORKING, speech.say("Checking the key …"), spoken=False)
        case EntryWorks(account=account):
            return _works(account, state.now, speech)
        case EntryFailed(by_sign_in=True):  # told beside the sign-in
            return _stored(state, speech)
        case EntryFailed(finding, odd):
            return _failed(finding, speech, odd=odd)
        case NoEntry() | SigningIn():
            return _stored(state, speech)


def _stored(state: AppState, speech: Speech) -> KeyLine:
    """Nothing was entered: what is known of the key in the keychain."""
    keychain = state.look.facts.keychain if state.look else None
    match keychain, state.account:
        case Finding(), _ if handover(state) is Handover.HELPER:
            return _failed(keychain, speech, odd=False)
        case StoredKey(), Ready(value=account):
            return _works(account, state.now, speech)
        case StoredKey(), Failed(finding=finding):
            return _failed(finding, speech, odd=False)
        case StoredKey(), _:
            return KeyLine(State.WORKING, speech.say("Checking the key …"), spoken=False)
        case _:
            text = speech.say("No key yet. It is checked as soon as you paste it.")
            return KeyLine(State.WAITING, text, spoken=False)


def _works(account: Account, now: float, speech: Speech) -> KeyLine:
    left = credit(account.key, account.balance)
    amount = amounts.credit(left, speech)
    found = credit_findings(account.key, account.balance, now)
    used_up = next((f for f in found if f.id in (FindingId.NO_CREDIT, FindingId.LIMIT_REACHED)), None)
    if used_up is None:
        return KeyLine(State.OK, "", speech.say("Key works – {amount}", amount=amount))  # noqa: RUF001
    word, detail = speech.say("Key works, but there is {amount}", amount=amount), ""
    if left.amount > 0:  # another limit than the one that is shown stops Claude
        said = sentence(used_up, speech)
        word, detail = speech.say("Key works, but Claude can't answer with it"), together(f"{said.title}.", said.detail)
    if in_team(account.key):
        remedy_text = speech.say("Copy a message")
        detail = together(detail, speech.say("Whoever manages OpenRouter for you can change that."))
        message = for_manager(used_up, account.key, speech)
        return KeyLine(State.ATTENTION, "", word, detail, Remedy.MESSAGE, remedy_text, message)
    return KeyLine(State.ATTENTION, "", word, detail, Remedy.TOP_UP, speech.say("Top up"))


def _failed(finding: Finding, speech: Speech, *, odd: bool) -> KeyLine:
    say = speech.say
    if unlocking.opens(finding) or unlocking.creates(finding):
        return _behind_a_password(finding, speech)
    match finding.id:
        case FindingId.NOT_A_KEY:
            return _not_a_key(speech)
        case FindingId.KEY_REJECTED if odd:
            return _not_a_key(speech)
        case FindingId.KEY_REJECTED:
            return KeyLine(
                State.PROBLEM,
                "",
                say("OpenRouter doesn't accept this key"),
                say("It may have been deleted. Get a new one, or ask whoever gave it to you."),
                remedy=Remedy.KEYS,
                remedy_text=say("Get a new key"),
                failed=True,
            )
        case FindingId.GATEWAY_UNREACHABLE:
            return KeyLine(
                State.UNKNOWN,
                "",
                say("Can't reach OpenRouter"),
                say("Check your internet, then try again."),
                remedy=Remedy.TRY_AGAIN,
                remedy_text=say("Try again"),
                failed=True,
            )
        case FindingId.KEYCHAIN_UNAVAILABLE | FindingId.GATEWAY_INTERCEPTED | FindingId.RATE_LIMITED:
            remedy, remedy_text = Remedy.TRY_AGAIN, say("Try again")
        case _:
            remedy, remedy_text = Remedy.KEYS, say("Get another key")
    said = sentence(finding, speech)
    detail = together(said.detail, said.remedy)
    return KeyLine(State.PROBLEM, "", said.title, detail, remedy=remedy, remedy_text=remedy_text, failed=True)


def _behind_a_password(finding: Finding, speech: Speech) -> KeyLine:
    said = sentence(finding, speech)
    create, unlock = speech.say("Create a keychain"), speech.say("Unlock the keychain")
    return KeyLine(
        State.ATTENTION,
        "",
        said.title,
        said.detail,
        remedy=Remedy.UNLOCK,
        remedy_text=create if unlocking.creates(finding) else unlock,
        failed=True,
    )


def _not_a_key(speech: Speech) -> KeyLine:
    return KeyLine(
        State.ATTENTION,
        "",
        speech.say("This doesn't look like an OpenRouter key"),
        speech.say("It starts with sk-or-."),
    )


def offered(facts: Facts) -> tuple[str, str] | None:
    """The profile that holds a key for the same gateway, with the key's hint."""
    profiles = (p for root in facts.roots for p in root.others if p.same_gateway and p.clear_key_hint)
    return next(((p.name or p.id, p.clear_key_hint or "") for p in profiles), None)
