"""The real runner: outside commands, awaited or detached."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from app.platforms.base import Finished
from app.platforms.core_dumps import as_it_was_before

_TIMED_OUT = 124
_NOT_FOUND = 127
_LONGEST_PATH = 32_768


class SystemRunner:
    """Runs commands on this computer."""

    def run(self, command: Sequence[str], *, timeout: float) -> Finished:
        import subprocess

        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=timeout,
                check=False,
                creationflags=_no_console(),
            )
        except subprocess.TimeoutExpired:
            return Finished(_TIMED_OUT, "", "")
        except OSError as error:
            return Finished(_NOT_FOUND, "", error.strerror or "")
        return Finished(done.returncode, done.stdout, done.stderr)

    def spawn(self, command: Sequence[str], *, env: Mapping[str, str]) -> None:
        import subprocess
        import threading

        with as_it_was_before(), _with_its_own_libraries():
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(env),
                start_new_session=True,
                creationflags=_no_console(),
            )
        # Somebody has to wait for a child, or it stays as a zombie.
        threading.Thread(target=process.wait, name="reaper", daemon=True).start()


@contextmanager
def _with_its_own_libraries() -> Iterator[None]:
    """On Windows a program inherits where libraries are looked for first; PyInstaller has set that to our own folder."""
    if sys.platform == "win32":
        import ctypes

        kernel, ours = ctypes.windll.kernel32, ctypes.create_unicode_buffer(_LONGEST_PATH)
        kernel.GetDllDirectoryW(_LONGEST_PATH, ours)
        kernel.SetDllDirectoryW(None)
        try:
            yield
        finally:
            kernel.SetDllDirectoryW(ours.value or None)
    else:
        yield


def _no_console() -> int:
    """Windows opens a black window for a console program, unless told not to."""
    if sys.platform == "win32":
        import subprocess

        return subprocess.CREATE_NO_WINDOW
    else:
        return 0
