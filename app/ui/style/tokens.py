"""The colours by name, light and dark; which of the two holds now follows from Qt's own palette."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QGuiApplication, QPalette


class Tone(StrEnum):
    """What a text or an icon means; the colour follows."""

    TEXT = "text"
    TEXT2 = "text2"
    ACCENT = "accent"
    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    OFF = "off"
    DISABLED = "disabled"
    ON_ACCENT = "on_accent"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour, as hex."""

    window: str
    surface: str
    rail: str
    subtle: str
    hover: str
    line: str
    control: str
    text: str
    text2: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_soft: str
    accent_line: str
    chart: str
    on_accent: str
    ok: str
    ok_soft: str
    ok_line: str
    warn: str
    warn_soft: str
    warn_line: str
    bad: str
    bad_soft: str
    bad_line: str
    off: str

    def of(self, tone: Tone) -> str:
        return str(getattr(self, tone.value))

    def soft(self, tone: Tone) -> str:
        """The quiet fill behind something of this tone."""
        match tone:
            case Tone.OK:
                return self.ok_soft
            case Tone.WARN:
                return self.warn_soft
            case Tone.BAD:
                return self.bad_soft
            case Tone.ACCENT | Tone.ON_ACCENT:
                return self.accent_soft
            case _:
                return self.subtle

    def edge(self, tone: Tone) -> str:
        """The line around such a fill."""
        match tone:
            case Tone.OK:
                return self.ok_line
            case Tone.WARN:
                return self.warn_line
            case Tone.BAD:
                return self.bad_line
            case Tone.ACCENT | Tone.ON_ACCENT:
                return self.accent_line
            case _:
                return self.line


LIGHT = Tokens(
    window="#F4F6F8",
    surface="#FFFFFF",
    rail="#E9EEF2",
    subtle="#F0F3F6",
    hover="#E4EAEF",
    line="#D9E0E6",
    control="#7B8794",
    text="#17202A",
    text2="#4A5663",
    disabled="#8C97A3",
    accent="#1A5F8F",
    accent_hover="#154E76",
    accent_pressed="#103F60",
    accent_soft="#E3EFF7",
    accent_line="#A9CBE2",
    chart="#5592BC",
    on_accent="#FFFFFF",
    ok="#1B6B3C",
    ok_soft="#E6F4EB",
    ok_line="#B4D9C1",
    warn="#855000",
    warn_soft="#FDF2DF",
    warn_line="#E9CC98",
    bad="#B3261E",
    bad_soft="#FCECEA",
    bad_line="#EDBFBA",
    off="#55616E",
)

DARK = Tokens(
    window="#14191E",
    surface="#1C2329",
    rail="#181E23",
    subtle="#232B33",
    hover="#2A343D",
    line="#313C46",
    control="#7C8996",
    text="#E8EDF2",
    text2="#A9B5C0",
    disabled="#6C7883",
    accent="#7CBBE6",
    accent_hover="#9ACBEC",
    accent_pressed="#B4D9F2",
    accent_soft="#1B3141",
    accent_line="#2F526B",
    chart="#4C86AE",
    on_accent="#0B1A26",
    ok="#6CCB8F",
    ok_soft="#182A20",
    ok_line="#2B5138",
    warn="#F0B45A",
    warn_soft="#30260F",
    warn_line="#5A4719",
    bad="#FF8F86",
    bad_soft="#381D1B",
    bad_line="#6A3330",
    off="#A0ACB7",
)

_system_colours: dict[int, Tokens] = {}  # drawn from the present palette, while the system forces its colours
_forced: set[bool] = set()


def current() -> Tokens:
    """What holds now; under a system that forces its own colours, those."""
    palette = QGuiApplication.palette()
    if _forced:
        return _of_system(palette)
    return LIGHT if palette.color(QPalette.ColorRole.Window).lightness() > 127 else DARK


def colour(tone: Tone) -> QColor:
    return QColor(current().of(tone))


def force_system_colours(*, on: bool) -> None:
    """High contrast. The theme alone calls it."""
    _forced.clear()
    if on:
        _forced.add(True)


def _of_system(palette: QPalette) -> Tokens:
    key = palette.cacheKey()
    if key not in _system_colours:
        _system_colours.clear()
        _system_colours[key] = from_palette(palette)
    return _system_colours[key]


def from_palette(palette: QPalette) -> Tokens:
    """The system's own colours in the place of ours: no soft fills, no second shade, lines as strong as text."""

    def named(role: QPalette.ColorRole, group: QPalette.ColorGroup = QPalette.ColorGroup.Active) -> str:
        return palette.color(group, role).name()

    window, text = named(QPalette.ColorRole.Window), named(QPalette.ColorRole.WindowText)
    base, marked = named(QPalette.ColorRole.Base), named(QPalette.ColorRole.Highlight)
    grey = named(QPalette.ColorRole.WindowText, QPalette.ColorGroup.Disabled)
    fills = dict.fromkeys(("window", "rail", "subtle", "hover"), window)
    soft = dict.fromkeys(("ok_soft", "warn_soft", "bad_soft", "accent_soft"), base)
    lines = dict.fromkeys(("line", "control", "ok_line", "warn_line", "bad_line", "accent_line"), text)
    texts = dict.fromkeys(("text", "text2", "off", "ok", "warn", "bad"), text)
    accents = dict.fromkeys(("accent", "accent_hover", "accent_pressed", "chart"), marked)
    return Tokens(
        surface=base,
        disabled=grey,
        on_accent=named(QPalette.ColorRole.HighlightedText),
        **fills,
        **soft,
        **lines,
        **texts,
        **accents,
    )
