"""The only place that asks which operating system this is."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # whoever only asks for a screen, and the helper, need none of it
    from pathlib import Path

    from app.platforms.base import Platform
    from app.platforms.login_entry import LoginItem


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


def login_item(environment: Mapping[str, str], program: Path) -> LoginItem:
    """What makes this computer start that program when its person logs in."""
    if sys.platform == "win32":
        from app.platforms.registry import WindowsOwnValues, WindowsRegistry
        from app.platforms.windows_login import RunValue

        return RunValue(WindowsOwnValues(), WindowsRegistry(), program)
    elif sys.platform == "darwin":
        from app.platforms.macos_login import launch_agent

        return launch_agent(environment, program)
    else:
        from app.platforms.linux_login import autostart

        return autostart(environment, program)
