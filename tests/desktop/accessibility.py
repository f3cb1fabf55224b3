"""A program as a screen reader sees it: what is there, what has the focus, what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.desktop.accessible import NOWHERE, Accessible, Box, box_of, look, look_at, plain
from tests.desktop.bus import AccessibilityBus, Reference
from tests.desktop.waiting import SECONDS, until


@dataclass(frozen=True, slots=True)
class Application:
    """A running program; each question looks at it anew."""

    bus: AccessibilityBus
    root: Reference
    pid: int

    def tree(self) -> Accessible:
        return look(self.bus, self.root)

    def all(
        self,
        name: str | re.Pattern[str] | None = None,
        role: str | None = None,
        *,
        showing: bool = True,
    ) -> list[Accessible]:
        return [
            one
            for one in self.tree().all()
            if one.named(name) and role in (None, one.role) and (not showing or "showing" in one.states)
        ]

    def all_showing(self) -> list[Accessible]:
        return self.all()

    def names(self) -> list[str]:
        """Every name that is showing, in reading order."""
        return [one.name for one in self.all() if one.name]

    def find(
        self, name: str | re.Pattern[str] | None = None, role: str | None = None, *, showing: bool = True
    ) -> Accessible:
        """The one there is now."""
        found = self.all(name, role, showing=showing)
        assert len(found) == 1, f"{len(found)} of {role or 'anything'} {name!r} in\n{self.dump()}"
        return found[0]

    def wait_for(
        self,
        name: str | re.Pattern[str] | None = None,
        role: str | None = None,
        *,
        states: str = "",
        seconds: float = SECONDS,
    ) -> Accessible:
        """The first that is showing and has all of these states, such as "enabled focused"."""
        wanted = set(states.split())
        return until(
            lambda: next((one for one in self.all(name, role) if wanted <= one.states), None),
            seconds,
            lambda: f"{role or 'anything'} {name!r} {states} in\n{self.dump()}",
        )

    def wait_until_gone(
        self, name: str | re.Pattern[str] | None = None, role: str | None = None, *, seconds: float = SECONDS
    ) -> None:
        until(
            lambda: not self.all(name, role),
            seconds,
            lambda: f"no {role or 'thing'} {name!r} any more in\n{self.dump()}",
        )

    def focused(self) -> Accessible | None:
        """What the keyboard talks to; the innermost where a list and its item both say so."""
        found = list(_in_focus(self.tree()))
        return found[-1] if found else None

    def said_focus(self) -> Reference | None:
        """What has told last that it has the focus."""
        self.bus.one(self.root.call("Accessible", "GetRoleName"))  # whatever it told before the answer comes with it
        return self.bus.focus(self.root.program)

    def focus(self) -> Accessible | None:
        """The same, answered at once where a program has just said it."""
        told = self.bus.focus(self.root.program)
        one = look_at(self.bus, told) if told else None
        inner = one is None or one.role in {"table", "list"}  # which may tell after its cell
        return one if one and not inner and {"focused", "showing"} <= one.states else self.focused()

    def wait_for_focus(self, name: str | re.Pattern[str], role: str | None = None) -> Accessible:
        def there() -> Accessible | None:
            focus = self.focus()
            return focus if focus and focus.named(name) and role in (None, focus.role) else None

        return until(there, what=lambda: f"focus on {role or 'anything'} {name!r} in\n{self.dump()}")

    def again(self, one: Accessible) -> Accessible | None:
        """The same thing as it is now, or None once it has gone."""
        return next((other for other in self.tree().all() if other.reference == one.reference), None)

    def place(self, one: Accessible) -> Box:
        """Where it is now; that alone is answered at once."""
        told = self.bus.one(one.reference.call("Component", "GetExtents", "u", 0))
        return box_of(told[0]) if told else NOWHERE

    def text(self, one: Accessible) -> str:
        """What a field shows: dots for a secret one."""
        told = self.bus.one(one.reference.call("Text", "GetText", "ii", 0, -1))
        return str(told[0]) if told else ""

    def value(self, one: Accessible) -> float | None:
        """How far a bar is, or where a slider stands."""
        told = self.bus.one(one.reference.property("Value", "CurrentValue"))
        return float(str(plain(told[0]))) if told else None

    def dump(self) -> str:
        return self.tree().dump()


def _in_focus(one: Accessible) -> Iterator[Accessible]:
    """A cell goes on saying that it has the focus when its table has lost it."""
    if {"focused", "showing"} <= one.states:
        yield one
    for child in one.children:
        if child.role != "cell" or "focused" in one.states:
            yield from _in_focus(child)


def unnamed(app: Application) -> list[str]:
    """Whatever can have the focus now and has no name for somebody who cannot see it."""
    return [one.line() for one in app.all() if "focusable" in one.states and not one.name.strip()]
