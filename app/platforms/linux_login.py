"""Start at login on Linux: a file in the person's autostart folder (XDG), which does nothing once the program is gone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.platforms.login_entry import LoginEntry, LoginFile, NotOurs, is_named_as_ours
from app.platforms.screen import HIDDEN

FILE_NAME = "gateway-companion.desktop"
_GROUP = "[Desktop Entry]"
_TEXT = f"""{_GROUP}
Type=Application
Name=Gateway Companion
Comment=Tells you if Claude Desktop's connection to OpenRouter stops working
Icon=gateway-companion
TryExec={{file}}
Exec={{word}} {HIDDEN}
Terminal=false
StartupNotify=false
"""
"""`TryExec`: where that is no program any more, desktops pass the file by (the package cannot clean up homes)."""
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNESCAPED = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)', re.DOTALL)


def autostart(environment: Mapping[str, str], program: Path) -> LoginFile:
    config = Path(environment.get("XDG_CONFIG_HOME", ""))
    if not config.is_absolute():
        home = Path(environment.get("HOME", ""))
        config = (home if home.is_absolute() else Path.home()) / ".config"
    everybodys = (environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")
    folders = (config, *(Path(folder) for folder in everybodys if folder))
    path, *others = (folder / "autostart" / FILE_NAME for folder in folders)
    return LoginFile(program, path, tuple(others), _wanted(program), _read)


def _wanted(program: Path) -> bytes:
    quoted = re.sub(r'(["`$\\])', r"\\\1", str(program)).replace("%", "%%")
    return os.fsencode(_TEXT.format(file=_escaped(str(program)), word=_escaped(f'"{quoted}"')))


def _read(data: bytes) -> LoginEntry | NotOurs:
    """Also one that somebody, or their desktop's settings, copied from the menu."""
    values = dict(_values(os.fsdecode(data)))
    program = _program(values.get("Exec", ""))
    if values.get("Type") != "Application" or not is_named_as_ours(program):
        return NotOurs()
    off = values.get("Hidden") == "true" or values.get("X-GNOME-Autostart-enabled") == "false"
    return LoginEntry(Path(program), allowed=not off)


def _values(text: str) -> Iterator[tuple[str, str]]:
    """Of the one group that counts."""
    group = ""
    for line in map(str.strip, text.split("\n")):
        if line.startswith("["):
            group = line
        elif group == _GROUP and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            yield key.rstrip(), _unescaped(value.lstrip())


def _program(command: str) -> str:
    """The first word of a command line as the specification quotes it."""
    found = _WORD.match(command)
    if found is None:
        return ""
    word = re.sub(r"\\(.)", r"\1", found[1], flags=re.DOTALL) if found[1] is not None else found[2]
    return word.replace("%%", "%")


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _UNESCAPED.get(found[1], found[0]), text)
