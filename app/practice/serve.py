"""`practice --serve`: starts the stand-ins without our window, prints the environment to use them, and stays."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shlex
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from queue import SimpleQueue

from app.practice.claude_desktop import BEHAVIOUR_FILE, RUNNING_FILE, STATE_FILE
from app.practice.claude_lock import holder
from app.practice.claude_places import make_folder
from app.practice.faults import parse_fault
from app.practice.openrouter import PracticeOpenRouter

_PROGRAM = "claude-desktop"
_PATIENCE = 1.0


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="practice", description="An OpenRouter and a Claude Desktop to practise on.")
    parser.add_argument("--serve", action="store_true", required=True, help="start them, print how to use them, stay")
    parser.add_argument("--folder", type=Path, help="keep everything in this folder (default: a temporary one)")
    parser.add_argument("--faults", type=_faults, default={}, help="switch these on, such as slow=2,no-credit")
    given = parser.parse_args(argv)
    folder: Path = given.folder or Path(tempfile.mkdtemp(prefix="gateway-companion-practice-"))
    try:
        return _serve(folder.resolve(), given.faults)
    finally:
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _faults(text: str) -> dict[str, object]:
    items = dict(item.partition("=")[::2] for item in text.split(",") if item)
    wanted = {name: _value(value) for name, value in items.items()}
    try:
        for name, value in wanted.items():
            parse_fault(name, value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
    return wanted


def _value(text: str) -> object:
    try:
        return json.loads(text) if text else True
    except ValueError:
        return text


def _serve(folder: Path, faults: dict[str, object]) -> int:
    ends: SimpleQueue[int] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: ends.put(number))
    program = folder / _PROGRAM
    with PracticeOpenRouter(behaviour=program / BEHAVIOUR_FILE) as server:
        for name, value in faults.items():
            server.faults.set(name, value)
        told = {
            "env": prepare(folder, server.origin),
            "origin": server.origin,
            "keys": server.keys,
            "claude_state": str(program / STATE_FILE),
            "control": f"{server.origin}/practice/control",
        }
        print(json.dumps(told), flush=True)
        ends.get()
        end_claude(program)
    return 0


def prepare(folder: Path, origin: str) -> dict[str, str]:
    """Makes the practice folder and the stand-in program; gives the environment in which everything uses them."""
    folder = folder.resolve()
    home = folder / "home"
    places = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local/share",
        "APPDATA": home / "AppData/Roaming",
        "LOCALAPPDATA": home / "AppData/Local",
        "GATEWAY_COMPANION_HOME": folder / "companion",
    }
    for place in places.values():
        make_folder(place)
    (folder / "companion/practice.json").write_text('{"version": 1}\n')
    program = _make_program(folder / _PROGRAM)
    return {
        **{name: str(place) for name, place in places.items()},
        "GATEWAY_COMPANION_BASE_URL": f"{origin}/api",
        "GATEWAY_COMPANION_CLAUDE": str(program),
    }


def _make_program(folder: Path) -> Path:
    """A short script that runs `claude_desktop_app.py` beside it with this Python."""
    make_folder(folder)
    app = folder / "claude_desktop_app.py"
    source = Path(__file__).resolve().parents[2]
    app.write_text(
        f"import sys\n\nsys.path.insert(0, {str(source)!r})\n\n"
        f"from app.practice.claude_desktop import main\n\nsys.exit(main({str(folder)!r}))\n",
        encoding="utf-8",
    )
    if sys.platform == "win32":
        program, script = folder / f"{_PROGRAM}.cmd", f'@"{sys.executable}" "{app}" %*\r\n'
    else:
        program = folder / _PROGRAM
        script = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(app))} "$@"\n'
    program.write_text(script, encoding="utf-8", newline="")
    program.chmod(0o700)
    return program


def end_claude(folder: Path) -> None:
    """Ends the practice Claude Desktop of that program folder, if it runs: first asked to, then by force."""
    deadline = time.monotonic() + _PATIENCE
    pid = holder(folder / RUNNING_FILE)
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):  # it was faster
        os.kill(pid, signal.SIGTERM)
        while holder(folder / RUNNING_FILE) == pid and time.monotonic() < deadline:
            time.sleep(0.02)
        if holder(folder / RUNNING_FILE) == pid and sys.platform != "win32":
            os.kill(pid, signal.SIGKILL)
