"""Where this person's window listens, and asking it to close: for whoever may not load Qt.

The window itself finds the same place by Qt, for which there is time before its first frame (`app/ui/single_instance.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.platforms.own_folder import own_folder
from app.platforms.private_place import runtime_folder, server_name

BUSY, LEAVING = "busy", "leaving"
"""What the window answers; after `leaving` comes the number of its process."""
_LONGEST = 64
_SECONDS = 10.0
_SAME_START = 2.0
"""A file's time and a process's start come from two clocks."""


@dataclass(frozen=True, slots=True)
class WindowPlace:
    lock: Path
    server: str


def window_place(environment: Mapping[str, str]) -> WindowPlace:
    """As `instance_place` has it."""
    import hashlib

    data = os.path.realpath(own_folder(environment))
    home = os.path.normpath(Path.home()).replace(os.sep, "/")
    digest = hashlib.sha256(f"{home}\0{data}".encode()).hexdigest()
    name = f"gateway-companion-{digest[:16]}"
    runtime = runtime_folder(environment)
    path = f"{runtime}/{name}" if runtime else f"{data}/window"
    return WindowPlace(Path(f"{path}.lock"), server_name(path, name))


def quit_server(server: str) -> str:
    """Whoever connects here asks the window to close; to the other one, to come to the front."""
    return f"{server}-quit"


def ask_to_quit(server: str) -> str | None:
    """The window's answer; None where nobody listens. It leaves once we are gone."""
    try:
        return _ask(quit_server(server)).decode("ascii", "replace").strip()
    except (FileNotFoundError, ConnectionRefusedError):
        return None


def started(pid: int) -> float | None:
    """When that process started, in seconds since the epoch; None for one that is gone."""
    import psutil

    try:
        return psutil.Process(pid).create_time()
    except psutil.Error:
        return None


def holder(lock: Path) -> int | None:
    """The process that keeps the window's lock; None where that is gone, although a crash may have left the file."""
    try:
        pid = int(lock.read_text("utf-8", "replace").split("\n", 1)[0])
        written = lock.stat().st_mtime
    except (OSError, ValueError):
        return None
    began = started(pid)
    return pid if began is not None and began < written + _SAME_START else None


if sys.platform == "win32":

    def _ask(name: str) -> bytes:
        """A local server of Qt's is a named pipe here. Only reading: to connect is to ask."""
        with Path(rf"\\.\pipe\{name}").open("rb", buffering=0) as pipe:
            return _line(pipe.read)

else:

    def _ask(name: str) -> bytes:
        import socket

        with socket.socket(socket.AF_UNIX) as asking:
            asking.settimeout(_SECONDS)
            asking.connect(name)
            return _line(asking.recv)


def _line(read: Callable[[int], bytes | None]) -> bytes:
    heard = b""
    while not heard.endswith(b"\n") and len(heard) < _LONGEST and (more := read(_LONGEST)):
        heard += more
    return heard
