"""Whatever is in the helper's way: nothing on standard output, one line on standard error, and it is gone soon."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import app
from app.services.launcher import Launcher
from tests.stories.helper_process import HANDED_OVER, HELPER, KEY, Ended, complaint, practice_folder, run

GONE = "Gateway Companion is no longer at its place. Install it again, or undo its setup in Claude Desktop."
NOBODY_TOOK_IT = (
    "Gateway Companion: The key could not be handed over, as nobody took it. Close Claude Desktop and open it again."
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return practice_folder(tmp_path / "data")


def launcher(data: Path) -> Path:
    written = Launcher(data / "bin" / "gateway-credential", data)
    written.install()
    return written.path


def shell(data: Path, redirection: str) -> Ended:
    """The launcher as a shell starts it whose output goes elsewhere."""
    return run(["/bin/sh", "-c", f'"$0" {redirection}', launcher(data)], {})


@pytest.mark.parametrize("redirection", ["> /dev/full", ">&-", "> /dev/full 3>&-"])
def test_an_output_that_takes_nothing(data: Path, redirection: str) -> None:
    assert complaint(shell(data, redirection)) == NOBODY_TOOK_IT


def test_a_reader_that_has_gone(data: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([launcher(data)], stdout=write, stderr=subprocess.PIPE, env={}, check=False, timeout=60)
    os.close(write)
    assert complaint(Ended(done.returncode, b"", done.stderr.decode())) == NOBODY_TOOK_IT


@pytest.mark.parametrize("redirection", ["2>&-", "2> /dev/full"])
def test_nobody_hears_why(data: Path, redirection: str) -> None:
    (data / "practice-keychain.json").unlink()
    assert shell(data, redirection) == Ended(1, b"", "")
    assert shell(data, f"> /dev/full {redirection}") == Ended(1, b"", "")


@pytest.mark.parametrize("redirection", ["< /dev/null", "<&-", "0<&- 3<&-"])
def test_it_reads_nothing(data: Path, redirection: str) -> None:
    assert shell(data, redirection) == HANDED_OVER


def test_a_data_folder_that_may_not_be_looked_into(data: Path) -> None:
    """It could be one to practise in: the real keychain is not asked then."""
    data.chmod(0o000)
    try:
        line = complaint(run(HELPER, {"GATEWAY_COMPANION_HOME": str(data)}))
    finally:
        data.chmod(0o700)
    mark = data / "practice.json"
    assert line == f"Gateway Companion: This folder cannot be read: {mark}. Give yourself access to it, then try again."


@pytest.mark.parametrize("mode", [0o700, 0o000], ids=oct)
def test_from_a_folder_that_may_not_be_read_or_is_gone(tmp_path: Path, data: Path, mode: int) -> None:
    here = tmp_path / "here"
    here.mkdir()
    go = 'cd "$1" && chmod 0 . && exec "$0"' if mode == 0 else 'cd "$1" && rmdir "$1" && exec "$0"'
    ended = run(["/bin/sh", "-c", go, launcher(data), here], {"PATH": os.environ["PATH"]})
    assert (ended.status, ended.out) == (0, KEY.encode())  # a shell may remark on a folder that is gone


@pytest.fixture
def moved(tmp_path: Path, data: Path) -> tuple[Path, Path]:
    """A copy of the program under an awkward path, and a launcher that leads there."""
    source = tmp_path / "it's “Größe” ключ 🔑"
    shutil.copytree(Path(app.__file__).parent, source / "app", ignore=shutil.ignore_patterns("__pycache__", "ui"))
    path = launcher(data)
    head, start, places = path.read_text().rpartition("run()' ")
    _, libraries = shlex.split(places)
    path.write_text(f"{head}{start}{shlex.join([str(source), libraries])}\n")
    return path, source


def test_a_program_under_a_path_with_spaces_quotes_and_other_letters(moved: tuple[Path, Path]) -> None:
    path, _ = moved
    assert run([path], {}) == HANDED_OVER


PARTS_OF_PYTHON = """_thread abc collections contextlib dataclasses encodings enum errno functools hashlib importlib io
    itertools json os pathlib re resource signal stat struct sys threading types typing""".split()


def test_nothing_beside_the_program_stands_in_for_a_part_of_python(moved: tuple[Path, Path]) -> None:
    path, source = moved
    for name in PARTS_OF_PYTHON:
        (source / f"{name}.py").write_text(f"raise SystemExit('astray: {name}')\n")
    assert run([path], {}) == HANDED_OVER


@pytest.mark.parametrize(
    "part, line",
    [
        ("", GONE),
        ("app", GONE),
        ("app/credential_helper.py", GONE),
        ("app/services", "Gateway Companion: A part of Gateway Companion is missing. Install it again."),
        (
            "app/services/practice_secrets.py",
            "Gateway Companion: A part of Gateway Companion is missing. Install it again.",
        ),
        ("app/domain/errors.py", "Gateway Companion: A part of Gateway Companion is missing. Install it again."),
    ],
)
def test_a_program_of_which_a_part_is_gone(moved: tuple[Path, Path], part: str, line: str) -> None:
    path, source = moved
    gone = source / part
    gone.unlink() if gone.is_file() else shutil.rmtree(gone)
    assert complaint(run([path], {})) == line


@pytest.mark.parametrize("text", ["", "def", "\0", "raise OSError", "import gone", "raise SystemExit(0)"])
def test_a_program_that_is_damaged(moved: tuple[Path, Path], text: str) -> None:
    path, source = moved
    (source / "app/credential_helper.py").write_text(text)
    assert complaint(run([path], {})) == GONE


def test_words_that_are_missing_are_no_reason_for_a_traceback(moved: tuple[Path, Path], data: Path) -> None:
    path, source = moved
    (source / "app/words/findings.py").unlink()
    (data / "practice-keychain.json").write_bytes(b"{")
    assert "A part of Gateway Companion is missing." in complaint(run([path], {}))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_stopped_while_the_keychain_makes_it_wait(tmp_path: Path, number: signal.Signals) -> None:
    """A bus that takes the connection and then says nothing."""
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        environment = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/bus"}
        with starting([launcher(tmp_path / "data")], environment) as process:
            connection, _ = silent.accept()
            with connection:
                connection.recv(1)  # so the handler is there
                process.send_signal(number)
                out, err = process.communicate(timeout=60)
    line = complaint(Ended(process.returncode, out, err.decode()))
    assert line == "Gateway Companion: It was stopped before it had the key. Try again."


def starting(command: list[Path], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


RUNS: dict[str, Callable[[Path], list[str | Path]]] = {
    "launcher": lambda data: [launcher(data)],
    "module": lambda _: [*HELPER],
    "installed": lambda _: [Path(sys.executable).with_name("gateway-credential")],
}


@pytest.mark.parametrize("command", RUNS.values(), ids=RUNS)
def test_however_it_is_started(data: Path, command: Callable[[Path], list[str | Path]]) -> None:
    assert run(command(data), {"GATEWAY_COMPANION_HOME": str(data)}) == HANDED_OVER
