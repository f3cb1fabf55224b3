"""The practice Claude Desktop: a process that starts once, reads its settings once, and rewrites them while it quits."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from queue import SimpleQueue

from app.practice.claude_behaviour import read_behaviour
from app.practice.claude_ending import BEHAVIOUR_FILE, CHOICE_FILE, Ending
from app.practice.claude_launch import OLD_VERSION, Launch
from app.practice.claude_lock import hold, holder
from app.practice.claude_log import Log
from app.practice.claude_places import Places, find_places, make_folder
from app.practice.claude_settings import (
    FirstParty,
    Gateway,
    OtherProvider,
    Settings,
    Void,
    mode_name,
    read_settings,
)
from app.practice.claude_state import State, launches_before
from app.practice.claude_traces import Traces

STATE_FILE = "state.json"
RUNNING_FILE = "running.lock"
FRONT_FILE = "front"
"""A second start makes it; the window of the first then comes to the front."""
_LOCK_FILE = "SingletonLock"
_QUIT_SIGNALS = ("SIGTERM", "SIGINT", "SIGBREAK")


def main(folder: str) -> int:
    """Runs the app whose program lies in `folder`, until it is told to quit. The exit status is 0, after a crash 1."""
    events = _listen()
    home, environment = Path(folder), dict(os.environ)
    behaviour = read_behaviour(home / BEHAVIOUR_FILE)
    places = find_places(environment)
    settings = read_settings(places, behaviour)
    in_gateway_mode = isinstance(settings.mode, (Gateway, OtherProvider))
    log = Log(places.gateway_log if in_gateway_mode else places.normal_log, silent=behaviour.silent)
    if not _is_only_one(home, places, places.gateway if in_gateway_mode else places.normal):
        log.write("info", "Second instance: the window that is open comes to the front")
        (home / FRONT_FILE).touch()
        return 0
    (home / CHOICE_FILE).unlink(missing_ok=True)  # made before this launch: the config says it already
    if behaviour.rotate:
        log.rotate()
    traces = Traces(log, home / STATE_FILE, _first_state(home, settings, environment))
    helpers: list[subprocess.Popen[bytes]] = []
    launch = Launch(settings, behaviour, places, environment, traces, helpers.append)

    def start() -> None:
        launch.run()
        if behaviour.crash:
            events.put("crash")

    threading.Thread(target=start, daemon=True).start()
    ending = Ending(events, home, settings, places, log, traces, helpers)
    if behaviour.window and _has_screen(environment):
        with contextlib.suppress(ImportError):  # Qt lacks a library of the system: then without a window
            from app.practice.claude_window import live

            return live(ending, home / FRONT_FILE, OLD_VERSION if behaviour.old else behaviour.version)
    return ending.run()


def _has_screen(environment: Mapping[str, str]) -> bool:
    return sys.platform != "linux" or any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _listen() -> SimpleQueue[str]:
    """The queue in which each wish to quit arrives."""
    events: SimpleQueue[str] = SimpleQueue()
    for name in _QUIT_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: events.put("quit"))
    return events


def _is_only_one(home: Path, places: Places, root: Path) -> bool:
    """Takes the lock of this mode's root; a running one may have the lock of the other mode's."""
    if any(holder(other / _LOCK_FILE) for other in (places.gateway, places.normal)):
        return False
    make_folder(root)
    return hold(root / _LOCK_FILE) and hold(home / RUNNING_FILE)


def _first_state(home: Path, settings: Settings, environment: dict[str, str]) -> State:
    mode = settings.mode
    why: str | None = None
    profile_id: str | None = None
    base_url: str | None = None
    match mode:
        case Gateway():
            profile_id, base_url = mode.profile_id, mode.profile.base_url
        case OtherProvider():
            profile_id, why = mode.profile_id, mode.provider
        case FirstParty() | Void():
            why = mode.why
    return State(
        pid=os.getpid(),
        running=True,
        launches=launches_before(home / STATE_FILE) + 1,
        started_at=time.time(),
        mode=mode_name(mode),
        why=why,
        profile_id=profile_id,
        base_url=base_url,
        environment=tuple(sorted(name for name in environment if name.startswith(("ANTHROPIC_", "CLAUDE_")))),
    )
