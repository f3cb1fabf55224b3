"""The command line at a terminal: it shows the plan, asks, heeds the answer, and never shows a key that is typed."""

from __future__ import annotations

import os
import pty
import subprocess
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest

from tests.stories.command_line import PROGRAM, SECONDS, environment_of, on_a_new_computer, store_key, stored_key
from tests.stories.computer import World, proven_by_claude, snapshot
from tests.stories.starting_states import BY_HAND, META, State, profile

BY_HAND_HERE = State("by hand", {META: b"{}", profile(BY_HAND): b"{}"}, with_key=False)


@dataclass
class Terminal:
    """A person at a terminal; standard output goes elsewhere, so that what is seen is the rest."""

    keyboard: int
    process: subprocess.Popen[bytes]
    seen: bytes = b""

    def type_after(self, prompt: str, answer: str) -> None:
        """Waits for the prompt at the end of what is seen, and answers."""
        while not self.seen.endswith(prompt.encode()):
            self.seen += self._more()
        os.write(self.keyboard, f"{answer}\n".encode())

    def end(self) -> tuple[int, str]:
        """The exit status, and all that was seen."""
        with suppress(OSError):  # the terminal ends with its last process
            while more := self._more():
                self.seen += more
        return self.process.wait(SECONDS), self.seen.decode()

    def _more(self) -> bytes:
        return os.read(self.keyboard, 4096)


@contextmanager
def terminal(world: World, *arguments: str) -> Iterator[Terminal]:
    """A real process of ours whose controlling terminal is one of ours."""
    keyboard, screen = pty.openpty()
    try:
        process = subprocess.Popen(
            ["setsid", "--ctty", *PROGRAM, *arguments],
            stdin=screen,
            stdout=subprocess.PIPE,
            stderr=screen,
            env=environment_of(world),
        )
        os.close(screen)
        with process:
            try:
                yield Terminal(keyboard, process)
            finally:
                process.kill()
    finally:
        os.close(keyboard)


@on_a_new_computer
def test_the_plan_is_shown_and_a_no_changes_nothing(world: World) -> None:
    store_key(world, world.key)
    before = snapshot(world.home)
    for answer in ("n", "", "perhaps"):
        with terminal(world, "setup") as there:
            there.type_after("[y/N] ", answer)
            status, seen = there.end()
        assert status == 1, seen
        assert "Set up OpenRouter in Claude Desktop?" in seen
        assert "Haiku" in seen
        assert snapshot(world.home) == before


@on_a_new_computer
def test_a_yes_goes_on_and_undo_asks_too(world: World) -> None:
    world.behave(rewrites=True)
    store_key(world, world.key)
    with terminal(world, "setup") as there:
        there.type_after("[y/N] ", "y")
        status, seen = there.end()
    assert status == 0, seen
    proven_by_claude(world)

    set_up = snapshot(world.home)
    with terminal(world, "undo") as there:
        there.type_after("[y/N] ", "y")
        there.type_after("[y/N] ", "n")  # Claude stays open, so nothing is undone
        status, seen = there.end()
    assert (status, "Undo the setup?" in seen, "Close Claude Desktop now?" in seen) == (1, True, True)
    assert snapshot(world.home) == set_up
    proven_by_claude(world)


@on_a_new_computer
def test_a_typed_key_is_not_shown(world: World) -> None:
    world.behave(rewrites=True)
    with terminal(world, "setup", "--key-stdin") as there:
        there.type_after("(it is not shown): ", world.key)
        there.type_after("[y/N] ", "yes")
        status, seen = there.end()
    assert status == 0, seen
    assert world.key not in seen
    assert stored_key(world) == world.key
    proven_by_claude(world)


@pytest.mark.parametrize("world", [BY_HAND_HERE], indirect=True, ids=str)
def test_the_key_that_claude_has_is_offered_by_its_hint(world: World) -> None:
    before = snapshot(world.home)
    with terminal(world, "setup") as there:
        there.type_after("[y/N] ", "n")
        status, seen = there.end()
    assert (status, world.key in seen, world.key[-4:] in seen) == (3, False, True)
    assert "Use the key Claude has now?" in seen
    assert (stored_key(world), snapshot(world.home)) == (None, before)


def test_a_terminal_of_these_tests_echoes() -> None:
    keyboard, screen = pty.openpty()
    with os.fdopen(keyboard, "wb"), os.fdopen(screen, "rb"):
        assert termios.tcgetattr(screen)[3] & termios.ECHO
