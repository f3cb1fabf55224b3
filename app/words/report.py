"""The reports of the command line in plain words: status, a change, the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.credit import credit
from app.domain.diagnosis import Diagnosis
from app.domain.facts import Facts, StoredKey
from app.domain.findings import Finding, Severity
from app.domain.goal import Goal
from app.domain.journal import ChangeKind
from app.domain.model import KeyInfo, Model
from app.domain.plan import Plan
from app.domain.secret_ref import ClaudeProfile
from app.words import amounts
from app.words.findings import finding as sentence
from app.words.speech import Speech
from app.words.status import hero
from app.words.times import ago


def status_lines(facts: Facts, goal: Goal, diagnosis: Diagnosis, speech: Speech) -> Iterator[str]:
    """The whole status, the most important line first."""
    yield hero(diagnosis, speech)
    yield ""
    yield from _panel(facts, goal, diagnosis, speech)
    for finding in diagnosis.findings:
        yield ""
        yield from finding_lines(finding, speech)


def _panel(facts: Facts, goal: Goal, diagnosis: Diagnosis, speech: Speech) -> Iterator[str]:
    yield speech.say("Claude Desktop:  {state}", state=_claude(facts, diagnosis, speech))
    yield speech.say("OpenRouter key:  {state}", state=_key(facts, speech))
    yield speech.say("Credit:          {state}", state=_credit(facts, speech))
    labels = ", ".join(m.label for m in goal.models)
    yield speech.say("Models:          {state}", state=labels or speech.say("none chosen yet"))
    yield speech.say("Gateway:         {state}", state=goal.base_url)


def _claude(facts: Facts, diagnosis: Diagnosis, speech: Speech) -> str:
    since = facts.claude.running_since
    if facts.claude.installation is None:
        return speech.say("not installed")
    if since is None:
        return speech.say("closed")
    opened = ago(facts.seen_at - since, speech)
    match diagnosis.uses_gateway:
        case True:
            return speech.say("uses OpenRouter, opened {ago}", ago=opened)
        case False:
            return speech.say("does not use OpenRouter, opened {ago}", ago=opened)
        case None:
            return speech.say("opened {ago}; what it uses is not known", ago=opened)


def _key(facts: Facts, speech: Speech) -> str:
    match facts.keychain:
        case StoredKey(hint, place=ClaudeProfile()):
            return speech.say("{hint}, in Claude's settings", hint=hint)
        case StoredKey(hint):
            return speech.say("{hint}, in the computer's keychain", hint=hint)
        case None:
            return speech.say("none stored")
        case _:
            return speech.say("not known")


def _credit(facts: Facts, speech: Speech) -> str:
    seen = facts.gateway
    if seen is None or not isinstance(seen.key, KeyInfo):
        return speech.say("not known")
    return amounts.credit(credit(seen.key, seen.balance), speech)


def finding_lines(finding: Finding, speech: Speech) -> Iterator[str]:
    """One finding: its weight in a word, what it means, what to do."""
    said = sentence(finding, speech)
    yield f"{_weight(finding.severity, speech)}: {said.title}"
    if said.detail:
        yield f"  {said.detail}"
    if finding.repairable:
        yield speech.say("  To set it right: gateway-companion repair")
    elif said.remedy:
        yield f"  {said.remedy}"


def _weight(severity: Severity, speech: Speech) -> str:
    match severity:
        case Severity.PROBLEM:
            return speech.say("Problem")
        case Severity.ATTENTION:
            return speech.say("Attention")
        case Severity.INFO:
            return speech.say("Good to know")


def change_lines(
    plan: Plan,
    applied: bool,
    confirmed: bool | None,
    rolled_back: bool,
    declined: bool,
    speech: Speech,
    *,
    blocked: bool = False,
) -> Iterator[str]:
    """How a change ended, in a sentence or two."""
    if rolled_back:
        yield speech.say("It did not work out. Everything is as it was before.")
    elif declined:
        yield speech.say("Nothing was changed.")
    elif not applied:
        yield speech.say("Nothing was changed.") if plan.blocked or blocked else speech.say("There is nothing to do.")
    elif plan.kind is ChangeKind.UNDO:
        yield speech.say("Claude Desktop is back to its earlier settings.")
    else:
        yield _ending(plan, confirmed, speech)


def _ending(plan: Plan, confirmed: bool | None, speech: Speech) -> str:
    match confirmed:
        case True:
            return speech.say("Claude is using OpenRouter. Seen in Claude's own log.")
        case False:
            return speech.say("The settings are written, but Claude could not use OpenRouter with them.")
        case None if plan.reopen:
            return speech.say("The settings are written. Claude has not confirmed them yet.")
        case None:
            return speech.say("The settings are written. Claude uses them when it is opened next.")


def model_lines(rows: Iterable[tuple[Model, bool, bool, bool]], speech: Speech) -> Iterator[str]:
    """A line a model: what it is, its prices, and whether Claude lists it (accepted, shown, default)."""
    for model, accepted, shown, default in rows:
        mark = "*" if default else "+" if shown else " "
        reading = amounts.per_million(model.prompt_price, speech)
        writing = amounts.per_million(model.completion_price, speech)
        note = "" if accepted else speech.say(" (Claude does not list it)")
        yield speech.say(
            "{mark} {name:<40} {id:<44} {reading} / {writing}{note}",
            mark=mark,
            name=model.name,
            id=model.id,
            reading=reading,
            writing=writing,
            note=note,
        )
    yield speech.say(
        "* the default   + listed in Claude   Prices are for what Claude reads / writes, per million tokens."
    )
