"""What can be typed: the subcommands and their flags."""

from __future__ import annotations

import argparse
from pathlib import Path

from app import __version__

_HANDOVERS = ("helper", "static")
_FORMATS = ("mobileconfig", "reg", "json")
_HANDOVER = "helper: Claude asks the keychain for the key; static: Claude keeps a readable copy in its settings"


def parser() -> argparse.ArgumentParser:
    """The whole command line. A wrong one exits with status 2."""
    root = argparse.ArgumentParser(
        prog="gateway-companion",
        description="Connects Claude Desktop to OpenRouter, proves that it worked, and can undo it.",
    )
    root.add_argument("--version", action="version", version=f"gateway-companion {__version__}")
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    status = _command(commands, "status", "show whether Claude Desktop uses OpenRouter, and what is wrong")
    status.add_argument("--offline", action="store_true", help="look at this computer only")
    status.add_argument(
        "--short", action="store_true", help="two words for scripts, whether it is set up and Claude open"
    )
    setup = _change(commands, "setup", "connect Claude Desktop to OpenRouter")
    setup.epilog = (
        "Without --model: what an IT department prepared for this computer, else the newest model of each family. The "
        "gateway's address is the one of the setup that was made before, else what was prepared, else OpenRouter's."
    )
    setup.add_argument("--key-stdin", action="store_true", help="read the OpenRouter key from standard input")
    setup.add_argument(
        "--model", action="append", default=[], metavar="ID", help="a model to list; the first is the default"
    )
    setup.add_argument("--handover", choices=_HANDOVERS, help=_HANDOVER)
    _change(commands, "repair", "set right what is wrong")
    handover = _change(commands, "handover", "choose how Claude Desktop gets the key")
    handover.add_argument("handover", choices=_HANDOVERS, help=_HANDOVER)
    take_out = _change(commands, "take-out", "move a readable key from another profile of Claude into the keychain")
    take_out.add_argument("profile", help="the profile's name in Claude, or its id")
    undo = _change(commands, "undo", "put Claude Desktop's earlier settings back")
    undo.add_argument("--forget-key", action="store_true", help="also take the key out of the keychain")
    models = _command(commands, "models", "list the models that Claude can use with this key")
    models.add_argument("--all", action="store_true", help="also those that Claude does not list")
    _key(commands)
    _export(commands)
    at_login = _command(commands, "start-at-login", "start Gateway Companion when you log in, hidden in the tray")
    at_login.add_argument("wish", choices=("on", "off", "status"), help="status only says how it stands")
    _command(commands, "quit", "close the window of Gateway Companion, unless it is changing something just now")
    commands.add_parser("practice", help="an OpenRouter and a Claude Desktop to practise on")
    return root


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    what = "write Claude Desktop's settings for an IT department to hand out; they hold no key"
    command = _command(commands, "export", what)
    command.epilog = (
        "What is exported is this person's own setup, else what was prepared for this computer, else OpenRouter with the "
        "newest model of each family."
    )
    command.add_argument(
        "--format", choices=_FORMATS, required=True, help="macOS profile, Windows registry file, Linux settings file"
    )
    command.add_argument("--output", type=Path, metavar="FILE", help="write it there, else to standard output")
    command.add_argument(
        "--model", action="append", default=[], metavar="ID", help="a model to list; the first is the default"
    )
    command.add_argument("--base-url", default="", metavar="URL", help="the gateway's address")
    command.add_argument("--helper", default="", metavar="PATH", help="where those computers have gateway-credential")
    command.add_argument("--yes", action="store_true", help="agree to replace another file")


def _key(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    what = "show which keys are kept, keep one, or remove one"
    key = commands.add_parser("key", help=what, description=what)
    actions = key.add_subparsers(dest="action", metavar="ACTION", required=True)
    _command(actions, "show", "show which keys are kept, by their last letters, and where")
    remove = _command(actions, "remove", "take a key out of the keychain; it stays valid at OpenRouter")
    remove.add_argument("--management", action="store_true", help="the management key, not the one that Claude uses")
    remove.add_argument("--yes", action="store_true", help="agree to it")
    own = _command(actions, "set", "keep the key that Claude gets, and change nothing else; OpenRouter is asked first")
    own.add_argument("--key-stdin", action="store_true", required=True, help="read it from standard input")
    keep = _command(actions, "set-management", "keep a key that shows balance and spending; Claude never gets it")
    keep.add_argument("--key-stdin", action="store_true", required=True, help="read it from standard input")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what, description=what)
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument("--lang", metavar="CODE", help="the language of the sentences")
    return command


def _change(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, what: str
) -> argparse.ArgumentParser:
    command = _command(commands, name, what)
    command.add_argument("--yes", action="store_true", help="agree to the plan and to closing Claude Desktop")
    command.add_argument("--end-claude", action="store_true", help="end Claude Desktop by force if it does not close")
    command.add_argument("--no-restart", action="store_true", help="neither close nor open Claude Desktop")
    return command
