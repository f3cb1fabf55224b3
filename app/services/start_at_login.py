"""Starts the program when its person logs in, or no longer; what the computer's own settings say is all that is known."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.bundle import WINDOW, is_bundled
from app.bundle import program as bundled
from app.domain.errors import AppError, failure
from app.domain.findings import AtFile, Because, FindingId, Reason
from app.domain.login_start import LoginStart
from app.platforms.login_entry import LoginEntry, LoginFile, LoginItem, NotOurs
from app.services import files
from app.services.data_folder import DataFolder

_SUFFIX = "gateway-companion"


class StartAtLogin:
    """`item`: where this computer keeps it, for the program that shall start. Practice mode never touches it."""

    def __init__(self, data: DataFolder, item: Callable[[Path], LoginItem], program: Path | None = None) -> None:
        self._data = data
        self._find = item
        self._program = program

    @property
    def place(self) -> str:
        return self._item().place

    def state(self) -> LoginStart:
        item = self._item()
        if self._data.practice or not _can_run(item.program):
            return LoginStart.NOT_OFFERED
        try:
            found = _read(item)
        except OSError:
            return LoginStart.NOT_OURS
        match found:
            case LoginEntry(program, allowed) if _can_run(program):
                return LoginStart.ON if allowed else LoginStart.HELD_BACK
            case NotOurs():
                return LoginStart.NOT_OURS
            case _:  # one whose program is gone starts nothing
                return LoginStart.FOR_ALL if _starts_for_all(item) else LoginStart.OFF

    def turn(self, *, on: bool) -> None:
        """Raises `AppError` (start-at-login-unchanged); what lies there and is not ours is never written over."""
        item = self._item()
        if self._data.practice:
            raise failure(FindingId.START_AT_LOGIN_UNCHANGED, Because(Reason.PRACTICE))
        if on and not _can_run(item.program):
            raise failure(FindingId.START_AT_LOGIN_UNCHANGED, AtFile(str(item.program), Reason.NO_PROGRAM))
        with _told(item.place):
            found = _read(item)
            if isinstance(found, NotOurs):
                raise failure(FindingId.START_AT_LOGIN_UNCHANGED, AtFile(item.place, found.reason))
            if on:
                _write(item)
            elif found is not None:
                _remove(item)

    def _item(self) -> LoginItem:
        return self._find(self._program or window_program())


def window_program() -> Path:
    """What opens the window of this very program: it lies beside what runs us, installed or from source."""
    if is_bundled():
        return bundled(WINDOW)
    python = Path(sys.executable)
    return python.with_name(f"gateway-companion{'.exe' if python.suffix == '.exe' else ''}")


def _can_run(program: Path) -> bool:
    return program.is_file() and os.access(program, os.X_OK)


def _read(item: LoginItem) -> LoginEntry | NotOurs | None:
    return _read_file(item, item.path) if isinstance(item, LoginFile) else item.read()


def _starts_for_all(item: LoginItem) -> bool:
    if isinstance(item, LoginFile):
        entries = [_read_file(item, path) for path in item.everybodys]
    else:
        entries = [item.everybodys()]
    return any(isinstance(entry, LoginEntry) and entry.allowed and _can_run(entry.program) for entry in entries)


def _read_file(item: LoginFile, path: Path) -> LoginEntry | NotOurs | None:
    match files.read(path):
        case files.NoFile():
            return None
        case files.Content(data=data):
            return item.read(data)
        case files.Blocked(reason):
            return NotOurs(Reason.NOT_OURS if reason is Reason.NOT_A_FILE else reason)


def _write(item: LoginItem) -> None:
    if not isinstance(item, LoginFile):
        item.write()
    elif (present := _present(item.path)) != item.wanted:
        files.make_folders(item.path.parent)
        expected = None if present is None else files.digest(present)
        files.put(item.path, item.wanted, expected=expected, temporary_suffix=_SUFFIX)


def _remove(item: LoginItem) -> None:
    if not isinstance(item, LoginFile):
        item.remove()
    elif (present := _present(item.path)) is not None:
        files.remove(item.path, expected=files.digest(present))


def _present(path: Path) -> bytes | None:
    match files.read(path):
        case files.Content(data=data):
            return data
        case _:
            return None


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Whatever went wrong, it is this that did not work."""
    try:
        yield
    except OSError as error:
        raise failure(FindingId.START_AT_LOGIN_UNCHANGED, AtFile(place, files.reason(error))) from error
    except files.ChangedMeanwhile as error:
        raise failure(FindingId.START_AT_LOGIN_UNCHANGED, AtFile(place, Reason.OTHER)) from error
    except AppError as error:
        if error.finding.id is not FindingId.WRITE_FAILED:
            raise
        raise failure(FindingId.START_AT_LOGIN_UNCHANGED, error.finding.detail) from error
