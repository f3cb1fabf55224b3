"""The bundle at the login: the entry names its window program, which then shows an icon, and no window."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

import pytest

from tests.desktop.program import practice_computer
from tests.desktop.session import desktop_in

BUNDLE = Path(__file__).resolve().parents[2] / "dist" / "gateway-companion"


def test_the_bundle_starts_in_the_tray(tmp_path_factory: pytest.TempPathFactory) -> None:
    with (
        desktop_in(tmp_path_factory.mktemp("d")) as desktop,
        practice_computer(desktop, real_keychain=True) as computer,
    ):
        command = [str(BUNDLE / "gateway-companion"), "start-at-login", "on", "--json"]
        environment = {**desktop.environment, **computer.environment}
        told = json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
        lines = Path(told["place"]).read_text().splitlines()
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        assert values["TryExec"] == str(BUNDLE / "Gateway Companion")
        hidden = desktop.start(*shlex.split(values["Exec"]), **computer.environment)
        desktop.tray.icon()
        search = ["xdotool", "search", "--onlyvisible", "--name", "^Gateway Companion$"]
        assert subprocess.run(search, env=environment, capture_output=True, check=False).stdout == b""
        hidden.process.terminate()
        assert (hidden.wait_for_end(), hidden.said()) == (0, "")
