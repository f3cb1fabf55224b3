"""Messages that a person copies and sends to somebody who can help."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.findings import Finding, Named
from app.domain.model import Credit, KeyInfo
from app.words import amounts
from app.words.findings import finding as sentence
from app.words.sentence import together
from app.words.speech import Speech
from app.words.times import moment


def for_it(finding: Finding, speech: Speech) -> str:
    """For an IT department that manages Claude Desktop: what was found, and what is asked for."""
    place = finding.detail.name if isinstance(finding.detail, Named) else ""
    lines = [
        speech.say("Hello,"),
        speech.say("I would like to use Claude Desktop with OpenRouter on my computer."),
        speech.say("Gateway Companion stopped, because Claude's settings are managed here. It changed nothing."),
        speech.say("Found at: {place}", place=place) if place else "",
        speech.say("Could you set Claude Desktop up for OpenRouter, or allow me to do it on this computer?"),
    ]
    return "\n".join(filter(None, lines))


def for_manager(key: KeyInfo, left: Credit, speech: Speech) -> str:
    """For whoever manages a team's OpenRouter: what is used up and when it is full again; never the key."""
    lines = [
        speech.say("Hello,"),
        speech.say("Claude can't answer me, because OpenRouter says: {amount}.", amount=amounts.credit(left, speech)),
        _which_budget(key, speech),
        _resets(left, speech),
        speech.say("Could you add credit, or raise the limit?"),
    ]
    return "\n".join(filter(None, lines))


def _which_budget(key: KeyInfo, speech: Speech) -> str:
    if key.budget is None or key.budget.scope is None or key.budget.limit is None:
        return ""
    limit = amounts.money(key.budget.limit, speech)
    return speech.say("It is the budget “{scope}” of {limit}.", scope=key.budget.scope, limit=limit)


def _resets(left: Credit, speech: Speech) -> str:
    when = moment(left.resets_at, speech)
    return speech.say("It starts anew on {when}.", when=when) if when else ""


def details_of(findings: Sequence[Finding], speech: Speech) -> str:
    """What a helpdesk wants to know: each finding's id and its sentences; no finding holds a key."""
    lines = []
    for finding in findings:
        said = sentence(finding, speech)
        lines.append(
            together(f"[{finding.id.value}]", speech.say("{title}.", title=said.title), said.detail, said.remedy)
        )
    return "\n".join(lines)
