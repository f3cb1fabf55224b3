"""A key that is pasted into the real window: in the keychain and nowhere else, and out of the clipboard with the program."""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from pathlib import Path

from tests.desktop.accessibility import Application
from tests.desktop.program import Computer
from tests.desktop.proof import proven_by_claude
from tests.stories.linux.canary import Canary, Watch

WIDE = (Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm"))
"""Wherever programs leave things."""


def test_a_key_that_is_pasted_is_nowhere_but_in_the_keychain(computer: Computer) -> None:
    refused = f"sk-or-v1-{secrets.token_hex(32)}"
    canary, began, hands = Canary(computer.key, refused), time.time(), computer.desktop.hands
    with Watch(canary, computer.folder) as watch:
        window = computer.open_window()
        app = window.app
        hands.click_name(app, "Start setup", "push button")
        app.wait_for("Paste")
        paste(computer, app, refused)
        app.wait_for(re.compile("doesn't accept this key"))
        paste(computer, app, computer.key)
        for name in ("Continue", "Apply and open Claude", "Continue", "Finish"):
            app.wait_for(name, states="enabled")
            hands.click_name(app, name, "push button")
        app.wait_for(re.compile(r"^All set\. Claude is using OpenRouter"))
        proven_by_claude(computer)
        assert hands.clipboard() == computer.key  # the half minute is not over
        window.process.terminate()
        assert window.wait_for_end() == 0
    assert hands.clipboard() == ""
    assert computer.stored_key() == computer.key
    vault = computer.desktop.folder / ".local/share/keyrings"
    assert {
        path for path in canary.files(computer.desktop.folder, *WIDE, since=began) if vault not in path.parents
    } == set()
    assert watch.leaks == []
    assert watch.seen.keys() >= {"command line", "Claude"}  # the window is started by the same words


def paste(computer: Computer, app: Application, key: str) -> None:
    computer.desktop.hands.copy(key)
    computer.desktop.hands.click_name(app, "Paste", "push button")
