"""Does the damages of the catalogue to the practice computer, and takes them back from the copies that it kept."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from app.practice.claude_places import make_folder
from app.practice.damage import DAMAGES, Computer, NothingToBreakError

_Copy = tuple[bytes, int] | None
"""A file's bytes and rights, or that there was none."""


class Damages:
    """Safe to use from many threads. Nothing outside of the practice folder is ever touched."""

    def __init__(self, computer: Computer) -> None:
        self._computer = computer
        self._before: dict[str, Mapping[Path, _Copy]] = {}
        self._lock = threading.Lock()

    def present(self) -> tuple[str, ...]:
        """Those that can be seen now: one that was repaired or taken back is not, one that Claude did itself is."""
        with self._lock:
            return tuple(name for name in DAMAGES if self._is_seen(name))

    def do(self, names: Iterable[str]) -> None:
        """All or none. One that is there already is left as it is. Raises `NothingToBreakError`."""
        with self._lock:
            done: list[str] = []
            try:
                for name in names:
                    if not self._is_seen(name):
                        self._do(name)
                        done.append(name)
            except NothingToBreakError:
                self._take_back(done)
                raise

    def take_back(self, names: Iterable[str] = DAMAGES) -> None:
        """What was repaired meanwhile stays as it is."""
        wanted = set(names)
        with self._lock:
            self._take_back([name for name in self._before if name in wanted])

    def _is_seen(self, name: str) -> bool:
        try:
            return DAMAGES[name].seen(self._computer)
        except (NothingToBreakError, OSError):
            return False

    def _do(self, name: str) -> None:
        after = DAMAGES[name].done(self._computer)
        before = {path: _copy(path) for path in after}
        if all(data == (kept and kept[0]) for data, kept in zip(after.values(), before.values(), strict=True)):
            raise NothingToBreakError("Nothing to break here: it is not there.")
        for path, data in after.items():
            kept = before[path]
            _write(path, None if data is None else (data, kept[1] if kept else 0o600))
        self._mark(name)
        self._before.pop(name, None)
        self._before[name] = before

    def _take_back(self, names: list[str]) -> None:
        """The last one first, so that one that was done on top of another is undone before it."""
        for name in reversed(names):
            before = self._before.pop(name)
            if self._is_seen(name):
                for path, kept in before.items():
                    _write(path, kept)
                self._mark(name)

    def _mark(self, name: str) -> None:
        if DAMAGES[name].in_claude and self._computer.program.is_dir():
            self._computer.choice.touch()


def _copy(path: Path) -> _Copy:
    return (path.read_bytes(), path.stat().st_mode & 0o777) if path.is_file() else None


def _write(path: Path, wanted: _Copy) -> None:
    """Whole or not at all."""
    if wanted is None:
        path.unlink(missing_ok=True)
        return
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.practice")
    beside.write_bytes(wanted[0])
    beside.chmod(wanted[1])
    beside.replace(path)
