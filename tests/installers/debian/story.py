"""The practice story, walked by mouse: from the program's menu entry to a practice Claude Desktop on OpenRouter."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

import psutil

from tests.desktop.accessibility import Application
from tests.desktop.waiting import until
from tests.installers.debian.bare import PATH, Root
from tests.installers.debian.desk import Desk

TRY, LEAVE = re.compile("^Try it in practice mode"), "Leave practice mode"
DONE = re.compile(r"^All set\. Claude is using OpenRouter")
WORKS = re.compile("^Everything works")
_OURS = ("HOME", "XDG_", "APPDATA", "LOCALAPPDATA", "GATEWAY_COMPANION_")
JsonObject = dict[str, Any]


@dataclass(slots=True)
class Practised:
    """A practice that has reached its end. `environment`: what its window runs with."""

    app: Application
    environment: dict[str, str]
    claude: JsonObject


def practise(desk: Desk, root: Root, pictures: str) -> Practised:
    """From the real window, by mouse alone."""
    window = desk.application_with(TRY)
    desk.picture(f"{pictures}-1-welcome")
    desk.hands.click_name(window, TRY)
    practice = desk.application_with(LEAVE)
    walk(desk, practice, pictures)
    environment = {
        name: value for name, value in psutil.Process(practice.pid).environ().items() if name.startswith(_OURS)
    }
    return Practised(practice, environment, claude_in(root))


def walk(desk: Desk, practice: Application, pictures: str) -> None:
    """No key of the keyboard is touched: the practice key is copied from the practice panel."""
    hands = desk.hands
    hands.click_name(practice, "What goes wrong …")
    hands.click_name(practice, "Copy a practice key")
    desk.picture(f"{pictures}-2-practice-panel")
    hands.click_name(practice, "Close")
    for name in ("Start setup", "Paste", "Continue"):
        hands.click_name(practice, name, "push button")
    practice.wait_for("Apply and open Claude", states="enabled")
    desk.picture(f"{pictures}-3-review")
    for name in ("Apply and open Claude", "Continue", "Finish"):
        hands.click_name(practice, name, "push button")
    practice.wait_for(DONE)
    desk.picture(f"{pictures}-4-all-set")
    hands.click_name(practice, "Show status")
    practice.wait_for(WORKS)
    desk.picture(f"{pictures}-5-status")
    assert hands.keys == 0


def claude_in(root: Root) -> JsonObject:
    """What the practice Claude Desktop in that root says of itself, once it is up."""

    def told() -> JsonObject | None:
        for path in root.path("/tmp").glob("gateway-companion-practice-*/claude-desktop/state.json"):
            said: JsonObject = json.loads(path.read_text("utf-8"))
            if said.get("ready"):
                return said
        return None

    return until(told, what="the practice Claude Desktop")


def proven(done: Practised, root: Root, command: str) -> None:
    """By Claude's own word, by the command line inside, and by the key that the helper hands over without any environment."""
    assert (done.claude["mode"], done.claude["health"], done.claude["key_source"]) == ("gateway", "healthy", "helper")
    status = root.run_with({**done.environment, "PATH": PATH}, command, "status", "--json")
    told = json.loads(status.out)
    assert (status.code, told["healthy"], told["claude"]["uses_gateway"], told["findings"]) == (0, True, True, [])
    handed = root.run_with({}, f"{done.environment['GATEWAY_COMPANION_HOME']}/bin/gateway-credential")
    assert (handed.code, hashlib.sha256(handed.out.encode()).hexdigest(), handed.err) == (
        0,
        done.claude["key_sha256"],
        "",
    )
