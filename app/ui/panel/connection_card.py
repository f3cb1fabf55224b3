"""The way from this computer to OpenRouter in four lines, each only as sure as what was seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.facts import StoredKey
from app.domain.findings import Finding, FindingId, Severity, found
from app.domain.loadable import Failed, Loading, Ready
from app.domain.outcome import Look
from app.domain.state import AppState
from app.ui.panel.moments import moment_of
from app.ui.panel.plain_card import PlainCard
from app.ui.panel.situation import waits_for_first_look
from app.ui.style.fonts import Role
from app.ui.widgets.phrase import unspoken
from app.ui.widgets.states import State
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.text import Text
from app.words.findings import finding as sentence
from app.words.speech import Speech

_LEAST_AIR, _MOST_AIR = 4, 24
_BAD_KEY = frozenset({FindingId.KEY_REJECTED, FindingId.KEY_EXPIRED, FindingId.KEY_IS_MANAGEMENT})


@dataclass(frozen=True, slots=True)
class Fact:
    state: State
    text: str
    trailing: str = ""


def facts(state: AppState, speech: Speech) -> Iterator[Fact]:
    """OpenRouter, the key, Claude Desktop, and whether the one uses the other."""
    yield _gateway(state, speech)
    yield _key(state, speech)
    yield _claude(state, speech)
    yield _uses(state, speech)


def _not_known(state: AppState, checking: str, not_known: str) -> Fact:
    return Fact(State.WORKING, checking) if waits_for_first_look(state) else Fact(State.UNKNOWN, not_known)


def _gateway(state: AppState, speech: Speech) -> Fact:
    match state.latency:
        case Ready(seconds):
            latency = speech.say("{n} ms", n=round(seconds * 1000))
            if state.look is not None and FindingId.GATEWAY_DEGRADED in state.look.diagnosis.ids():
                return Fact(State.INFO, sentence(found(FindingId.GATEWAY_DEGRADED), speech).title, latency)
            return Fact(State.OK, speech.say("OpenRouter reachable"), latency)
        case Failed(finding):
            reached = finding.id is FindingId.GATEWAY_INTERCEPTED
            text = sentence(finding, speech).title if reached else speech.say("OpenRouter not reachable")
            return Fact(State.PROBLEM, text)
        case Loading():
            return _not_known(state, speech.say("Looking for OpenRouter …"), speech.say("OpenRouter was not asked yet"))


def _key(state: AppState, speech: Speech) -> Fact:
    if state.look is None:
        return _not_known(state, speech.say("Checking the key …"), speech.say("Not known if the key is accepted"))
    match state.look.facts.keychain:
        case None:
            return Fact(State.PROBLEM, speech.say("No key stored"))
        case Finding() as finding:
            return Fact(State.PROBLEM, sentence(finding, speech).title)
        case StoredKey(hint):
            return _stored_key(state, state.look, hint, speech)


def _stored_key(state: AppState, look: Look, hint: str, speech: Speech) -> Fact:
    _, _, tail = hint.rpartition("…")
    ends = speech.say("ends in {text}", text=tail) if tail else ""
    if look.facts.own_copy:
        ends = speech.say("Claude has a copy")
    bad = (f for f in look.diagnosis.findings if f.id in _BAD_KEY and f.severity is Severity.PROBLEM)
    if (told := next(bad, None)) is not None:
        rejected = told.id is FindingId.KEY_REJECTED
        text = speech.say("Key not accepted") if rejected else sentence(told, speech).title
        return Fact(State.PROBLEM, text, ends)
    if isinstance(state.account, Ready):
        return Fact(State.OK, speech.say("Key accepted"), ends)
    unknown = speech.say("Not known if the key is accepted")
    return _not_known(state, speech.say("Checking the key …"), unknown)


def _claude(state: AppState, speech: Speech) -> Fact:
    if state.look is None:
        not_known = speech.say("Not known if Claude is running")
        return _not_known(state, speech.say("Looking for Claude Desktop …"), not_known)
    claude = state.look.facts.claude
    if claude.installation is None:
        return Fact(State.PROBLEM, speech.say("Claude Desktop not installed"))
    if claude.running_since is None:
        return Fact(State.WAITING, speech.say("Claude Desktop not running"))
    return Fact(State.OK, speech.say("Claude Desktop running"), _since(claude.running_since, state, speech))


def _uses(state: AppState, speech: Speech) -> Fact:
    """Only Claude's own log counts, and only for its present launch."""
    if state.look is None:
        not_known = speech.say("Not known if Claude uses OpenRouter")
        return _not_known(state, speech.say("Looking in Claude's own log …"), not_known)
    claude = state.look.facts.claude
    match state.look.diagnosis.uses_gateway:
        case True:
            since = _since(claude.running_since, state, speech)
            return Fact(State.OK, speech.say("Claude uses OpenRouter"), since)
        case False:
            own = claude.evidence is not None and claude.evidence.active is False
            text = speech.say("Claude uses its own account") if own else speech.say("Claude can't use OpenRouter")
            return Fact(State.PROBLEM, text)
        case None if claude.running_since is None:
            return Fact(State.WAITING, speech.say("Not known until Claude is open"))
        case None:
            return Fact(State.UNKNOWN, speech.say("Not known if Claude uses OpenRouter"))


def _since(at: float | None, state: AppState, speech: Speech) -> str:
    return "" if at is None else speech.say("since {time}", time=moment_of(at, state.now))


def _air() -> QWidget:
    """Space that a tall window gives and a low one takes back."""
    air = QWidget()
    air.setMaximumHeight(_MOST_AIR)
    air.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
    unspoken(air)
    return air


class ConnectionCard(PlainCard):
    def __init__(self, speech: Speech) -> None:
        super().__init__()
        self._speech = speech
        self._lines = [StatusLine() for _ in range(4)]
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 14)
        column.setSpacing(_LEAST_AIR)
        column.addWidget(Text(speech.say("Connection"), Role.HEADING))
        for line in self._lines:
            column.addWidget(_air(), _MOST_AIR)
            column.addWidget(line)
        column.addStretch(1)

    def show_state(self, state: AppState) -> None:
        for line, fact in zip(self._lines, facts(state, self._speech), strict=True):
            line.tell(fact.state, text=fact.text, trailing=fact.trailing)
