"""The pages that a person sees, in both languages: walked by keyboard, as far as what they lead to.

`SETUP_PICTURES=<folder>` keeps the pictures, to be looked at after a change of the sentences.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.platforms.screen import HIDDEN
from app.platforms.windows_login import APPROVED, NAME, RUN
from tests.desktop.waiting import until
from tests.installers.test_windows_removal import FORGET, LOOK, UNDO, UNDO_FAILED, is_gone
from tests.installers.test_windows_setup import CANCELLED, DONE, WINDOW, is_installed
from tests.installers.wine.computer import UNINSTALL, Windows, files
from tests.installers.wine.pages import Pages
from tests.installers.wine.payload import Setup

TITLES = {"en": "Gateway Companion Setup", "de": "Installation von Gateway Companion"}
REMOVING = {"en": "Gateway Companion Uninstall", "de": "Deinstallation von Gateway Companion"}
Opened = Callable[..., tuple[Pages, "subprocess.Popen[bytes]"]]
both_languages = pytest.mark.parametrize("language", list(TITLES))


@pytest.fixture
def opened(windows: Windows, picture: Path, request: pytest.FixtureRequest) -> Opened:
    """Opens Setup or, without one, the uninstaller."""

    def start(language: str, setup: Setup | None = None) -> tuple[Pages, subprocess.Popen[bytes]]:
        titles, program = (REMOVING, windows.program / "uninstall.exe") if setup is None else (TITLES, setup.program)
        name = f"{language}-{request.node.originalname.removeprefix('test_')}-{'setup' if setup else 'removal'}"
        wait = () if setup else (f"_?={windows.inside(windows.program)}",)
        pages = Pages(titles[language], windows.environment, picture, name)
        return pages, windows.start(program, f"/LANG={language}", *wait)

    return start


def put_in(windows: Windows, setup: Setup) -> Callable[[], bool]:
    """Whether all is in its place and cleared up."""
    return lambda: (
        windows.values(rf"HKCU\{UNINSTALL}").get("DisplayVersion") == setup.version
        and not (windows.program / ".upgrade").exists()
    )


def removed(windows: Windows) -> Callable[[], bool]:
    return lambda: not (windows.program / "installed-files.txt").exists()


@both_languages
def test_installed_upgraded_while_open_and_removed(
    opened: Opened, windows: Windows, old: Setup, new: Setup, language: str
) -> None:
    pages, setup = opened(language, old)
    pages.turned("welcome")
    pages.keys("Return")
    pages.turned("finished", after=put_in(windows, old))
    pages.keys("space", "Tab", "space", "Return")  # do not open it now, but start it at the login
    assert setup.wait(60) == DONE
    is_installed(windows, old)
    assert windows.values(rf"HKCU\{RUN}") == {NAME: f'"{windows.inside(windows.program)}\\{WINDOW}" {HIDDEN}'}
    assert windows.calls() == []

    windows.open_window()
    pages, setup = opened(language, new)
    pages.turned("welcome")
    pages.keys("Return")
    pages.turned("asks-to-close", boxes=1)
    assert windows.window_is_open
    pages.keys("Return")
    pages.turned("finished", after=put_in(windows, new))
    pages.keys("Return")  # open it now, and start it at the login as before
    assert setup.wait(60) == DONE
    is_installed(windows, new)
    until(lambda: len(windows.calls()) == 3, what="the window to be opened")
    assert windows.calls() == [WINDOW, "gateway-companion.exe quit", WINDOW]
    assert list(windows.values(rf"HKCU\{RUN}")) == [NAME]

    windows.tell("status", out="not-connected claude-open\n")
    pages, removal = opened(language)
    pages.turned("nothing-to-undo")
    pages.keys("Return")
    pages.turned("removed", after=removed(windows))
    pages.keys("Return")
    assert removal.wait(60) == DONE
    is_gone(windows)


@both_languages
def test_claude_is_put_back_and_all_is_forgotten(opened: Opened, windows: Windows, old: Setup, language: str) -> None:
    windows.run(old.program, "/S")
    windows.data.mkdir()
    windows.tell("status", out="connected claude-open\n")
    pages, removal = opened(language)
    pages.turned("choices")
    pages.keys("alt+a")
    pages.turned("chosen")
    pages.keys("Return")
    pages.turned("claude-closes", boxes=1)
    assert UNDO not in windows.calls()
    pages.keys("Return")
    pages.turned("removed", after=removed(windows))
    pages.keys("Return")
    assert removal.wait(60) == DONE
    is_gone(windows)
    assert [call for call in windows.calls() if call not in LOOK] == [f"{UNDO} --forget-key", *FORGET]
    assert not windows.data.exists()


@both_languages
def test_what_cannot_be_undone_is_told_and_asked_about(
    opened: Opened, windows: Windows, old: Setup, language: str
) -> None:
    windows.run(old.program, "/S")
    windows.tell("status", out="connected claude-closed\n")
    windows.tell("undo", code=3)
    for answer, code in (("Return", UNDO_FAILED), ("alt+y", DONE)):  # no is what Return means; Wine's box is English
        pages, removal = opened(language)
        pages.turned("choices")
        pages.keys("Return")
        pages.turned("failed", boxes=1)
        is_installed(windows, old)
        pages.keys(answer)
        if code == DONE:
            pages.turned("removed-all-the-same", after=removed(windows))
            pages.keys("Return")
        assert removal.wait(60) == code
    is_gone(windows)


@pytest.mark.parametrize("noted, starts", [("03" * 12, []), ("02" + "00" * 11, [NAME])], ids=["off", "on"])
def test_what_task_manager_has_switched_off_stays_off(
    opened: Opened, windows: Windows, old: Setup, noted: str, starts: list[str]
) -> None:
    windows.run(old.program, "/S", "/STARTATLOGIN")
    windows.set_value(rf"HKCU\{APPROVED}", NAME, noted, "REG_BINARY")
    pages, setup = opened("en", old)
    pages.turned("welcome")
    pages.keys("Return")
    pages.turned(f"starts-{bool(starts)}", after=put_in(windows, old))
    pages.keys("space", "Return")
    assert setup.wait(60) == DONE
    assert list(windows.values(rf"HKCU\{RUN}")) == starts


def test_left_as_it_is(opened: Opened, windows: Windows, old: Setup) -> None:
    """Without the check box Claude keeps our settings, and the last page says what that means; the key cannot go then."""
    windows.run(old.program, "/S")
    windows.tell("status", out="connected claude-open\n")
    pages, removal = opened("en")
    pages.turned("choices")
    pages.keys("alt+a", "alt+p")
    pages.turned("neither")
    pages.keys("Return")
    pages.turned("removed", after=removed(windows))
    pages.keys("Return")
    assert removal.wait(60) == DONE
    assert all(call in LOOK for call in windows.calls())


def test_whoever_changes_their_mind_has_changed_nothing(
    opened: Opened, windows: Windows, old: Setup, new: Setup
) -> None:
    pages, setup = opened("en", old)
    pages.turned("welcome")
    pages.keys("Escape")
    assert setup.wait(60) == CANCELLED
    assert not windows.program.exists()
    assert windows.values(rf"HKCU\{UNINSTALL}") == {}

    windows.run(new.program, "/S")
    before = files(windows.program)
    windows.open_window()
    pages, setup = opened("en", new)
    pages.turned("welcome")
    pages.keys("Return")
    pages.turned("asks-to-close", boxes=1)
    pages.keys("Escape")
    assert setup.wait(60) == CANCELLED
    assert windows.window_is_open
    assert files(windows.program) == before

    pages, removal = opened("en")
    pages.turned("choices")
    pages.keys("Escape")
    assert removal.wait(60) == CANCELLED
    assert files(windows.program) == before


@both_languages
def test_an_older_version_is_asked_about(
    opened: Opened, windows: Windows, old: Setup, new: Setup, language: str
) -> None:
    windows.run(new.program, "/S")
    pages, setup = opened(language, old)
    pages.turned("older")  # the question comes before the first page
    pages.keys("Return")
    assert setup.wait(60) == CANCELLED
    is_installed(windows, new)


@both_languages
def test_a_window_that_is_busy_can_be_tried_again(
    opened: Opened, windows: Windows, old: Setup, new: Setup, language: str
) -> None:
    windows.run(old.program, "/S")
    windows.open_window()
    windows.tell("quit", code=1)
    pages, setup = opened(language, new)
    pages.turned("welcome")
    pages.keys("Return")
    pages.turned("asks-to-close", boxes=1)
    pages.keys("Return")
    pages.turned("busy", boxes=1)
    (windows.seen / "quit.code").unlink()
    pages.keys("Return")
    pages.turned("finished", after=put_in(windows, new))
    pages.keys("space", "Return")
    assert setup.wait(60) == DONE
    is_installed(windows, new)
