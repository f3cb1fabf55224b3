"""Our program as it is, but for what no test can wait for or write: Claude's time to close, the system's own folder.

`python altered_program.py NOTICE CLOSE ETC`: seconds until it is said that Claude is still open, and until it is given
up; the folder in which an IT department leaves its settings.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app import bootstrap
from app.flows.restart_claude import Patience
from app.platforms.base import Platform
from app.platforms.commands import SystemRunner
from app.platforms.linux import Linux
from app.platforms.processes import UserProcesses
from app.ui import session
from app.window import run_window


def main(notice: str, close: str, etc: str) -> int:
    def with_other_folder(environment: Mapping[str, str]) -> Platform:
        return Linux(environment, SystemRunner(), UserProcesses(), etc=Path(etc), owner=os.getuid())

    def less() -> Patience:
        return Patience(notice=float(notice), close=float(close))

    vars(bootstrap)["current"] = with_other_folder
    vars(session)["Patience"] = less
    return run_window(os.environ)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
