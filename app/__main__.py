"""Where the program starts: without arguments, and where there is a screen, the window; else the command line, which never
loads Qt. With `--hidden` alone, as at the login, it is the window in the tray.
"""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from app.bundle import is_practice_claude, leave_no_traces
from app.platforms.core_dumps import no_core_dumps
from app.platforms.screen import HIDDEN, has_screen


def main() -> int:
    leave_no_traces(os.environ)
    if is_practice_claude():
        from app.practice.claude_desktop import main as practice_claude

        return practice_claude(str(Path(sys.executable).parent))
    no_core_dumps()
    if sys.argv[1:] in ([], [HIDDEN]) and has_screen(os.environ):
        from app.window import run_window

        return run_window(os.environ, hidden=HIDDEN in sys.argv)
    from app.cli import run

    status = run(sys.argv[1:])
    gc.freeze()  # Python would look through everything once more on its way out: a tenth of `status`
    return status


if __name__ == "__main__":
    sys.exit(main())
