"""Messages that a person copies and sends to somebody who can help."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.findings import Finding, FindingId, Named, Until
from app.domain.model import KeyInfo
from app.words.amounts import money
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


def for_manager(finding: Finding, key: KeyInfo, speech: Speech) -> str:
    """A message to whoever manages a team's OpenRouter: what is used up, which budget, when it is full again.

    `finding`: no-credit, credit-low or limit-reached. It never holds the key.
    """
    detail = finding.detail if isinstance(finding.detail, Until) else Until(None)
    happened = (
        speech.say("I use Claude Desktop with OpenRouter, and what I may spend is almost used up.")
        if finding.id is FindingId.CREDIT_LOW
        else speech.say("I use Claude Desktop with OpenRouter, and what I may spend is used up.")
    )
    when = moment(detail.when, speech)
    anew = speech.say("It starts anew on {when}.", when=when) if when else ""
    lines = (
        speech.say("Hello,"),
        happened,
        together(_which(detail, key, speech), anew),
        speech.say("Could you add credit, or raise the limit?"),
    )
    return "\n".join(filter(None, lines))


def _which(detail: Until, key: KeyInfo, speech: Speech) -> str:
    amount = key.limit if detail.scope == "key" else key.budget.limit if key.budget else None
    of = "" if amount is None else speech.say("It is {limit}.", limit=money(amount, speech))
    known = {
        "key": speech.say("It is the limit of my key."),
        "member": speech.say("It is my own budget in the team."),
        "workspace": speech.say("It is the budget of our workspace."),
        "organization": speech.say("It is the budget of the whole organisation."),
        "account": speech.say("It is the credit of the account."),
    }
    which = known.get(detail.scope or "account", speech.say("It is the limit that stops Claude first."))
    return together(which, "" if detail.scope in (None, "account") else of)


def details_of(findings: Sequence[Finding], speech: Speech) -> str:
    """What a helpdesk wants to know: each finding's id and its sentences; no finding holds a key."""
    lines = []
    for finding in findings:
        said = sentence(finding, speech)
        lines.append(
            together(f"[{finding.id.value}]", speech.say("{title}.", title=said.title), said.detail, said.remedy)
        )
    return "\n".join(lines)
