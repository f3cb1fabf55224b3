"""Closes this person's window kindly and waits until it is gone: before an upgrade and before uninstalling."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from enum import Enum

from app.platforms.processes import UserProcesses
from app.platforms.window_call import BUSY, LEAVING, WindowPlace, ask_to_quit, holder, started, window_place
from app.services.daemon_thread import in_daemon_thread

PATIENCE = 15.0
"""Seconds for a window to answer, as one that has only just been started does not listen yet, and again for it to go."""
_EVERY = 0.1


class Quit(Enum):
    """`BUSY`: a change of Claude's settings is under way."""

    NOT_OPEN = "not-open"
    CLOSED = "closed"
    BUSY = "busy"
    NO_ANSWER = "no-answer"


async def quit_window(environment: Mapping[str, str], patience: float = PATIENCE) -> Quit:
    place = window_place(environment)
    try:
        answer = await asyncio.wait_for(_answer(place), patience)
    except (TimeoutError, OSError):
        return Quit.NO_ANSWER
    match (answer or "").split():
        case []:
            return Quit.NOT_OPEN
        case [word, number] if word == LEAVING and number.isdecimal():
            return await _gone(int(number), patience)
        case [word] if word == BUSY:
            return Quit.BUSY
        case _:
            return Quit.NO_ANSWER


async def _answer(place: WindowPlace) -> str | None:
    """None where no window is open; one that holds the lock but does not listen yet is asked again."""
    while True:
        answer = await in_daemon_thread(lambda: ask_to_quit(place.server), "quit")
        if answer is not None or holder(place.lock) is None:
            return answer
        await asyncio.sleep(_EVERY)


async def _gone(pid: int, patience: float) -> Quit:
    """Its files are in use until the process has ended, not only until its window is away."""
    began, processes = started(pid), UserProcesses()
    end = asyncio.get_running_loop().time() + patience
    while began is not None and processes.alive(pid, began):
        if asyncio.get_running_loop().time() > end:
            return Quit.NO_ANSWER
        await asyncio.sleep(_EVERY)
    return Quit.CLOSED
