"""Where Claude Desktop keeps its files on each system, from its own environment."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """`gateway`: the root in gateway mode; `normal`: the root otherwise; each with its log."""

    gateway: Path
    normal: Path
    gateway_log: Path
    normal_log: Path

    @property
    def library(self) -> Path:
        return self.gateway / "configLibrary"

    @property
    def gateway_config(self) -> Path:
        return self.gateway / "claude_desktop_config.json"


def find_places(environment: Mapping[str, str], platform: str = sys.platform) -> Places:
    """An empty variable counts as not set."""
    home = Path(environment.get("HOME") or environment.get("USERPROFILE") or Path.home())
    given = environment.get("CLAUDE_USER_DATA_DIR")
    if given:
        gateway = normal = Path(given)
    elif platform == "darwin":
        support = home / "Library/Application Support"
        gateway, normal = support / "Claude-3p", support / "Claude"
    elif platform == "win32":
        gateway = Path(environment.get("LOCALAPPDATA") or home / "AppData/Local") / "Claude-3p"
        normal = Path(environment.get("APPDATA") or home / "AppData/Roaming") / "Claude"
    else:
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        gateway, normal = config / "Claude-3p", config / "Claude"
    if platform == "darwin":
        logs = home / "Library/Logs"
        return Places(gateway, normal, logs / "Claude-3p/main.log", logs / "Claude/main.log")
    return Places(gateway, normal, gateway / "logs/main.log", normal / "logs/main.log")


def make_folder(folder: Path) -> None:
    """The folder and those above it that are missing, for this user only."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
