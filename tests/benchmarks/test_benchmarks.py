"""The benchmarks run and print their rows; what they measure is for people to judge."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_ROWS = {
    "status --offline": "python -c pass",
    "credential helper": "python -c pass",
    "credential helper, real keychain": "python -c pass",
    "status": "its slowest gateway call",
    "first frame": "bare PySide6 window",
    "memory (PSS)": "bare PySide6 window",
    "longest stall during a look": "at rest",
}
_ROW = re.compile(r"(\S.*?) +(\d+) (?:ms|MB) (\S.*?) +(\d+) (?:ms|MB) +(\d+\.\d\d)  .*")


def test_they_run_and_print_their_rows(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.run", "--rounds=1", "--window=1", "--slow=0.1"],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = [_ROW.fullmatch(line) for line in done.stdout.splitlines()[1:]]
    shown = {row[1]: row[3] for row in rows if row}
    bus = "DBUS_SESSION_BUS_ADDRESS" in os.environ
    assert shown == {what: beside for what, beside in _ROWS.items() if bus or "real" not in what}
    assert all(row and int(row[2]) > 0 and float(row[5]) > 0 for row in rows)
    assert not list(tmp_path.iterdir())
