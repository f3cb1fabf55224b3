"""A person stops a change with Ctrl-C: nothing is changed, and Claude is open again."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from app.practice.claude_behaviour import Behaviour, write_behaviour
from tests.stories.computer import World, ids, proven_by_claude, snapshot
from tests.stories.starting_states import GATEWAY_CONFIG, RICH, State, pretty

HEARS_CTRL_C = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
from app.__main__ import main
sys.exit(main())
"""
SLOW = State("slow to close", {GATEWAY_CONFIG: pretty(RICH)}, behaviour={"quit_seconds": 6.0})


@pytest.mark.parametrize("world", [SLOW], indirect=True, ids=str)
def test_ctrl_c_while_claude_closes(world: World) -> None:
    world.behave(rewrites=False)
    world.open_claude()
    before = snapshot(world.home)
    command = [sys.executable, "-c", HEARS_CTRL_C, "setup", "--key-stdin", "--yes"]
    setup = subprocess.Popen(
        command, env=world.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert setup.stdin is not None
    setup.stdin.write(world.key)
    setup.stdin.close()
    setup.stdin = None
    assert setup.stderr is not None
    assert any("Waiting until Claude is closed" in line for line in iter(setup.stderr.readline, ""))
    setup.send_signal(signal.SIGINT)
    _, told = setup.communicate(timeout=30)
    assert (setup.returncode, told.splitlines()[-1:]) == (130, ["Stopped."])
    assert "Traceback" not in told

    world.launched(2)
    assert snapshot(world.home) == before
    status, report = world.run("status")
    assert (status, ids(report)) == (1, {"not-set-up"})
    write_behaviour(world.folder / "claude-desktop/behaviour.json", Behaviour(managed=None))
    assert world.set_up()[0] == 0
    proven_by_claude(world)
