"""What About tells of this copy of the program and of the computer that it runs on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSysInfo, qVersion

from app import __version__


@dataclass(frozen=True, slots=True)
class About:
    """`folder`: where the program keeps what it remembers."""

    version: str
    python: str
    qt: str
    system: str
    folder: str


def about(folder: Path) -> About:
    python = ".".join(map(str, sys.version_info[:3]))
    system = f"{QSysInfo.prettyProductName()}, {QSysInfo.currentCpuArchitecture()}"
    return About(__version__, python, qVersion() or "", system, str(folder))
