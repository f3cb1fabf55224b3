"""Where a window can leave its mark and listen, so that no other person on this computer can be in its way.

Next to nothing is loaded for it: it is asked before the first frame.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_OTHERS = 0o077


def runtime_folder(environment: Mapping[str, str]) -> str | None:
    """The folder of this login, which is nobody else's and goes when the person logs out; None where there is none."""
    folder = Path(environment.get("XDG_RUNTIME_DIR", ""))
    if sys.platform == "win32" or not folder.is_absolute():
        return None
    else:  # mypy knows no code after a platform's return
        try:
            status = folder.stat()
        except (OSError, ValueError):
            return None
        return str(folder) if status.st_uid == os.geteuid() and not status.st_mode & _OTHERS else None


def server_name(path: str, name: str) -> str:
    """What a local server is called: by its path, but on Windows, where servers lie in no folder, by its name."""
    return name if sys.platform == "win32" else path
