"""The one door to files: reads them without ever waiting, and replaces them whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import get_ident

from app.domain.errors import failure
from app.domain.findings import AtFile, FindingId, Reason

LIMIT = 64 * 1024 * 1024
"""A file of more bytes is not read."""
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700
_REASONS = {
    errno.EACCES: Reason.PERMISSION,
    errno.EPERM: Reason.PERMISSION,
    errno.EROFS: Reason.READ_ONLY,
    errno.ENOSPC: Reason.NO_SPACE,
    errno.EDQUOT: Reason.NO_SPACE,
    errno.ELOOP: Reason.LINK_LOOP,
    errno.ENOENT: Reason.NO_SUCH_PLACE,
    errno.ENOTDIR: Reason.NOT_A_FILE,
    errno.EISDIR: Reason.NOT_A_FILE,
}
_OVERWRITING = re.compile(r"\..+\.(\d+)-\d+")
_Owner = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NoFile:
    """Nothing is there, or a link to nothing."""


@dataclass(frozen=True, slots=True)
class Content:
    """A regular file. `target`: its place behind all links. `writable`: neither it nor its folder is protected from us.

    `changed`: when it was last written, in seconds since the epoch.
    """

    data: bytes
    mode: int
    target: Path
    writable: bool
    changed: float = field(default=0.0, compare=False)

    @property
    def exposed(self) -> bool:
        """Whether others may read it, where its mode tells that."""
        return hasattr(os, "fchmod") and bool(self.mode & 0o044)


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something is there that cannot be read as a file."""

    reason: Reason


FileState = NoFile | Content | Blocked


class ChangedMeanwhile(Exception):  # noqa: N818 - not an error: somebody else was faster
    """The file is no longer what it was when it was read."""


def read(path: Path) -> FileState:
    """What is at that path, through links. A FIFO or a device is told from a file without being opened."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return Blocked(Reason.NOT_A_FILE)
        with open(path, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            data = file.read(LIMIT + 1) if stat.S_ISREG(status.st_mode) else None
    except FileNotFoundError:
        return NoFile()
    except OSError as error:
        return Blocked(reason(error))
    if data is None or len(data) > LIMIT:
        return Blocked(Reason.NOT_A_FILE if data is None else Reason.TOO_LARGE)
    mode, target = stat.S_IMODE(status.st_mode), _real(path)
    writable = mode & stat.S_IWUSR and os.access(target, os.W_OK) and os.access(target.parent, os.W_OK | os.X_OK)
    return Content(data, mode, target, bool(writable), status.st_mtime)


def can_be_made(path: Path) -> bool:
    """Whether a file that is not there could be made: the nearest folder above it that exists is open to us."""
    nearest = next((place for place in _real(path).parents if place.is_dir()), None)
    return nearest is not None and os.access(nearest, os.W_OK | os.X_OK)


def reason(error: OSError) -> Reason:
    """Why the system refused, in our words."""
    return _REASONS.get(error.errno or 0, Reason.OTHER)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def put(path: Path, data: bytes, *, expected: str | None, temporary_suffix: str, private: bool = False) -> None:
    """Makes these the bytes of the file, through links, with its mode and owner; a new one is private, as is `private`.

    Raises `ChangedMeanwhile` where the present bytes have another digest than `expected` (None = absent), and
    `AppError` (write-failed). Either way the file is as it was, and nothing is left beside it.
    """
    with _told(path):
        target = _real(path)
        mode, owner = _present_rights(target)
        mode = _PRIVATE_FILE if private else mode
        with _written_beside(target, temporary_suffix, data, mode, owner) as temporary:
            _require(path, target, expected)
            temporary.replace(target)
        _sync_folder(target.parent)


def overwrite(path: Path, data: bytes, *, mode: int = _PRIVATE_FILE) -> None:
    """Likewise for a file of our own, whatever it was before. Raises `AppError` (write-failed)."""
    with _told(path):
        target = _real(path)
        suffix = f"{os.getpid()}-{get_ident()}"  # no two writers ever share a temporary file
        with _written_beside(target, suffix, data, mode, _owner_of_new(target.parent)) as temporary:
            temporary.replace(target)
        _sync_folder(target.parent)


def remove(path: Path, *, expected: str) -> None:
    """Removes the file that the path leads to; a link to it stays, so that `put` can bring the file back.

    Raises as `put` does.
    """
    with _told(path):
        target = _real(path)
        _require(path, target, expected)
        target.unlink()
        _sync_folder(target.parent)


def make_empty(path: Path) -> None:
    """Makes an empty private file where there is none, with the owner that a new file has."""
    with _told(path), suppress(FileExistsError), open(path, "xb", opener=_privately) as file:
        _set_rights(file.fileno(), _PRIVATE_FILE, _owner_of_new(path.parent))


def move_aside(path: Path, aside: Path) -> None:
    """Renames what is there, also a link or a folder. Raises `AppError` (write-failed)."""
    with _told(path):
        path.replace(aside)
        _sync_folder(path.parent)


def make_folders(folder: Path) -> tuple[Path, ...]:
    """Makes the folder and what is missing above it, all private; gives those that it made, outermost first.

    Raises `AppError` (write-failed), and then has made none.
    """
    real = _real(folder)
    made: list[Path] = []
    try:
        with _told(folder):
            missing = [place for place in (real, *real.parents) if not place.is_dir()]
            for place in reversed(missing):
                with suppress(FileExistsError):
                    place.mkdir(_PRIVATE_FOLDER)
                    made.append(place)
                    _sync_folder(place.parent)
            _hand_over(made)
    except BaseException:
        drop_empty_folders(made)
        raise
    return tuple(made)


def drop_empty_folders(folders: Iterable[Path]) -> None:
    """Removes those that are empty, innermost first. What cannot go stays."""
    for folder in sorted(folders, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def drop_leftover(path: Path, temporary_suffix: str) -> None:
    """Removes what a killed `put` left beside the file. What cannot go stays: the next `put` meets it."""
    with suppress(OSError):
        _temporary(_real(path), temporary_suffix).unlink()


def drop_leftovers(folder: Path, alive: Callable[[int], bool]) -> None:
    """Removes what killed `overwrite`s left in the folder and below; a living process (by its id) still needs its own."""
    for path in folder.rglob(".*"):
        writer = _OVERWRITING.fullmatch(path.name)
        if writer and not alive(int(writer[1])):
            with suppress(OSError):
                path.unlink()


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns the system's errors into ours."""
    try:
        yield
    except OSError as error:
        raise failure(FindingId.WRITE_FAILED, AtFile(str(path), reason(error))) from error


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _temporary(target: Path, suffix: str) -> Path:
    return target.with_name(f".{target.name}.{suffix}")


