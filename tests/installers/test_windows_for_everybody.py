"""An installation for everybody, removed by somebody who is no administrator: Windows is asked for one, and only for the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.platforms.windows_login import NAME, RUN
from tests.installers.test_windows_pages import REMOVING
from tests.installers.test_windows_removal import LOOK
from tests.installers.test_windows_setup import NO_RIGHTS, is_installed
from tests.installers.wine.computer import Windows
from tests.installers.wine.pages import Pages
from tests.installers.wine.payload import Setup, makensis


@pytest.fixture
def as_person(windows: Windows) -> Path:
    program = windows.disk / "tools" / "as-person.exe"
    program.parent.mkdir()
    makensis(Path(__file__).parent / "wine" / "as_person.nsi", OUTPUT=str(program))
    return program


def test_the_administrators_part_is_not_taken_for_a_second_removal(
    windows: Windows, old: Setup, as_person: Path, picture: Path
) -> None:
    """Wine does not make an administrator of anybody, so the second one, which has begun, has to give up too."""
    windows.run(old.program, "/S", "/ALLUSERS")
    windows.set_value(rf"HKCU\{RUN}", NAME, f'"{windows.inside(windows.for_all)}\\Gateway Companion.exe" --hidden')
    windows.tell("status", out="not-connected claude-closed\n")
    pages = Pages(REMOVING["en"], windows.environment, picture, "for-everybody")
    removal = windows.start(as_person, "/LANG=en", f"_?={windows.inside(windows.for_all)}")
    pages.turned("choices")
    pages.keys("Return")
    pages.turned("needs-an-administrator", boxes=1)
    pages.keys("Return")
    assert removal.wait(60) == NO_RIGHTS
    asked_to_quit, _ = LOOK
    assert windows.calls().count(asked_to_quit) == 2
    is_installed(windows, old, "HKLM")
    assert list(windows.values(rf"HKCU\{RUN}")) == [NAME]  # as the program is still there


def test_without_a_screen_nobody_is_asked(windows: Windows, old: Setup, as_person: Path) -> None:
    windows.run(old.program, "/S", "/ALLUSERS")
    windows.tell("status", out="not-connected claude-closed\n")
    assert windows.run(as_person, "/S", f"_?={windows.inside(windows.for_all)}") == NO_RIGHTS
    assert windows.calls() == LOOK
    is_installed(windows, old, "HKLM")
