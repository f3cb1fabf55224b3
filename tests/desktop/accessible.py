"""One thing as a screen reader is told of it, and how the whole tree of a program is read from the bus."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from jeepney import Message

from tests.desktop.bus import AccessibilityBus, Reference, references

# AT-SPI's numbers of the states that tests ask for.
STATES = {
    1: "active",
    4: "checked",
    5: "collapsed",
    7: "editable",
    8: "enabled",
    9: "expandable",
    10: "expanded",
    11: "focusable",
    12: "focused",
    16: "modal",
    20: "pressed",
    22: "selectable",
    23: "selected",
    25: "showing",
    30: "visible",
    39: "default",
    41: "checkable",
    43: "read-only",
}
_SAID_OF_EACH = ("enabled", "showing", "visible", "focusable", "selectable", "checkable")
_OWN_WINDOW = {"dialog", "popup menu"}
_HOLDS_NOTHING = {"cell", "column header", "row header"}
_Questions = Sequence[Callable[[Reference], Message]]
_FIRST: _Questions = (
    lambda one: one.call("Accessible", "GetRoleName"),
    lambda one: one.call("Accessible", "GetState"),
)
_THEN: _Questions = (
    lambda one: one.property("Accessible", "Name"),
    lambda one: one.property("Accessible", "Description"),
    lambda one: one.call("Component", "GetExtents", "u", 0),
)
_MOST_CHILDREN = 300
"""Of a table with thousands of cells, the first are enough; a search makes it short."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in screen pixels."""

    x: int
    y: int
    width: int
    height: int

    @property
    def centre(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def has_area(self) -> bool:
        return self.width > 1 and self.height > 1

    def holds(self, point: tuple[int, int]) -> bool:
        return self.x <= point[0] < self.x + self.width and self.y <= point[1] < self.y + self.height

    def common(self, other: Box) -> Box:
        left, top = max(self.x, other.x), max(self.y, other.y)
        right = min(self.x + self.width, other.x + other.width)
        bottom = min(self.y + self.height, other.y + other.height)
        return Box(left, top, max(0, right - left), max(0, bottom - top))


NOWHERE = Box(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Accessible:
    """One thing as it was when it was looked at.

    `seen`: the part of its box that nothing around it cuts off. `around`: what can be seen of the nearest thing around
    it of which anything can, which is where a mouse would scroll.
    """

    reference: Reference
    role: str
    name: str
    description: str
    states: frozenset[str]
    box: Box
    seen: Box
    around: Box
    children: tuple[Accessible, ...] = field(repr=False, default=())

    def all(self) -> Iterator[Accessible]:
        yield self
        for child in self.children:
            yield from child.all()

    def named(self, name: str | re.Pattern[str] | None) -> bool:
        match name:
            case None:
                return True
            case str():
                return self.name == name
            case _:
                return name.search(self.name) is not None

    def line(self) -> str:
        states = [state for state in sorted(self.states) if state not in _SAID_OF_EACH]
        if "showing" not in self.states:
            states.append("not showing")
        if "enabled" not in self.states:
            states.append("disabled")
        line = f"{self.role} {self.name!r}"
        line += f" - {self.description!r}" if self.description else ""
        line += f" [{', '.join(states)}]" if states else ""
        return f"{line} {self.box.width}x{self.box.height}+{self.box.x}+{self.box.y}"

    def dump(self, depth: int = 0) -> str:
        return "\n".join([f"{'  ' * depth}{self.line()}", *(child.dump(depth + 1) for child in self.children)])


@dataclass(slots=True)
class _Seen:
    """One thing while the tree is being read, level by level. Of something hidden no more is asked, and so `told` is empty."""

    reference: Reference
    role: str = ""
    states: frozenset[str] = frozenset()
    told: tuple[object, ...] = ()
    below: list[_Seen] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Else there is nothing to see below it either; the program itself is no thing to be seen."""
        return self.role == "application" or "showing" in self.states


def look(bus: AccessibilityBus, root: Reference) -> Accessible:
    """Reads the whole tree but for what is below something hidden, and the menus that are open."""
    top = _Seen(root)
    known = _read(bus, [top])
    menus = [_Seen(one) for one in bus.popups(root.program) if one not in known]
    _read(bus, menus)
    top.below += [menu for menu in menus if menu.role == "popup menu"]
    return _told(top, None)


def look_at(bus: AccessibilityBus, one: Reference) -> Accessible:
    """That thing alone, as if nothing were around it or in it."""
    seen = _Seen(one)
    _ask(bus, [seen])
    return _told(seen, None)


def _read(bus: AccessibilityBus, level: list[_Seen]) -> set[Reference]:
    """Two rounds of questions per level."""
    known = set[Reference]()
    while level:
        _ask(bus, level)
        known |= {seen.reference for seen in level}
        inner = [seen for seen in level if seen.shows and seen.role not in _HOLDS_NOTHING]
        lists = bus.ask([seen.reference.call("Accessible", "GetChildren") for seen in inner])
        for seen, told in zip(inner, lists, strict=True):
            children = references(told[0]) if told else []
            seen.below = [_Seen(child) for child in children[:_MOST_CHILDREN] if child not in known]
        level = [child for seen in inner for child in seen.below]
    return known


def _ask(bus: AccessibilityBus, level: list[_Seen]) -> None:
    first = _answers(bus, level, _FIRST)
    for seen, (role, states) in zip(level, first, strict=True):
        seen.role, seen.states = str(role or ""), _states(states)
    shown = [seen for seen in level if seen.shows]
    for seen, told in zip(shown, _answers(bus, shown, _THEN), strict=True):
        seen.told = told


def _answers(bus: AccessibilityBus, level: list[_Seen], questions: _Questions) -> Iterator[tuple[object, ...]]:
    """To the same questions, of each of these."""
    answers = iter(bus.ask([question(seen.reference) for seen in level for question in questions]))
    for _ in level:
        yield tuple(plain(answer[0]) if answer else None for answer in islice(answers, len(questions)))


def _told(seen: _Seen, around: Box | None, cut: Box = NOWHERE) -> Accessible:
    """`around`: see there, None where this is a window; `cut`: the part of the parent that can be seen."""
    name, description, extents = seen.told or (None, None, None)
    box = box_of(extents)
    own_window = around is None or seen.role in _OWN_WINDOW
    visible = box if own_window else cut.common(box)
    frame = box if own_window or around is None else around
    # A combo box's list is a window of its own.
    inside = None if seen.role in {"application", "combo box"} else visible if visible.has_area else frame
    return Accessible(
        reference=seen.reference,
        role=seen.role,
        name=str(name or ""),
        description=str(description or ""),
        states=seen.states,
        box=box,
        seen=visible,
        around=frame,
        children=tuple(_told(child, inside, visible) for child in seen.below),
    )


def plain(told: object) -> object:
    """The value of a D-Bus variant, which comes with its type."""
    match told:
        case (str(kind), value) if kind in "sdibu":
            return value
        case _:
            return told


def box_of(told: object) -> Box:
    match told:
        case (int(x), int(y), int(width), int(height)):
            return Box(x, y, width, height)
        case _:
            return NOWHERE


def _states(told: object) -> frozenset[str]:
    match told:
        case [int(low), int(high)]:
            bits = low | high << 32
            return frozenset(name for number, name in STATES.items() if bits >> number & 1)
        case _:
            return frozenset()
