"""Where the program starts: a subcommand is the command line; the window will be the rest."""

from __future__ import annotations

import sys


def main() -> int:
    from app.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
