from __future__ import annotations

import os
import sys

import pytest

from app.platforms.base import Finished, Runner
from app.platforms.commands import SystemRunner
from tests.platforms.tables import Commands


@pytest.fixture(params=["real", "table"])
def runner(request: pytest.FixtureRequest) -> Runner:
    return SystemRunner() if request.param == "real" else Commands()


def test_missing_program(runner: Runner) -> None:
    done = runner.run(["/no/such/program"], timeout=5)
    assert (done.code, done.out) == (127, "")
    assert done.err


def test_missing_program_cannot_be_started(runner: Runner) -> None:
    with pytest.raises(OSError, match="No such file"):
        runner.spawn(["/no/such/program"], env=os.environ)


def test_output_and_status() -> None:
    code = "import sys; print('out é'); print('err', file=sys.stderr); print(repr(sys.stdin.read())); sys.exit(3)"
    done = SystemRunner().run([sys.executable, "-X", "utf8", "-c", code], timeout=30)
    assert (done.code, done.out.split("\n"), done.err.strip()) == (3, ["out é", "''", ""], "err")


def test_output_that_is_no_text() -> None:
    code = "import sys; sys.stdout.buffer.write(b'a\\xffb')"
    assert SystemRunner().run([sys.executable, "-c", code], timeout=30) == Finished(0, "a\ufffdb", "")


def test_one_that_takes_too_long() -> None:
    code = "import threading; threading.Event().wait()"
    assert SystemRunner().run([sys.executable, "-c", code], timeout=0.2) == Finished(124, "", "")
