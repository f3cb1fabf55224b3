"""Numbers the state-changing calls of the program that it is loaded into, and at one of them lets something happen.

Python imports it by itself at start-up where this folder is on PYTHONPATH. FAULT_CALLS: the file that gets one line
of JSON for each call, before it is made. FAULT_DO: what happens at the number FAULT_AT, see `_happen`.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_PATHS = {
    "open": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    **dict.fromkeys(
        "os.remove os.mkdir os.rmdir os.chmod os.chown os.truncate os.utime os.setxattr os.removexattr".split(), 1
    ),
    **dict.fromkeys("fcntl.flock fcntl.lockf os.kill os.killpg os.fork os.exec os.posix_spawn os.system".split(), 0),
    "subprocess.Popen": 0,
    "os.fsync": 0,
}
"""The calls that count, and how many paths each begins with."""
_DOOR = str(Path("app", "services", "files.py"))

_told = os.open(os.environ.pop("FAULT_CALLS"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
_at = int(os.environ.pop("FAULT_AT", "0"))
_do, _, _where = os.environ.pop("FAULT_DO", "").partition(" ")
del os.environ["PYTHONPATH"]  # what the program starts is not our business

_numbers = itertools.count(1)
_lock = threading.RLock()
_busy = False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    global _busy  # noqa: PLW0603 - one state for the process, as the hook itself
    if event not in _PATHS or not _changes(event, arguments):
        return
    with _lock:
        if _busy:
            return
        _busy = True
        try:
            paths = [
                str(Path(os.fsdecode(p)).absolute()) for p in arguments[: _PATHS[event]] if isinstance(p, str | bytes)
            ]
            number = next(_numbers)
            os.write(_told, json.dumps([event, paths, _through_the_door(sys._getframe())]).encode() + b"\n")
            _happen(number, event, paths)
        finally:
            _busy = False


def _changes(event: str, arguments: tuple[object, ...]) -> bool:
    """Not so: reading, devices, asking whether a process lives, compiled modules, and what was opened already."""
    match event, arguments:
        case "open", (str() | bytes() as path, _, int() as flags):
            name = os.fsdecode(path)
            return bool(flags & _WRITING) and "__pycache__" not in name and not name.startswith("/dev/")
        case "open", _:
            return False
        case "os.kill", (_, 0):
            return False
        case _:
            return "__pycache__" not in str(arguments[:1])


def _through_the_door(frame: FrameType | None) -> bool:
    while frame is not None and not frame.f_code.co_filename.endswith(_DOOR):
        frame = frame.f_back
    return frame is not None


def _happen(number: int, event: str, paths: list[str]) -> None:
    match _do:
        case "kill" if number == _at:
            os.kill(os.getpid(), signal.SIGKILL)
        case "fail" if number == _at:
            raise OSError(errno.EIO, "the disk does not answer")
        case "full" if number >= _at and event in ("open", "os.mkdir") and not Path(paths[0]).exists():
            raise OSError(errno.ENOSPC, "the disk is full")
        case "write" if number == _at:
            for path in _where.split(os.pathsep):
                with Path(path).open("ab") as file:
                    file.write(b"\n" if file.tell() else b"{}")


def _fsync(descriptor: int) -> None:
    _hook("os.fsync", (descriptor,))
    _really(descriptor)


_really = os.fsync
os.fsync = _fsync  # type: ignore[assignment]  # nobody here gives it a file object
sys.addaudithook(_hook)
