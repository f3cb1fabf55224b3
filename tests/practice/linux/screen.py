"""A screen of a test's own with a window manager, and the windows on it: real pictures, real keys."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.practice.stand_ins import until

TITLE = "Practice Claude Desktop"


@dataclass(frozen=True, slots=True)
class Screen:
    name: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DISPLAY": self.name}

    def xdotool(self, *arguments: str) -> str:
        environment = {**os.environ, **self.environment}
        done = subprocess.run(["xdotool", *arguments], env=environment, capture_output=True, text=True, check=False)
        return done.stdout

    def has_manager(self) -> bool:
        command = ["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"]
        environment = {**os.environ, **self.environment}
        return (
            "window id" in subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        )

    def windows(self) -> list[str]:
        return self.xdotool("search", "--onlyvisible", "--name", f"^{TITLE}$").split()

    def window(self) -> str:
        """The one that is open, once it is there and has the keyboard."""
        until(lambda: len(self.windows()) == 1)
        (window,) = self.windows()
        self.xdotool("windowactivate", "--sync", window)
        return window

    def picture(self, window: str, to: Path) -> set[str]:
        """The window's most frequent colours, such as #F7F4EE, from a real picture of it."""
        environment = {**os.environ, **self.environment}
        subprocess.run(["import", "-window", window, str(to)], env=environment, check=True, capture_output=True)
        command = ["convert", str(to), "-depth", "8", "-format", "%c", "histogram:info:-"]
        lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
        frequent = [line for line in lines if int(line.split(":")[0]) > 2000]
        return {word for line in frequent for word in line.split() if word.startswith("#")}


@contextmanager
def new_screen() -> Iterator[Screen]:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp", "-screen", "0", "1280x1000x24"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as numbers:
                number = numbers.readline().strip()
            assert number, "Xvfb did not start"
            screen = Screen(f":{number}")
            environment = {**os.environ, **screen.environment}
            with subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL) as manager:
                try:
                    until(screen.has_manager)
                    yield screen
                finally:
                    manager.terminate()
        finally:
            server.terminate()
