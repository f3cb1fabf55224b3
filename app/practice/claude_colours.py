"""The practice Claude Desktop's colours, warm where our own window is cool, so that nobody takes one for the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.practice.claude_words import Tone


@dataclass(frozen=True, slots=True)
class Colours:
    """`tones`: a sign's colour, the soft ground below it, and that ground's border."""

    window: str
    surface: str
    line: str
    control: str
    hover: str
    text: str
    second: str
    accent: str
    on_accent: str
    tones: Mapping[Tone, tuple[str, str, str]]


LIGHT = Colours(
    window="#F7F4EE",
    surface="#FFFFFF",
    line="#E4DCD0",
    control="#8A8072",
    hover="#F1ECE3",
    text="#28241E",
    second="#5E574C",
    accent="#96492A",
    on_accent="#FFFFFF",
    tones={
        Tone.OK: ("#1B6B3C", "#E6F4EB", "#B4D9C1"),
        Tone.WORKING: ("#96492A", "#FBEEE6", "#E6C3AE"),
        Tone.INFO: ("#5E574C", "#FFFFFF", "#E4DCD0"),
        Tone.PROBLEM: ("#B3261E", "#FCECEA", "#EDBFBA"),
    },
)
DARK = Colours(
    window="#1D1B18",
    surface="#272420",
    line="#3D3831",
    control="#8F8677",
    hover="#332F29",
    text="#EFEAE2",
    second="#B9B0A3",
    accent="#E9A584",
    on_accent="#2B140A",
    tones={
        Tone.OK: ("#6CCB8F", "#182A20", "#2B5138"),
        Tone.WORKING: ("#E9A584", "#35241B", "#5F4030"),
        Tone.INFO: ("#B9B0A3", "#272420", "#3D3831"),
        Tone.PROBLEM: ("#FF8F86", "#381D1B", "#6A3330"),
    },
)


def sheet(colours: Colours, tone: Tone) -> str:
    """The style sheet; sizes follow the font, so that large text fits."""
    _, soft, border = colours.tones[tone]
    return f"""
    QFrame#card {{ background: {colours.surface}; border: 1px solid {colours.line}; border-radius: 10px; }}
    QFrame#hero {{ background: {soft}; border: 1px solid {border}; border-radius: 10px; }}
    QFrame#line {{ background: {colours.line}; border: none; }}
    QScrollArea, QWidget#page {{ background: {colours.window}; border: none; }}
    QLabel[second="true"] {{ color: {colours.second}; }}
    QLineEdit {{
        background: {colours.window}; color: {colours.second}; border: 1px solid {colours.line};
        border-radius: 8px; padding: 9px 12px;
    }}
    QPushButton {{
        background: {colours.surface}; color: {colours.text}; border: 1px solid {colours.control};
        border-radius: 8px; padding: 7px 20px; min-width: 4em;
    }}
    QPushButton:hover {{ background: {colours.hover}; }}
    QPushButton:focus {{ border: 2px solid {colours.accent}; padding: 6px 19px; }}
    QPushButton:disabled {{ color: {colours.second}; border-color: {colours.line}; }}
    """
