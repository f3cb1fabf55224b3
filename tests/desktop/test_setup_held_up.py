"""What can stand in the way of a setup: said plainly, with the one thing that helps, and noticed once it is gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer, practice_computer
from tests.desktop.session import desktop_in
from tests.desktop.waiting import until


def key_page(computer: Computer) -> Application:
    app = computer.open_window().app
    computer.desktop.hands.click_name(app, "Start setup")
    app.wait_for("Paste", "push button")
    return app


def paste(computer: Computer, app: Application, key: str) -> None:
    computer.desktop.hands.copy(key)
    computer.desktop.hands.click_name(app, "Paste")


def test_claude_that_is_not_installed_is_noticed_once_it_is(computer: Computer) -> None:
    program = Path(computer.environment["GATEWAY_COMPANION_CLAUDE"])
    away = program.rename(program.with_suffix(".away"))
    app = computer.open_window().app
    app.wait_for("Problem: Claude Desktop is not installed")
    assert "enabled" not in app.find("Start setup").states
    assert app.find("Get Claude Desktop").role == app.find("Look again").role == "push button"
    away.rename(program)
    app.wait_for("Start setup", states="enabled")
    app.wait_for(re.compile("^Ready: Claude Desktop is installed"))


def test_managed_settings_stop_it_with_a_message_to_copy(computer: Computer) -> None:
    computer.etc.mkdir()
    managed = computer.etc / "managed-settings.json"
    managed.write_text(json.dumps({"inferenceProvider": "bedrock"}))
    app, hands = computer.open_altered_window().app, computer.desktop.hands
    hands.click_name(app, "Start setup")
    app.wait_for("Gateway Companion stops here, and nothing was changed")
    assert "enabled" not in app.find("Continue").states
    hands.click_name(app, "Copy a message for IT")
    until(lambda: str(managed) in hands.clipboard(), what="the message on the clipboard")
    assert "OpenRouter" in hands.clipboard()
    managed.unlink()
    hands.click_name(app, "Look again")
    app.wait_for("Connect OpenRouter")  # the steps before it need nobody any more


def test_a_key_that_is_refused_is_not_kept(computer: Computer) -> None:
    app = key_page(computer)
    paste(computer, app, f"{computer.key[:-4]}0000")
    app.wait_for(re.compile("^OpenRouter doesn't accept this key"))
    app.wait_for("Get a new key", "push button")
    assert "enabled" not in app.find("Continue").states
    assert computer.stored_key() is None
    paste(computer, app, "what was on the clipboard by chance")
    app.wait_for(re.compile("^This doesn't look like an OpenRouter key"))
    paste(computer, app, computer.openrouter.keys["no_credit"])
    app.wait_for(re.compile("^Key works, but"))
    app.wait_for("Top up", "push button")
    assert "enabled" in app.find("Continue").states


def test_without_a_network_it_can_be_tried_again(computer: Computer) -> None:
    app = key_page(computer)
    computer.openrouter.stop()
    paste(computer, app, computer.key)
    app.wait_for(re.compile("^Can't reach OpenRouter"))
    computer.openrouter.start()
    computer.desktop.hands.click_name(app, "Try again")
    app.wait_for(re.compile("^Key works"))
    assert computer.stored_key() == computer.key


@pytest.fixture
def without_keychain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Computer]:
    folder: Path = tmp_path_factory.mktemp("d")
    with desktop_in(folder, keychain=False) as desktop, practice_computer(desktop, real_keychain=True) as computer:
        yield computer


def test_without_a_keychain_it_says_so_and_keeps_no_key(without_keychain: Computer) -> None:
    app = key_page(without_keychain)
    paste(without_keychain, app, without_keychain.key)
    app.wait_for(re.compile("^No keychain is installed on this computer"))
    app.wait_for("Try again", "push button")
    assert "enabled" not in app.find("Continue").states
