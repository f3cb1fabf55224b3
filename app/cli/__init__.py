"""The command line: the same flows as the window, for helpdesks, scripts and tests. It never loads Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def run(arguments: Sequence[str], environment: Mapping[str, str] | None = None) -> int:
    """Runs one command and gives its exit status; see `exit_status`."""
    import os

    from app.cli.commands import execute

    return execute(list(arguments), environment if environment is not None else os.environ)
