"""Whatever happens in the middle of a write, and whenever it is killed, the file stays whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

from app.domain.findings import Reason
from app.services.files import digest, drop_leftover, put

OLD, NEW = b'{"old": 1}', b'{"new": 2}' * 1000
PUT = """
import errno, os, signal, sys
from pathlib import Path
from app.domain.errors import AppError
from app.services.files import ChangedMeanwhile, digest, put, read
path = Path(sys.argv[1])
seen = 0
def hook(event, arguments):
    global seen
    seen += 1
    {interruption}
sys.addaudithook(hook)
try:
    {call}
except AppError as error:
    print(error.finding.detail.reason)
except ChangedMeanwhile:
    print("changed")
"""
CALL = """put(path, b'{"new": 2}' * 1000, expected=digest(b'{"old": 1}'), temporary_suffix="gc")"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.json"
    path.write_bytes(OLD)
    return path


def interrupted(file: Path, interruption: str, call: str = CALL) -> tuple[int, str]:
    """Exit status and output of a process that is interrupted by a hook at the system's own audit events."""
    code = PUT.format(interruption=interruption, call=call)
    command = [sys.executable, "-c", code, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert not done.stderr
    return done.returncode, done.stdout.strip()


def names(file: Path) -> list[str]:
    return sorted(path.name for path in file.parent.iterdir())


def test_killed_before_the_replacement(file: Path) -> None:
    status, _ = interrupted(file, "event == 'os.rename' and os.kill(os.getpid(), signal.SIGKILL)")
    assert status == -signal.SIGKILL
    assert file.read_bytes() == OLD
    assert names(file) == [f".{file.name}.gc", file.name]
    put(file, NEW, expected=digest(OLD), temporary_suffix="gc")
    assert file.read_bytes() == NEW
    assert names(file) == [file.name]


def test_killed_at_any_moment(file: Path) -> None:
    for moment in count(1):
        file.write_bytes(OLD)
        status, _ = interrupted(file, f"seen == {moment} and os.kill(os.getpid(), signal.SIGKILL)")
        assert file.read_bytes() in {OLD, NEW}
        drop_leftover(file, "gc")
        assert names(file) == [file.name]
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert file.read_bytes() == NEW
    assert moment > 5


@pytest.mark.parametrize(
    "code,reason",
    [
        ("ENOSPC", Reason.NO_SPACE),
        ("EDQUOT", Reason.NO_SPACE),
        ("EROFS", Reason.READ_ONLY),
        ("EACCES", Reason.PERMISSION),
        ("EPERM", Reason.PERMISSION),
        ("EIO", Reason.OTHER),
    ],
)
def test_a_failing_replacement_is_told_and_leaves_nothing(file: Path, code: str, reason: Reason) -> None:
    refusing = f"if event == 'os.rename': raise OSError(errno.{code}, 'refused')"
    assert interrupted(file, refusing) == (0, reason.value)
    assert file.read_bytes() == OLD
    assert names(file) == [file.name]


def test_a_write_that_ends_early_is_told_and_leaves_nothing(file: Path) -> None:
    limited = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000)); {CALL}"
    assert interrupted(file, "pass", limited) == (0, Reason.OTHER.value)
    assert file.read_bytes() == OLD
    assert names(file) == [file.name]


def test_a_change_during_the_write_is_seen(file: Path) -> None:
    changing = "if event == 'open' and str(arguments[0]).endswith('.gc'): path.write_bytes(b'theirs')"
    assert interrupted(file, changing) == (0, "changed")
    assert file.read_bytes() == b"theirs"
    assert names(file) == [file.name]


def test_a_file_that_becomes_a_fifo_while_it_is_opened(file: Path) -> None:
    swapping = "if event == 'open' and arguments[0] == str(path) and path.is_file(): path.unlink(); os.mkfifo(path)"
    assert interrupted(file, swapping, "print(read(path).reason)") == (0, Reason.NOT_A_FILE.value)


def test_a_leftover_that_appears_meanwhile_is_not_followed(file: Path) -> None:
    temporary = "isinstance(arguments[0], str) and arguments[0].endswith('.gc')"
    planting = f"if event == 'open' and {temporary} and not os.path.islink(arguments[0]): os.symlink('v', arguments[0])"
    assert interrupted(file, planting) == (0, Reason.OTHER.value)
    assert names(file) == [file.name]
    assert file.read_bytes() == OLD


def test_nobody_else_can_read_the_new_bytes_before_they_may(file: Path) -> None:
    file.chmod(0o644)
    looking = "event == 'os.chmod' and print(oct(os.fstat(arguments[0]).st_mode & 0o777))"
    assert interrupted(file, looking, f"os.umask(0); {CALL}") == (0, "0o600")
    assert file.stat().st_mode & 0o777 == 0o644


def test_the_bytes_are_on_the_disk_before_the_name_and_then_the_name(file: Path) -> None:
    spying = "sync = os.fsync; os.fsync = lambda d: (print('folder' if os.path.isdir(d) else 'file'), sync(d)); "
    status, seen = interrupted(file, "event == 'os.rename' and print('rename')", spying + CALL)
    assert (status, seen.split()) == (0, ["file", "rename", "folder"])
