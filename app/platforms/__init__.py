"""The only place that asks which operating system this is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only asks for a screen needs none of it
    from app.platforms.base import Platform


def current(environment: Mapping[str, str]) -> Platform:
    """The platform of this computer; only its own module is imported."""
    from app.platforms.commands import SystemRunner
    from app.platforms.processes import UserProcesses

    runner, table = SystemRunner(), UserProcesses()
    if sys.platform == "win32":
        from app.platforms.registry import WindowsRegistry
        from app.platforms.windows import Windows

        return Windows(environment, runner, table, registry=WindowsRegistry())
    elif sys.platform == "darwin":
        from app.platforms.macos import MacOS

        return MacOS(environment, runner, table)
    else:
        from app.platforms.linux import Linux

        return Linux(environment, runner, table)
