"""What a run leaves behind, log lines and state; the launch, in its own thread, adds to both until the app quits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app.practice.claude_log import Log
from app.practice.claude_state import State, write_state


class Traces:
    def __init__(self, log: Log, path: Path, state: State) -> None:
        self._log = log
        self._path = path
        self._state = state
        self._sealed = False
        self._lock = threading.Lock()
        write_state(path, state)

    @property
    def state(self) -> State:
        """The present one; frozen, so a window may look at it from its own thread."""
        with self._lock:
            return self._state

    def say(self, level: str, text: str) -> None:
        with self._lock:
            if not self._sealed:
                self._log.write(level, text)

    def note(self, change: Callable[[State], State]) -> None:
        with self._lock:
            if not self._sealed:
                self._state = change(self._state)
                write_state(self._path, self._state)

    def seal(self) -> None:
        """From now on nothing is added: a launch that still waits for the gateway is over."""
        with self._lock:
            self._sealed = True

    def ended(self) -> None:
        """The last word, after `seal()`."""
        write_state(self._path, replace(self._state, running=False))
