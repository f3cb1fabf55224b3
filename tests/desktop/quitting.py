"""`gateway-companion quit`, as an installer runs it."""

from __future__ import annotations

import subprocess
import sys

from tests.desktop.program import Computer


def quit_by_command(computer: Computer) -> tuple[int, str]:
    """Its exit status, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "app", "quit"],
        capture_output=True,
        text=True,
        cwd=computer.folder,
        env={**computer.desktop.environment, **computer.environment},
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()
