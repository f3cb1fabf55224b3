"""The desktop tests' own hands and eyes, on a small program: what they do not see or reach would prove nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil
import pytest

from app.domain.secret_ref import KEY
from tests.desktop.accessibility import unnamed
from tests.desktop.program import Computer
from tests.desktop.session import Desktop, Running, desktop_in
from tests.desktop.waiting import until

SMALL = str(Path(__file__).with_name("small_program.py"))


@pytest.fixture
def small(desktop: Desktop) -> Running:
    return desktop.start_python(SMALL)


def test_the_mouse_alone_uses_a_window(desktop: Desktop, small: Running) -> None:
    desktop.hands.copy("all of you")
    desktop.hands.click_name(small.app, "Paste")
    desktop.hands.click_name(small.app, "Greet")
    small.app.wait_for("Hello all of you", "label")
    assert (desktop.hands.clicks, desktop.hands.keys) == (2, 0)


def test_the_mouse_scrolls_to_what_it_cannot_see(desktop: Desktop, small: Running) -> None:
    far = small.app.wait_for("Far below")
    assert far.seen.height == 0
    desktop.hands.click(small.app, far)
    small.app.wait_for("That was far")
    assert desktop.hands.clicks == 1


def test_the_keyboard_alone_uses_a_window(desktop: Desktop, small: Running) -> None:
    hands, app = desktop.hands, small.app
    app.wait_for_focus("Who")
    hands.type_text("you & me")
    until(lambda: app.text(app.find("Who")) == "you & me", what="the text in the field")
    hands.tab_to(app, "Greet", "push button")
    hands.key("space")
    app.wait_for("Hello you & me", "label")
    assert (hands.clicks, hands.keys) == (0, len("you & me") + 2)
    with pytest.raises(AssertionError, match="never reaches"):
        hands.tab_to(app, "Nobody yet")
    hands.tab_to(app, "Who", key="shift+Tab")
    hands.key("ctrl+a", "ctrl+c")
    until(lambda: hands.clipboard() == "you & me", what="the text on the clipboard")


def test_a_screen_reader_is_told_names_roles_states_and_places(desktop: Desktop, small: Running) -> None:
    app = small.app
    field = app.wait_for("Who", states="focused")
    greet = app.find("Greet")
    assert (field.role, greet.role, greet.description) == ("text", "push button", "Says hello")
    assert {"editable", "focusable", "enabled", "showing"} <= field.states
    assert greet.box.y >= field.box.y + field.box.height
    assert app.focused() == app.again(field)
    assert "push button 'Greet' - 'Says hello'" in app.dump()
    assert desktop.name_of(app) == "small-program"
    desktop.hands.click_name(app, "Greet")
    until(lambda: desktop.announcements() == ["Hello "], what="an announcement")


def test_a_forgotten_name_is_noticed(desktop: Desktop, small: Running) -> None:
    small.app.wait_for("Greet")
    assert unnamed(small.app) == []
    forgetful = desktop.start_python(SMALL, "--forget-a-name").app
    forgetful.wait_for("Greet")
    (line,) = unnamed(forgetful)
    assert line.startswith("text ''")


def test_the_tray_icon_is_embedded_and_its_menu_works(desktop: Desktop, small: Running) -> None:
    app, tray = small.app, desktop.tray
    app.wait_for("Greet")
    tray.click()
    app.wait_for("The tray icon was clicked")
    menu = tray.open_menu(app)
    assert [(item.name, "enabled" in item.states) for item in menu.children] == [
        ("Everything works", False),
        ("Greet from the tray", True),
        ("Quit", True),
    ]
    desktop.hands.click_name(app, "Greet from the tray")
    app.wait_for("Hello ", "label")
    app.wait_until_gone(role="popup menu")
    tray.open_menu(app)
    desktop.hands.click_name(app, "Quit")
    assert small.wait_for_end() == 0
    until(lambda: not tray.icons(), what="the icon to go")


def test_two_desktops_at_once_do_not_meet(desktop: Desktop, small: Running, tmp_path: Path) -> None:
    small.app.wait_for("Greet")
    with desktop_in(tmp_path) as other:
        assert other.environment["DISPLAY"] != desktop.environment["DISPLAY"]
        assert (len(desktop.applications()), other.applications()) == (1, [])


def test_everything_ends_with_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also what programs have started, and what does not listen."""
    monkeypatch.setattr("tests.desktop.session._PATIENCE", 0.2)
    deaf = "import signal, subprocess, sys; signal.signal(15, signal.SIG_IGN); subprocess.run(['sleep', '600'])"
    with desktop_in(tmp_path) as desktop:
        desktop.start(sys.executable, "-c", deaf)
        until(lambda: any(process.name() == "sleep" for process in of(tmp_path)), what="the child")
        names = {process.name() for process in of(tmp_path)}
        assert {"Xvfb", "openbox", "trayer", "dbus-daemon", "at-spi-bus-launcher"} <= names
    assert list(of(tmp_path)) == []
    assert "It has ended with -9" in desktop.complaints()


def of(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("XDG_RUNTIME_DIR") == str(folder) and process.pid != os.getpid():
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_what_a_program_prints_is_kept(desktop: Desktop) -> None:
    program = desktop.start_python("-c", "import sys; sys.exit('a warning')")
    assert program.wait_for_end() == 1
    program.end()
    assert desktop.complaints() == "a warning\nIt has ended with 1.\n"
    program.may_complain = True


def test_a_picture_of_the_screen(desktop: Desktop, small: Running, tmp_path: Path) -> None:
    small.app.wait_for("Greet")
    assert desktop.screenshot(tmp_path / "screen.png").read_bytes().startswith(b"\x89PNG")


def test_the_real_keychain_is_written_and_read(computer: Computer) -> None:
    assert computer.stored_key() is None
    report = computer.set_up()
    assert report["confirmed"] is True, report
    assert computer.stored_key() == computer.key
    told = computer.wait_until_claude_is(running=True, mode="gateway", health="healthy")
    assert told["key_source"] == "helper"
    computer.keychain.delete(KEY)
    assert computer.stored_key() is None


def test_practice_mode_keeps_its_own_keychain(practising: Computer) -> None:
    practising.desktop.start_python(SMALL, **practising.environment).app.wait_for("Greet")
    assert practising.set_up()["confirmed"] is True
    assert practising.stored_key() == practising.key
    assert (practising.data / "practice-keychain.json").exists()
