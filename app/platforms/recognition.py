"""Which processes are Claude Desktop: decided from the process table and the places of its programs alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.platforms.base import ProcessRow

_SHELL = re.compile(r"(ba|da|z|k|a)?sh(\.exe)?", re.IGNORECASE)
_INTERPRETER = re.compile(rf"((python|pypy)[\d.]*w?|electron[\d.]*)(\.exe)?|{_SHELL.pattern}", re.IGNORECASE)

# A browser starts it from Claude's folder and keeps it after Claude is gone.
_BROWSER_HOST = "chrome-native-host"


@dataclass(frozen=True, slots=True)
class Places:
    """Where Claude Desktop's programs lie, links resolved: single files, and folders that are all its own."""

    programs: frozenset[Path]
    folders: frozenset[Path] = frozenset()

    def hold(self, path: Path) -> bool:
        if path in self.programs:
            return True
        return path.stem.lower() != _BROWSER_HOST and not self.folders.isdisjoint(path.parents)


def claude_rows(rows: Iterable[ProcessRow], places: Places) -> tuple[ProcessRow, ...]:
    """The processes whose executable or interpreted script lies in these places, links resolved."""
    resolve = cache(os.path.realpath)
    return tuple(row for row in rows if any(places.hold(Path(resolve(path))) for path in _programs(row)))


def main_rows(family: Sequence[ProcessRow]) -> tuple[ProcessRow, ...]:
    """Those that nobody of the family started; and what its launcher script started, for a shell passes nothing on."""
    by_pid = {row.pid: row for row in family}
    return tuple(row for row in family if row.parent not in by_pid or _is(_SHELL, by_pid[row.parent]))


def lineage(rows: Iterable[ProcessRow], pid: int) -> frozenset[int]:
    """That process and its ancestors, as far as the table knows them."""
    parents = {row.pid: row.parent for row in rows}
    line = {pid}
    while (pid := parents.get(pid, pid)) not in line:
        line.add(pid)
    return frozenset(line)


def _programs(row: ProcessRow) -> Iterator[Path]:
    if row.executable:
        yield row.executable
    if _is(_INTERPRETER, row) and (script := _script(row.arguments[1:])):
        yield script


def _script(arguments: Sequence[str]) -> Path | None:
    """The first argument that is no option, unless the interpreter runs a module or a piece of text."""
    for argument in arguments:
        if argument in ("-c", "-m"):
            return None
        if not argument.startswith("-"):
            return script if (script := Path(argument)).is_absolute() else None
    return None


def _is(kind: re.Pattern[str], row: ProcessRow) -> bool:
    name = row.executable or Path(row.arguments[0] if row.arguments else "")
    return kind.fullmatch(name.name) is not None
