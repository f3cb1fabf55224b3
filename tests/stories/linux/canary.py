"""Looks for a secret where it must not be: in files, in argument lists and in environments, in every spelling."""

from __future__ import annotations

import os
import stat
import threading
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_OURS = {
    "command line": b"\0-m\0app\0",
    "credential helper": b"app.credential_helper",
    "Claude": b"claude_desktop_app.py\0",
}
_LARGEST = 64 * 1024 * 1024


class Canary:
    """Some secrets, known by the middle of each: a cut-off one is found too, a hint is no leak."""

    def __init__(self, *secrets: str) -> None:
        cores = [secret[len(secret) // 4 : -len(secret) // 4] for secret in secrets]
        self._spellings = [spelling.lower() for core in cores for spelling in _spellings(core)]

    def is_in(self, data: bytes | str) -> bool:
        text = (data.encode() if isinstance(data, str) else data).lower()
        return any(spelling in text for spelling in self._spellings)

    def files(self, *folders: Path, since: float = 0) -> set[Path]:
        """The regular files below the folders that hold it. `since`: only what was changed after that, and is ours."""
        return {path for folder in folders for path in _files(folder, since) if self.is_in(_content(path))}


def _spellings(secret: str) -> Iterator[bytes]:
    """Plain, wide, as hexadecimal digits, and in base64 however it lies between other bytes."""
    data = secret.encode()
    yield data
    yield secret.encode("utf-16-le")
    yield data.hex().encode()
    for before in range(3):
        encoded = b64encode(bytes(before) + data)
        start, end = (0, 2, 3)[before], (before + len(data)) // 3 * 4
        yield encoded[start:end]


def _files(folder: Path, since: float) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not Path(place, name).is_mount()]  # a /proc there may never end
        for name in names:
            path = Path(place) / name
            with suppress(OSError):  # other tests' files come and go
                status = path.lstat()
                fresh = not since or (max(status.st_mtime, status.st_ctime) >= since and status.st_uid == os.getuid())
                if fresh and stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
                    yield path


def _content(path: Path) -> bytes:
    try:
        return os.fsencode(path) + b"\0" + path.read_bytes()
    except OSError:
        return b""


class Watch:
    """Reads the argument lists and environments of all this user's processes again and again, from a thread.

    `seen`: those of ours that have to do with `folder`, by what they are.
    """

    def __init__(self, canary: Canary, folder: Path) -> None:
        self.seen = defaultdict[str, set[int]](set)
        self.leaks = list[str]()
        self._canary = canary
        self._folder = os.fsencode(folder)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(0.01):
            for pid in _own_processes():
                self._look(pid)

    def _look(self, pid: int) -> None:
        told = {name: _told(pid, name) for name in ("cmdline", "environ")}
        self.leaks += [f"{name} of {pid}" for name, text in told.items() if self._canary.is_in(text)]
        for kind, mark in _OURS.items():
            if mark in told["cmdline"] and any(self._folder in text for text in told.values()):
                self.seen[kind].add(pid)


def _own_processes() -> Iterator[int]:
    for place in Path("/proc").iterdir():
        with suppress(OSError):
            if place.name.isdecimal() and place.stat().st_uid == os.getuid():
                yield int(place.name)


def _told(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended, or hides itself even from its user
        return b""
