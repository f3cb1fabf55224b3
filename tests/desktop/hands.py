"""Real mouse and keyboard input, through the X server like a person's; what was done is counted."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping

from tests.desktop.accessibility import Application
from tests.desktop.accessible import Accessible, Box
from tests.desktop.bus import Reference
from tests.desktop.waiting import until

LEFT, MIDDLE, RIGHT = 1, 2, 3
_WHEEL_UP, _WHEEL_DOWN = 4, 5
_MOST_TRIES = 100
_MOST_OF_A_TURN = 150
"""Pixels that one turn of the wheel surely does not exceed."""
_SECONDS = 60


class Hands:
    """A person's hands. `clicks`, `keys`: how often they clicked, and how many keys they pressed, characters included."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.clicks = 0
        self.keys = 0
        self._environment = environment

    def click(self, app: Application, target: Accessible, button: int = LEFT) -> None:
        """Clicks in the middle of what can be seen of it, once it stands still; scrolls to it first if need be."""
        still = self._in_sight(app, target)
        self.click_at(*still.seen.centre, button)

    def click_name(self, app: Application, name: str | re.Pattern[str], role: str | None = None) -> None:
        """Waits for something enabled of that name, and clicks it."""
        self.click(app, app.wait_for(name, role, states="enabled"))

    def click_at(self, x: int, y: int, button: int = LEFT) -> None:
        self.clicks += 1
        self._do("mousemove", str(x), str(y), "click", str(button))

    def close_window(self, app: Application) -> None:
        """By the button at the right end of its title bar."""
        box = app.wait_for(states="active").box
        self.click_at(box.x + box.width - 10, box.y - 10)

    def point(self, x: int, y: int) -> None:
        self._do("mousemove", str(x), str(y))

    def key(self, *names: str) -> None:
        """Presses each in turn, by their X names: Tab, shift+Tab, Return, space, Escape, alt+s, F5."""
        self.keys += len(names)
        self._do("key", "--clearmodifiers", *names)

    def type_text(self, text: str) -> None:
        """By standard input: no secret gets into an argument list."""
        self.keys += len(text)
        self._do("type", "--clearmodifiers", "--delay", "2", "--file", "-", typed=text)

    def tab(self, app: Application, key: str = "Tab") -> Accessible:
        """One step further; gives what has the focus then."""
        before = app.focus()
        self.key(key)
        return _settled(app, before)

    def tab_to(self, app: Application, name: str, role: str | None = None, key: str = "Tab") -> Accessible:
        """Presses Tab until that has the focus; fails if it comes round without it."""
        passed = dict[Reference | None, str]()
        while True:
            focus = app.focus()
            if focus and focus.named(name) and role in (None, focus.role):
                return focus
            place = focus.reference if focus else None
            if place in passed:
                break
            passed[place] = focus.line() if focus else "nothing"
            self.tab(app, key)
        went_by = "\n".join(passed.values())
        raise AssertionError(f"{key} never reaches {role or 'anything'} {name!r}; it went by\n{went_by}")

    def copy(self, text: str, selection: str = "clipboard") -> None:
        """Puts a text on the clipboard, as another program does; that one stays until something else is copied.

        With the selection "primary" it is only marked there, to be pasted by a middle click.
        """
        command = ["xclip", "-selection", selection, "-in"]
        # Its pipes would stay open with it.
        subprocess.run(
            command,
            input=text.encode(),
            env=dict(self._environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )

    def clipboard(self, selection: str = "clipboard") -> str:
        """What another program gets when it pastes."""
        command = ["xclip", "-selection", selection, "-out"]
        return subprocess.run(
            command, capture_output=True, text=True, env=dict(self._environment), timeout=_SECONDS, check=False
        ).stdout

    def _in_sight(self, app: Application, target: Accessible) -> Accessible:
        for _ in range(_MOST_TRIES):
            still = _standing_still(app, target)
            if still.seen.width > 1 and still.seen.holds(_reachable(still.box)):
                return still
            assert still.around.width > 1, f"there is no place on the screen for {still.line()}"
            self._turn_the_wheel(still)
        raise AssertionError(f"scrolling does not bring into sight {target.line()} in\n{app.dump()}")

    def _turn_the_wheel(self, target: Accessible) -> None:
        x, y = target.around.centre
        way = target.box.centre[1] - y
        turns = max(1, abs(way) // _MOST_OF_A_TURN)
        self._do(
            "mousemove",
            str(x),
            str(y),
            "click",
            "--repeat",
            str(turns),
            "--delay",
            "10",
            str(_WHEEL_DOWN if way > 0 else _WHEEL_UP),
        )

    def _do(self, *arguments: str, typed: str | None = None) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            input=typed,
            text=True,
            env=dict(self._environment),
            stdout=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )


def _reachable(box: Box) -> tuple[int, int]:
    """The middle; of something very tall, a place near its top."""
    return box.centre[0], box.y + min(box.height // 2, 40)


def _standing_still(app: Application, target: Accessible) -> Accessible:
    """Where it is once it is at the same place twice: windows are moved as they open."""
    last = [target.box]

    def still() -> Accessible | None:
        before, last[0] = last[0], app.place(target)
        if last[0] != before:
            return None
        now = app.again(target)
        assert now is not None, f"{target.line()} has gone from\n{app.dump()}"
        return now if now.box == before and "showing" in now.states else None

    return until(still, what=lambda: f"{target.line()} to stand still in\n{app.dump()}")


def _settled(app: Application, before: Accessible | None) -> Accessible:
    """What has the focus once it is elsewhere."""

    def moved() -> Accessible | None:
        if before and before.reference == app.said_focus():
            return None
        now = app.focus()
        return now if now and (before is None or now.reference != before.reference) else None

    return until(moved, 10, lambda: f"the focus to leave {before.line() if before else 'nothing'}")