def _without_waiting(name: str, flags: int) -> int:
    """Should it have become a FIFO since it was looked at, opening it still does not wait for a writer."""
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _privately(name: str, flags: int) -> int:
    return os.open(name, flags, _PRIVATE_FILE)


def _present_rights(target: Path) -> tuple[int, _Owner | None]:
    """Mode and owner of the file; for a new one, what it shall have."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return _PRIVATE_FILE, _owner_of_new(target.parent)
    return stat.S_IMODE(status.st_mode), (status.st_uid, status.st_gid)


def _hand_over(made: list[Path]) -> None:
    """Innermost first: what lies in a folder that was given away can no longer be reached by everyone."""
    owner = _owner_of_new(made[0].parent) if made else None
    if owner and hasattr(os, "chown"):
        for place in reversed(made):
            os.chown(place, *owner)


def _owner_of_new(folder: Path) -> _Owner | None:
    """What the administrator makes in a person's folder belongs to that person."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    status = folder.stat()
    return status.st_uid, status.st_gid


@contextmanager
def _written_beside(target: Path, suffix: str, data: bytes, mode: int, owner: _Owner | None) -> Iterator[Path]:
    """A finished temporary file in the target's folder. It is gone afterwards, at the latest when something fails."""
    temporary = _temporary(target, suffix)
    try:
        temporary.unlink(missing_ok=True)
        with open(temporary, "xb", opener=_privately) as file:
            file.write(data)
            file.flush()
            _set_rights(file.fileno(), mode, owner)
            os.fsync(file.fileno())
        yield temporary
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _set_rights(descriptor: int, mode: int, owner: _Owner | None) -> None:
    """Changes only what differs: some file systems refuse every change."""
    status = os.fstat(descriptor)
    if owner and hasattr(os, "fchown") and owner != (status.st_uid, status.st_gid):
        os.fchown(descriptor, *owner)
    if hasattr(os, "fchmod") and mode != stat.S_IMODE(status.st_mode):
        os.fchmod(descriptor, mode)


def _require(path: Path, target: Path, expected: str | None) -> None:
    state = read(target)
    if isinstance(state, Blocked):
        raise failure(FindingId.WRITE_FAILED, AtFile(str(path), state.reason))
    if expected != (digest(state.data) if isinstance(state, Content) else None):
        raise ChangedMeanwhile(path)


def _sync_folder(folder: Path) -> None:
    """So that the change outlives a power failure. It is made by then, so a system that cannot do this is no error."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
