"""The benchmarks run and print their rows; what they measure is for people to judge."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_ROWS = [
    ("status --offline", "python -c pass"),
    ("status", "its slowest gateway call"),
    ("helper, real keychain, p50", "python -c pass"),
    ("helper, real keychain, p95", "python -c pass"),
    ("helper, real keychain, p50", "secret-tool lookup"),
    ("helper, real keychain, p95", "secret-tool lookup"),
    ("first frame", "bare PySide6 window"),
    ("memory (PSS)", "bare PySide6 window"),
    ("longest stall during a look", "at rest"),
]
_ROW = re.compile(r"(\S.*?) +(\d+) (?:ms|MB) (\S.*?) +(\d+) (?:ms|MB) +(\d+\.\d\d)  .*")


def test_they_run_and_print_their_rows() -> None:
    with tempfile.TemporaryDirectory() as folder:  # short, as the paths of sockets below it have to be
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.run", "--rounds=1", "--helper=2", "--window=1", "--slow=0.1"],
            env={**os.environ, "TMPDIR": folder},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        left = list(Path(folder).iterdir())
    assert (done.returncode, done.stderr) == (0, "")
    rows = [_ROW.fullmatch(line) for line in done.stdout.splitlines()[1:]]
    expected = [row for row in _ROWS if sys.platform == "linux" or "real" not in row[0]]
    assert [(row[1], row[3]) for row in rows if row] == expected
    assert all(row and int(row[2]) > 0 and float(row[5]) > 0 for row in rows)
    assert left == []
