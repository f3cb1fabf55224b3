"""The command `key`: which keys are kept, keeping one, and taking one out; for helpdesks and scripts."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

from app.cli import exit_status, printing
from app.cli.asking import Telling, confirmed
from app.domain.errors import AppError
from app.domain.facts import KeychainState, StoredKey
from app.domain.findings import Finding, FindingId, found
from app.domain.gateway_address import person_link
from app.domain.goal import Handover
from app.domain.model import ApiKey
from app.domain.old_key import Use
from app.domain.secret_ref import KEY, MANAGEMENT, ClaudeProfile
from app.flows.connect_key import connect_key
from app.flows.keys import keep_management_key, remove_key, replacing, stored
from app.flows.parts import Parts
from app.words.findings import finding as sentence
from app.words.keys import old_key, place, removing, removing_management
from app.words.speech import Speech

Report = dict[str, object]


async def run(
    parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling, typed: Callable[[], ApiKey]
) -> int:
    """The exit status. `typed`: reads a key from standard input."""
    match options.action:
        case "show":
            return await _show(parts, options, speech)
        case "remove":
            return await _remove(parts, options, speech)
        case "set":
            return await _set(parts, options, speech, telling, typed())
        case _:
            return await _set_management(parts, options, speech, telling, typed())


async def _show(parts: Parts, options: argparse.Namespace, speech: Speech) -> int:
    states = await _look(parts)
    if options.json:
        printing.whole(_report(parts, states))
    else:
        names = {KEY: speech.say("Key that Claude uses"), MANAGEMENT: speech.say("Management key")}
        printing.lines(f"{names[name]}: {_said(state, speech)}" for name, state in states.items())
    main = states[KEY]
    problem = found(FindingId.KEY_MISSING) if main is None else main
    return exit_status.of_findings((problem,)) if isinstance(problem, Finding) else exit_status.DONE


async def _look(parts: Parts) -> dict[str, KeychainState]:
    """Claude's key may lie in Claude's own settings, by choice."""
    facts = await parts.prober.probe(parts.goal(), offline=True)
    return {KEY: facts.keychain, MANAGEMENT: (await parts.keychain.look(MANAGEMENT))[0]}


def _said(state: KeychainState, speech: Speech) -> str:
    match state:
        case StoredKey():
            return place(state, speech)
        case Finding():
            return sentence(state, speech).title
        case None:
            return speech.say("none")


def _report(parts: Parts, states: dict[str, KeychainState]) -> Report:
    told = {name: _key(parts, state) for name, state in states.items()}
    return {"key": told[KEY], "management": told[MANAGEMENT]}


def _key(parts: Parts, state: KeychainState) -> Report:
    """`stored` is None where the keychain does not say. `hash` is how OpenRouter names the key."""
    match state:
        case StoredKey(hint, digest, where):
            lies = "claude-profile" if isinstance(where, ClaudeProfile) else "keychain"
            page = person_link(parts.goal().base_url, f"/keys/{digest}")
            return {"stored": True, "hint": hint, "place": lies, "hash": digest, "page": page}
        case _:
            nothing = dict.fromkeys(("hint", "place", "hash", "page"))
            return {"stored": None if state else False, **nothing}


async def _remove(parts: Parts, options: argparse.Namespace, speech: Speech) -> int:
    name = MANAGEMENT if options.management else KEY
    state, _ = await parts.keychain.look(name)
    if isinstance(state, Finding):
        raise AppError(state)
    if state is None:
        return _done(parts, options, name, None, speech.say("There is none."))
    facts = await asyncio.to_thread(parts.prober.local, parts.goal())
    copied = bool(facts.own_copy)
    lines = (
        removing_management(speech) if options.management else removing(copied=copied, claude_runs=True, speech=speech)
    )
    title = speech.say("Remove the key that ends in {end} from this computer", end=state.hint[-4:])
    if not await confirmed(title, lines, speech, yes=options.yes):
        return exit_status.FINDINGS
    await remove_key(parts, name)
    return _done(parts, options, name, None, speech.say("Removed from this computer's keychain."))


async def _set(parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling, key: ApiKey) -> int:
    """Into the keychain, also where Claude keeps a copy: that copy is a setup's to replace."""
    _, old = await replacing(parts, lambda: connect_key(parts, key, telling))
    state = await stored(parts) or StoredKey(key.hint, key.digest)
    telling.quiet()
    status = _done(parts, options, KEY, state, place(state, speech))
    goal = parts.goal()
    page = person_link(goal.base_url, f"/keys/{old.digest}") if old else None
    if old is not None and page is not None and not options.json:
        use = Use.AS_A_COPY if goal.handover is Handover.STATIC else Use.FOR_AN_HOUR
        printing.lines((*old_key(old.hint, use, speech), page))
    return status


async def _set_management(
    parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling, key: ApiKey
) -> int:
    kept = await keep_management_key(parts, key, telling)
    return _done(parts, options, MANAGEMENT, kept, place(kept, speech))


def _done(parts: Parts, options: argparse.Namespace, name: str, state: StoredKey | None, said: str) -> int:
    """What is kept under that name now."""
    if options.json:
        printing.whole({"management" if name == MANAGEMENT else "key": _key(parts, state), "blocked": []})
    else:
        printing.lines([said])
    return exit_status.DONE
