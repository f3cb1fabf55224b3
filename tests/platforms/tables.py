"""Stands in for the outside of the platform modules: commands, processes and the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.platforms.base import Finished, ProcessRow
from app.platforms.registry import Hive


class Commands:
    """Answers by program name, and remembers what it was asked for."""

    def __init__(self, answers: Mapping[str, Finished] | None = None) -> None:
        self._answers = answers or {}
        self.ran: list[tuple[str, ...]] = []
        self.spawned: list[tuple[tuple[str, ...], dict[str, str]]] = []

    def run(self, command: Sequence[str], *, timeout: float) -> Finished:
        self.ran.append(tuple(command))
        return self._answers.get(command[0], Finished(127, "", "No such file or directory"))

    def spawn(self, command: Sequence[str], *, env: Mapping[str, str]) -> None:
        if command[0] not in self._answers:
            raise FileNotFoundError(2, "No such file or directory", command[0])
        self.spawned.append((tuple(command), dict(env)))


class Table:
    """Processes that end when they are asked to, and remember how they were asked."""

    def __init__(self, *rows: ProcessRow) -> None:
        self._rows = {row.pid: row for row in rows}
        self.asked: list[int] = []
        self.killed: list[int] = []

    def rows(self) -> tuple[ProcessRow, ...]:
        return tuple(self._rows.values())

    def ask_to_end(self, pid: int) -> None:
        self.asked.append(pid)
        self._rows.pop(pid, None)

    def kill(self, pid: int) -> None:
        self.killed.append(pid)
        self._rows.pop(pid, None)

    def alive(self, pid: int, started: float) -> bool:
        return pid in self._rows and self._rows[pid].started == started


class Hives:
    """A registry: `{("HKCU", key): values}`."""

    def __init__(self, keys: Mapping[tuple[Hive, str], Mapping[str, str | int]] | None = None) -> None:
        self._keys = keys or {}

    def values(self, hive: Hive, key: str) -> dict[str, str | int] | None:
        found = self._keys.get((hive, key))
        return None if found is None else dict(found)

    def subkeys(self, hive: Hive, key: str) -> tuple[str, ...]:
        return tuple(k.removeprefix(f"{key}\\") for h, k in self._keys if h == hive and k.startswith(f"{key}\\"))


def row(pid: int, executable: str | Path | None, *arguments: str | Path, parent: int = 1) -> ProcessRow:
    """A process that started `pid` seconds after the epoch; without arguments it has its own name only."""
    path = Path(executable) if executable else None
    shown = tuple(map(str, arguments)) or ((str(executable),) if executable else ())
    return ProcessRow(pid, path, shown, started=float(pid), parent=parent)


class OwnRegistry:
    """The person's own values: `{(key, name): data}`. `refuses`: what is raised instead of writing."""

    def __init__(self, values: Mapping[tuple[str, str], str | int | bytes] | None = None) -> None:
        self.values = dict(values or {})
        self.refuses: OSError | None = None

    def get(self, key: str, name: str) -> str | int | bytes | None:
        return self.values.get((key, name))

    def put(self, key: str, name: str, text: str) -> None:
        self._try()
        self.values[key, name] = text

    def drop(self, key: str, name: str) -> None:
        self._try()
        self.values.pop((key, name), None)

    def _try(self) -> None:
        if self.refuses is not None:
            raise self.refuses
