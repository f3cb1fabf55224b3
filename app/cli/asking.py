"""Answers a flow's questions from flags or a terminal, and tells on standard error what takes longer than a second."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass

from app.domain.progress import Step
from app.domain.questions import (
    ClaudeIsOpen,
    EndByForce,
    KeepWaiting,
    PlanChanged,
    Question,
    ReviewPlan,
    StillOpen,
    TakeOutEntry,
    UseClaudesKey,
)
from app.services.daemon_thread import in_daemon_thread
from app.words.progress import progress
from app.words.questions import question
from app.words.speech import Speech


class NoTerminalError(Exception):
    """There is nobody to ask, and no flag says yes."""


@dataclass(frozen=True, slots=True)
class Asking:
    """`yes` agrees to the plan, to closing Claude and to using its key; never to ending Claude, which `end` does."""

    yes: bool
    end: bool
    speech: Speech

    async def agree(self, asked: Question) -> bool:
        title, lines = question(asked, self.speech)
        match asked:
            case StillOpen():
                _show(title, lines)
                return True
            case KeepWaiting():
                return False
            case EndByForce() if self.end:
                _show(title, ())
                return True
            case ReviewPlan() | PlanChanged() | ClaudeIsOpen() | UseClaudesKey() if self.yes:
                _show(title, lines)
                return True
            case EndByForce() | TakeOutEntry() if self.yes or not is_terminal():
                return False
        _show(title, lines)
        if not is_terminal():
            raise NoTerminalError
        return await _prompt(self.speech)


def _show(title: str, lines: tuple[str, ...]) -> None:
    _write("".join(f"{line}\n" for line in (title, *(f"  - {line}" for line in lines))))


async def confirmed(title: str, lines: tuple[str, ...], speech: Speech, *, yes: bool) -> bool:
    """Whether a person agrees to this, outside of a change. `yes`: they have said so already."""
    _show(title, lines)
    if yes:
        return True
    if not is_terminal():
        raise NoTerminalError
    return await _prompt(speech)


async def _prompt(speech: Speech) -> bool:
    _write(speech.say("Go on? [y/N] "))
    answer = await in_daemon_thread(sys.stdin.readline, "prompt")
    return answer.strip().lower() in speech.say("y yes").split()


def is_terminal() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin is not None and sys.stdin.isatty()


class Telling:
    """Prints a step once it has taken a second."""

    def __init__(self, speech: Speech) -> None:
        self._speech = speech
        self._timer: asyncio.TimerHandle | None = None

    def __call__(self, step: Step) -> None:
        self.quiet()
        present, _ = progress(step, self._speech)
        self._timer = asyncio.get_running_loop().call_later(1.0, _line, present)

    def quiet(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


def _line(text: str) -> None:
    _write(f"{text}\n")


def _write(text: str) -> None:
    """A reader who has gone must not end a change half way."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(text)
            sys.stderr.flush()
