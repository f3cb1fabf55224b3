"""A desktop of its own for each test; of a failed one a picture and all that could be read are kept."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.desktop.program import Computer
    from tests.desktop.session import Desktop

# An X11 desktop; on other systems not even its modules can be loaded.
collect_ignore_glob = [] if sys.platform == "linux" else ["*"]
_FAILED = pytest.StashKey[bool]()


@pytest.fixture
def desktop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """Screen, window manager, tray, keychain and accessibility bus, and hands to use them."""
    from tests.desktop.session import desktop_in

    folder = tmp_path_factory.mktemp("d")
    with desktop_in(folder) as started:
        yield started
    if not request.node.stash.get(_FAILED, False):
        assert started.complaints() == ""
        shutil.rmtree(folder)


@pytest.fixture
def computer(desktop: Desktop) -> Iterator[Computer]:
    """A new computer with our program, Claude Desktop and OpenRouter, where the key goes into the real keychain."""
    from tests.desktop.program import practice_computer

    with practice_computer(desktop, real_keychain=True) as made:
        yield made


@pytest.fixture
def practising(desktop: Desktop) -> Iterator[Computer]:
    """The same in practice mode: with its banner and the keychain in a file."""
    from tests.desktop.program import practice_computer

    with practice_computer(desktop, real_keychain=False) as made:
        yield made


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Looks at the desktop of a failed test while it is still there."""
    report = yield
    desktop = getattr(item, "funcargs", {}).get("desktop")
    if report.failed and call.when == "call" and desktop is not None:
        item.stash[_FAILED] = True
        report.sections.append(("desktop", _looked_at(desktop, item)))
    return report


def _looked_at(desktop: Desktop, item: pytest.Item) -> str:
    # pytest's cache outlives the run, the test's own folder may not
    cache: pytest.Cache | None = getattr(item.config, "cache", None)
    folder = cache.mkdir("desktop") if cache else desktop.folder
    picture: Path = folder / f"{re.sub(r'[^a-z0-9]+', '-', item.name.lower())}.png"
    try:
        desktop.screenshot(picture)
        return f"picture: {picture}\n{desktop.report()}"
    except (OSError, EOFError, subprocess.SubprocessError) as error:  # it could not be looked at any more
        return f"{error!r}\n{desktop.printed()}"
