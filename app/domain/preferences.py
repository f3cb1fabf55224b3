"""What the window remembers for its person: where the setup was left, and what the tray should do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class TrayColour(StrEnum):
    """Which colour the tray icon has; Linux cannot tell whether its panel is light or dark."""

    AUTOMATIC = "automatic"
    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`page`: where the setup was left. `models`: chosen in it, the default first; empty = the recommended ones.

    `waiting`: models that Claude gets at its next restart. `tray`: stay there when the window closes, and tell of
    problems. `told_of_quit`: a person has read that Claude keeps using OpenRouter without us.
    """

    page: str = ""
    models: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    tray: bool = True
    tray_colour: TrayColour = TrayColour.AUTOMATIC
    told_of_tray: bool = False
    told_of_quit: bool = False
