"""Where the program starts: a subcommand is the command line; the window will be the rest."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    from app.cli import run

    status = run(sys.argv[1:])
    gc.freeze()  # Python would look through everything once more on its way out: a tenth of `status`
    return status


if __name__ == "__main__":
    sys.exit(main())
