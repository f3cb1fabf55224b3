"""Claude Desktop asks for the key that lies in the real keychain, found with as little environment as it gives."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.platforms.secret_service import SecretService
from app.services.launcher import Launcher
from tests.stories.helper_process import HANDED_OVER, KEY, complaint, run, run_at_once

NAMED = ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
_LOADS = """
import sys
from app.credential_helper import main
status = main()
heavy = {"PySide6", "qasync", "httpx", "asyncio", "keyring", "msgspec", "ssl"} & sys.modules.keys()
sys.stderr.write(f"{status} {sorted(heavy)}")
"""


@pytest.fixture
def launcher(tmp_path: Path) -> Path:
    """Of a data folder that is no practice."""
    launcher = Launcher(tmp_path / "data" / "bin" / "gateway-credential", tmp_path / "data")
    launcher.install()
    return launcher.path


@pytest.fixture
def stored() -> Iterator[None]:
    store = SecretService(os.environ)
    store.set("openrouter", KEY)
    yield
    store.delete("openrouter")


@pytest.mark.parametrize("name", NAMED)
def test_one_variable_is_enough(launcher: Path, stored: None, name: str) -> None:
    assert run([launcher], {name: os.environ[name]}) == HANDED_OVER


def test_twenty_at_once(launcher: Path, stored: None) -> None:
    assert run_at_once(20, [launcher], {NAMED[0]: os.environ[NAMED[0]]}) == [HANDED_OVER] * 20


def test_without_a_key_it_says_what_to_do(launcher: Path) -> None:
    line = complaint(run([launcher], {NAMED[0]: os.environ[NAMED[0]]}))
    assert line == "Gateway Companion: No OpenRouter key is stored. Open Gateway Companion and connect again."


@pytest.mark.parametrize("address", ["unix:path=/nowhere/bus", "tcp:host=127.0.0.1,port=1", "nonsense"])
def test_without_a_keychain_it_says_what_to_do(launcher: Path, address: str) -> None:
    line = complaint(run([launcher], {NAMED[0]: address}))
    assert line.startswith("Gateway Companion: ")
    assert "keychain" in line
    assert "Traceback" not in line


def test_a_bus_that_does_not_answer(launcher: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("silent") / "bus"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        assert "keychain" in complaint(run([launcher], {NAMED[0]: f"unix:path={path}"}))


def test_it_loads_nothing_heavy(tmp_path: Path, stored: None) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", _LOADS],
        env={"GATEWAY_COMPANION_HOME": str(tmp_path), NAMED[0]: os.environ[NAMED[0]]},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == (KEY, "0 []")
