"""`practice`: starts the stand-ins and our window on them; `--serve`: without it, prints how to use them, and stays."""

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
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

from app.bundle import PRACTICE_CLAUDE, is_bundled
from app.practice.bundled_claude import copy_of_ours
from app.practice.claude_behaviour import read_behaviour, write_behaviour
from app.practice.claude_desktop import RUNNING_FILE, STATE_FILE
from app.practice.claude_ending import BEHAVIOUR_FILE
from app.practice.claude_lock import holder
from app.practice.claude_places import find_places, make_folder
from app.practice.damage import Computer
from app.practice.damages import Damages
from app.practice.faults import parse_fault
from app.practice.openrouter import PracticeOpenRouter
from app.practice.waiting import next_of
from app.practice.window_program import run_window, window_command

_PROGRAM = PRACTICE_CLAUDE
_COMPANION = "companion"
_PATIENCE = 1.0


def main(argv: list[str], window: Sequence[str] = ()) -> int:
    """`window`: the command that opens our window, if it is not the usual one."""
    parser = argparse.ArgumentParser(prog="practice", description="An OpenRouter and a Claude Desktop to practise on.")
    parser.add_argument("--serve", action="store_true", help="without our window: print how to use them, and stay")
    parser.add_argument("--folder", type=Path, help="keep everything in this folder (default: a temporary one)")
    parser.add_argument("--faults", type=_faults, default={}, help="switch these on, such as slow=2,no-credit")
    given = parser.parse_args(argv)
    folder: Path = given.folder or Path(tempfile.mkdtemp(prefix="gateway-companion-practice-"))
    try:
        return _practise(folder.resolve(), given.faults, None if given.serve else (window or window_command()))
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


def _practise(folder: Path, faults: dict[str, object], window: Sequence[str] | None) -> int:
    ends: SimpleQueue[int | None] = SimpleQueue()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: ends.put(number))
    program, damages = folder / _PROGRAM, Damages(computer(folder))
    with PracticeOpenRouter(behaviour=program / BEHAVIOUR_FILE, damages=damages) as server:
        for name, value in faults.items():
            server.faults.set(name, value)
        environment = prepare(folder, server.origin)
        try:
            if window is not None:
                behaviour = read_behaviour(program / BEHAVIOUR_FILE)
                write_behaviour(program / BEHAVIOUR_FILE, replace(behaviour, window=True))
                return run_window(window, environment, ends)
            _tell(server, environment, program)
            next_of(ends)
            return 0
        finally:
            end_claude(program)
            damages.take_back()  # a folder that is kept shall not begin broken the next time


def _tell(server: PracticeOpenRouter, environment: dict[str, str], program: Path) -> None:
    told = {
        "env": environment,
        "origin": server.origin,
        "keys": server.keys,
        "claude_state": str(program / STATE_FILE),
        "control": f"{server.origin}/practice/control",
    }
    print(json.dumps(told), flush=True)


def computer(folder: Path) -> Computer:
    """The practice computer in that folder."""
    return Computer(folder, find_places(_places(folder)), folder / _PROGRAM, folder / _COMPANION)


def _places(folder: Path) -> dict[str, str]:
    home = folder / "home"
    places = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local/share",
        "APPDATA": home / "AppData/Roaming",
        "LOCALAPPDATA": home / "AppData/Local",
        "GATEWAY_COMPANION_HOME": folder / _COMPANION,
    }
    return {name: str(place) for name, place in places.items()}


def prepare(folder: Path, origin: str) -> dict[str, str]:
    """Makes the practice folder and the stand-in program; gives the environment in which everything uses them."""
    folder = folder.resolve()
    places = _places(folder)
    for place in places.values():
        make_folder(Path(place))
    (folder / _COMPANION / "practice.json").write_text('{"version": 1}\n')
    program = (copy_of_ours if is_bundled() else _make_program)(folder / _PROGRAM)
    return {
        **places,
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
