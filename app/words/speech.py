"""The one way from a message to text that a person reads: translated, then filled with values."""

from __future__ import annotations

import gettext
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from pathlib import PurePath

Value = str | int


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: English, unless a catalogue is given. A message is always a literal, so that tools can find it."""

    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def say(self, message: str, /, **values: Value) -> str:
        """The message with its `{names}` filled in."""
        return _filled(self.catalogue.gettext(message), values)

    def plural(self, one: str, many: str, n: int, /, **values: Value) -> str:
        """The form that fits the number, which fills `{n}`."""
        return _filled(self.catalogue.ngettext(one, many, n), {"n": n, **values})

    def listing(self, items: Sequence[str]) -> str:
        """`a`, then `a and b`, then `a, b and c`."""
        if len(items) < 2:
            return "".join(items)
        start = reduce(lambda some, more: self.say("{some}, {more}", some=some, more=more), items[:-1])
        return self.say("{some} and {last}", some=start, last=items[-1])


def for_language(code: str | None, catalogues: PurePath) -> Speech:
    """The language of this code from the folder of catalogues; English where there is none."""
    if code is None:
        return Speech()
    return Speech(gettext.translation("gateway-companion", str(catalogues), languages=[code], fallback=True))


def _filled(message: str, values: Mapping[str, Value]) -> str:
    return message.format(**{name: _printable(value) for name, value in values.items()})


def _printable(value: Value) -> Value:
    """Names and texts of other programs must not steer a terminal or break a line."""
    return "".join(c if c.isprintable() else "?" for c in value) if isinstance(value, str) else value
