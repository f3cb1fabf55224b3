"""The practice Claude Desktop: a process that starts once, reads its settings once, and rewrites them while it quits."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from queue import SimpleQueue

from app.practice.claude_behaviour import Behaviour, read_behaviour
from app.practice.claude_json import stringify
from app.practice.claude_launch import Launch
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

BEHAVIOUR_FILE = "behaviour.json"
STATE_FILE = "state.json"
RUNNING_FILE = "running.lock"
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
        return 0
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
    event, parting = _wait(events, home)
    traces.seal()
    for helper in helpers:
        helper.kill()
    if event == "quit":
        time.sleep(parting.quit_seconds)
        _rewrite(settings, parting, places, log)
    traces.ended()
    return 1 if event == "crash" else 0


def _listen() -> SimpleQueue[str]:
    """The queue in which each wish to quit arrives."""
    events: SimpleQueue[str] = SimpleQueue()
    for name in _QUIT_SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: events.put("quit"))
    return events


def _wait(events: SimpleQueue[str], home: Path) -> tuple[str, Behaviour]:
    """What ends the app, and how it shall behave while it ends."""
    while True:
        event, behaviour = events.get(), read_behaviour(home / BEHAVIOUR_FILE)
        if event == "crash" or not behaviour.hang:
            return event, behaviour


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


def _rewrite(settings: Settings, behaviour: Behaviour, places: Places, log: Log) -> None:
    """Writes from memory: what somebody else wrote since the launch is lost.

    The config is written where there was a sound one at launch, and always in gateway mode; the applied profile only
    where there are toggles to put in. A config that could not be read is left alone.
    """
    if not behaviour.rewrite:
        return
    config = settings.config
    if config is None and isinstance(settings.mode, Gateway) and not places.gateway_config.exists():
        config = {}
    if config is not None:
        _write(places.gateway_config, config, log)
    if settings.applied and behaviour.toggles and isinstance(settings.mode, Gateway):
        _write(settings.applied.path, settings.applied.document | dict(behaviour.toggles), log)


def _write(path: Path, document: dict[str, object], log: Log) -> None:
    try:
        make_folder(path.parent)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(stringify(document))
    except OSError as error:
        log.write("error", f"Could not save {path.name}: {error.strerror}")
