"""Runs one command: builds the parts, calls the flow, prints the report, gives the exit status."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from app.cli import exit_status, printing, reports
from app.cli.arguments import parser
from app.cli.asking import Asking, NoTerminalError, Telling, is_terminal
from app.domain.errors import AppError, failure
from app.domain.facts import StoredKey
from app.domain.findings import FindingId
from app.domain.goal import Handover
from app.domain.model import ApiKey
from app.flows.parts import Parts
from app.platforms.screen import HIDDEN
from app.words.speech import Speech, for_language

_CATALOGUES = Path(__file__).resolve().parents[2] / "resources" / "locale"


def execute(arguments: list[str], environment: Mapping[str, str]) -> int:
    """The exit status of one command line."""
    if arguments[:1] == ["practice"]:
        from app.practice.serve import main as practise

        return practise(arguments[1:])
    if arguments in ([], [HIDDEN]):
        sys.stderr.write(_no_window(for_language(None, _CATALOGUES)) + "\n")
        return exit_status.USAGE
    options = parser().parse_args(arguments)
    speech = for_language(options.lang, _CATALOGUES)
    try:
        return asyncio.run(_run(options, environment, speech))
    except AppError as error:
        printing.error(error.finding, speech, as_json=options.json, command=options.command)
        return exit_status.of_findings((error.finding,)) or exit_status.FINDINGS
    except NoTerminalError:
        sys.stderr.write(speech.say("There is no terminal to ask in. Add --yes to agree to the plan.") + "\n")
        return exit_status.USAGE
    except KeyboardInterrupt:
        sys.stderr.write(speech.say("Stopped.") + "\n")
        return 130


def _no_window(speech: Speech) -> str:
    return speech.say(
        "There is no screen here, so there is no window. Type “gateway-companion status” to see how things stand, or "
        "“gateway-companion --help” for all that can be done from here."
    )


async def _run(options: argparse.Namespace, environment: Mapping[str, str], speech: Speech) -> int:
    if options.command == "quit":
        from app.cli.quit import run as leave

        return await leave(environment, options, speech)
    from app.bootstrap import build

    parts = build(environment)
    telling = Telling(speech)
    try:
        match options.command:
            case "status":
                return await _status(parts, options, speech, telling)
            case "models":
                return await _models(parts, options, speech, telling)
            case "key":
                from app.cli.keys import run as keys

                return await keys(parts, options, speech, telling, lambda: _key_from_stdin(options, speech))
            case "export":
                from app.cli.export import run as export

                return await export(parts, options, speech, telling)
            case "start-at-login":
                from app.cli.at_login import run as start_at_login

                return await start_at_login(parts, options, speech)
            case _:
                return await _change(parts, options, speech, telling)
    finally:
        telling.quiet()


async def _status(parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling) -> int:
    from app.domain.progress import Step
    from app.flows.refresh import refresh

    telling(Step.LOOK)
    look = await refresh(parts, offline=options.offline)
    if options.short and not options.json:
        printing.lines([reports.short(look)])
        return exit_status.DONE
    printing.status(look, speech, as_json=options.json)
    return exit_status.of_status(look.diagnosis)


async def _models(parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling) -> int:
    from app.domain.progress import Step
    from app.flows.models import offered_models

    telling(Step.GET_MODELS)
    rows = await offered_models(parts)
    printing.models([r for r in rows if options.all or r.accepted], speech, as_json=options.json)
    return exit_status.DONE if any(r.accepted for r in rows) else exit_status.FINDINGS


async def _change(parts: Parts, options: argparse.Namespace, speech: Speech, telling: Telling) -> int:
    from app.flows.keys import replacing
    from app.flows.setup import Person, hand_over, repair, set_up, take_key_out, undo

    person = Person(Asking(options.yes, options.end_claude, speech), telling, not options.no_restart)
    old: StoredKey | None = None
    match options.command:
        case "setup":
            key = _key_from_stdin(options, speech) if options.key_stdin else None
            setup = partial(set_up, parts, person, key=key, models=options.model, handover=_handover(options))
            outcome, old = await replacing(parts, setup)
        case "repair":
            outcome = await repair(parts, person)
        case "handover":
            outcome = await hand_over(parts, person, Handover(options.handover))
        case "take-out":
            outcome = await take_key_out(parts, person, options.profile)
        case _:
            outcome = await undo(parts, person, forget_key=options.forget_key)
    printing.change(outcome, speech, as_json=options.json)
    if old is not None and not options.json:
        printing.old_key(old, outcome, parts.goal().base_url, speech)
    return exit_status.of_change(outcome, restarts=person.restart)


def _handover(options: argparse.Namespace) -> Handover | None:
    return Handover(options.handover) if options.handover else None


def _typed_unseen(speech: Speech) -> str:
    from getpass import getpass

    return getpass(speech.say("OpenRouter key (it is not shown): "))


def _piped() -> str:
    """What was piped in; bytes that are no text are no key either."""
    try:
        return sys.stdin.read(2000) if sys.stdin else ""
    except UnicodeDecodeError:
        return ""


def _key_from_stdin(options: argparse.Namespace, speech: Speech) -> ApiKey:
    """Standard input is used up by the key, so where there is something to ask nobody can be: that wants --yes."""
    from app.flows.connect_key import clean

    asks = options.command != "key"
    if asks and not options.yes and not is_terminal():
        raise NoTerminalError
    key = clean(_typed_unseen(speech) if is_terminal() else _piped())
    if key is None:
        raise failure(FindingId.NOT_A_KEY)
    return key
