"""One Windows for all tests of Setup.exe, emptied for each, and three versions of it to install there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.wine.computer import Windows, wine_environment
from tests.installers.wine.payload import Setup, make_setup

OLD = {"_internal/python.dll": b"old", "_internal/PySide6/gone.dll": b"gone", "_internal/odd ü name.txt": b"x"}
NEW = {"_internal/python.dll": b"new", "_internal/PySide6/large.dll": bytes(2**21), "LICENSE": b"MIT"}


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A display with a window manager, so that windows get the keyboard."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as told:
            display = f":{told.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display}
        with subprocess.Popen(["openbox", "--sm-disable"], env=environment, stderr=subprocess.DEVNULL) as manager:
            yield display
            manager.terminate()
        server.terminate()


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory, screen: str) -> Iterator[Windows]:
    home = tmp_path_factory.mktemp("wine")
    windows = Windows(home / "prefix", wine_environment(home, screen))
    for command in (["wineboot", "--init"], ["winecfg", "-v", "win10"]):
        subprocess.run(["wine", *command], env=windows.environment, check=True, capture_output=True, timeout=300)
    windows.seen.mkdir()
    windows.program.parent.mkdir(parents=True)
    yield windows
    windows.kill_everything()


@pytest.fixture
def windows(prefix: Windows) -> Iterator[Windows]:
    """A computer that never had our program."""
    yield prefix
    prefix.clear()


@pytest.fixture(scope="session")
def old(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    return make_setup(tmp_path_factory.mktemp("old"), "0.1.0", OLD)


@pytest.fixture(scope="session")
def new(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    return make_setup(tmp_path_factory.mktemp("new"), "0.2.0", NEW)


@pytest.fixture(scope="session")
def busy_helper(tmp_path_factory: pytest.TempPathFactory) -> Setup:
    """One whose `gateway-credential` runs until it is stopped."""
    return make_setup(tmp_path_factory.mktemp("busy"), "0.1.0", OLD, helper_stays=True)


@pytest.fixture
def picture(request: pytest.FixtureRequest, screen: str, tmp_path: Path) -> Path:
    """Where pictures of the pages go; `SETUP_PICTURES` names a folder to look at them in."""
    folder = Path(os.environ.get("SETUP_PICTURES", str(tmp_path)))
    folder.mkdir(exist_ok=True)
    return folder
