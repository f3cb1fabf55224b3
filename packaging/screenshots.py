"""Draws every screen in every state, light and dark: `python3 packaging/dev.py screenshots [FOLDER [NAME...]]`.

Into memory and not onto a screen, at a fixed time, so that the same program always gives the same pictures.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAME_EVERYWHERE = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_LOGGING_RULES": "*.warning=false",  # a screen in memory cannot do all that Qt asks of it
    "TZ": "UTC",
}


def main(arguments: list[str]) -> int:
    folder, wanted = Path(arguments[0] if arguments else ROOT / "build" / "screenshots").absolute(), arguments[1:]
    command = [sys.executable, "-m", "tests.ui.screens", str(folder), *wanted]
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **SAME_EVERYWHERE})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
