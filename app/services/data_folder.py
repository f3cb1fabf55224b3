"""Our own data folder: small versioned documents, the one lock, and the mark of a practice folder."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import stat
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from app.domain.errors import AppError, failure
from app.domain.findings import AtFile, FindingId, Named
from app.services import files
from app.services.ownership import make_ours

T = TypeVar("T")
VERSION = 1
LOCK_WAIT = 10.0
"""Seconds to wait for another change before saying who holds the lock."""


class DataFolder:
    """Everything we remember lies here. Reading never writes; a damaged document is moved aside by the next save."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def practice(self) -> bool:
        """Whether it belongs to practice mode: its own keychain, and gateways on loopback only."""
        return (self.path / "practice.json").exists()

    def require_usable(self) -> None:
        """What is there can be looked into; it need not be there yet. Raises `AppError` (own-folder-unusable)."""
        try:
            if not stat.S_ISDIR(self.path.stat().st_mode):
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(self.path))
            (self.path / "practice.json").lstat()  # whether it is one to practise in decides which keychain is used
        except FileNotFoundError:
            pass
        except OSError as error:
            raise failure(FindingId.OWN_FOLDER_UNUSABLE, AtFile(str(self.path), files.reason(error))) from error

    def load(self, name: str, kind: type[T]) -> T | None:
        """The document, or None where there is none or it is damaged (see `damaged`)."""
        match files.read(self.path / name):
            case files.Content(data=data):
                return _decode(data, kind)
            case _:
                return None

    def damaged(self, name: str, kind: type[object]) -> bool:
        """Whether there is such a document and it cannot be used."""
        match files.read(self.path / name):
            case files.Content(data=data):
                return _decode(data, kind) is None
            case files.NoFile():
                return False
        return True

    def save(self, name: str, value: object) -> None:
        """Writes a document whole; one that was damaged is kept beside it. Raises `AppError` (write-failed)."""
        path = self.path / name
        self._make()
        files.make_folders(path.parent)
        if self.damaged(name, type(value)):
            files.move_aside(path, path.with_name(f"{path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}"))
        document = {"version": VERSION, "data": msgspec.to_builtins(value)}
        files.overwrite(path, json.dumps(document, indent=2).encode() + b"\n")

    def remove(self, name: str) -> None:
        """A document that is not there is no error. Raises `AppError` (write-failed)."""
        match files.read(self.path / name):
            case files.Content(data=data):
                files.remove(self.path / name, expected=files.digest(data))

    @contextmanager
    def alone_with(self, name: str) -> Iterator[None]:
        """Holds a document for the moment in which it is read, changed and saved, also against another process. Blocking.

        Raises `AppError`: busy, write-failed.
        """
        from filelock import FileLock, Timeout

        path = self.path / f"{name}.lock"
        self._make()
        files.make_empty(path)
        lock = FileLock(path, mode=0o600)
        try:
            lock.acquire(timeout=LOCK_WAIT, poll_interval=0.01)
        except Timeout:
            raise failure(FindingId.BUSY, Named("?")) from None
        except OSError as error:
            raise failure(FindingId.WRITE_FAILED, AtFile(str(path), files.reason(error))) from error
        try:
            yield
        finally:
            lock.release()

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Holds the one lock over a change. Raises `AppError` (busy) with who holds it, after `LOCK_WAIT` seconds."""
        from filelock import FileLock, Timeout

        self._make()
        files.make_empty(self.path / "lock")
        lock = FileLock(self.path / "lock", mode=0o600, thread_local=False)
        deadline = time.monotonic() + LOCK_WAIT
        while not lock.is_locked:
            try:
                lock.acquire(timeout=0)
            except Timeout:
                if time.monotonic() >= deadline:
                    raise failure(FindingId.BUSY, Named(self._holder() or "?")) from None
                await asyncio.sleep(0.1)
            except OSError as error:
                raise failure(FindingId.WRITE_FAILED, AtFile(str(self.path / "lock"), files.reason(error))) from error
        try:
            self._sweep()
            files.overwrite(self.path / "lock.holder", str(os.getpid()).encode())
            yield
        finally:
            with suppress(AppError):
                files.overwrite(self.path / "lock.holder", b"")
            lock.release()

    def _make(self) -> None:
        """Nobody else shall write here; where that cannot be, the launcher's own look tells it."""
        files.make_folders(self.path)
        with suppress(AppError):
            make_ours(self.path)

    def _sweep(self) -> None:
        import psutil

        files.drop_leftovers(self.path, psutil.pid_exists)

    def busy(self) -> str | None:
        """Which other process is applying a change now, or None."""
        from filelock import FileLock, Timeout

        if self._holder() in ("", str(os.getpid())):
            return None
        lock = FileLock(self.path / "lock", mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = self._holder()
            return holder if _runs(holder) else None  # else somebody only looks, as we do
        except OSError:  # nobody can take it, so nobody has it
            return None
        lock.release()
        return None

    def _holder(self) -> str:
        """The process that applies a change, or was killed at it; empty between changes."""
        match files.read(self.path / "lock.holder"):
            case files.Content(data=data):
                return data.decode(errors="replace")
            case _:
                return ""


def _runs(process: str) -> bool:
    import psutil

    return process.isdecimal() and len(process) < 10 and psutil.pid_exists(int(process))


def _decode(data: bytes, kind: type[T]) -> T | None:
    """Not by msgspec's own reader: what we remember of Claude's documents may hold lone surrogates, which it refuses."""
    try:
        document = json.loads(data)
        return msgspec.convert(document["data"], kind) if document["version"] == VERSION else None
    except (ValueError, LookupError, TypeError, RecursionError, msgspec.MsgspecError):
        return None
