"""Somebody in a root who has set up Claude Desktop for real: their own keychain, a practice OpenRouter, a practice Claude."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desktop.waiting import until
from tests.installers.debian.bare import HOME, ID, Root, Said
from tests.installers.debian.built import PLACE

DATA = f"{HOME}/.local/share/gateway-companion"
LAUNCHER = f"{DATA}/bin/gateway-credential"
_RUNTIME = f"/run/user/{ID}"
_SERVED = f"{HOME}/served.json"
_KEYRING = f"{HOME}/gnome-keyring-daemon"
JsonObject = dict[str, Any]


@dataclass(slots=True)
class Person:
    """`environment`: what their programs get beside HOME and PATH; `key`: the one that OpenRouter accepts."""

    root: Root
    programs: str
    environment: dict[str, str]
    key: str

    def command(self, *arguments: str, typed: str = "") -> JsonObject:
        said = self.root.run(
            f"{self.programs}/gateway-companion", *arguments, "--json", typed=typed, **self.environment
        )
        assert said.out, said.err
        told: JsonObject = json.loads(said.out)
        return told

    def set_up(self) -> None:
        told = self.command("setup", "--key-stdin", "--yes", typed=self.key)
        assert told["confirmed"] is True, told

    def handed_over(self) -> Said:
        """By the launcher that Claude runs, without any environment."""
        return self.root.run_with({}, LAUNCHER)

    def has_key(self) -> bool:
        said = self.handed_over()
        return (said.code, said.out, said.err) == (0, self.key, "")

    def kept(self) -> dict[str, str]:
        """Claude's settings, ours, and the journal, each by its digest."""
        folders = (self.root.path(f"{HOME}/.config"), self.root.path(DATA))
        files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files if _stays(path)}


def _stays(path: Path) -> bool:
    """But for what a running Claude writes, and what we only remember of the last look."""
    return not {"logs", "cache", "log"} & set(path.parts) and not path.name.startswith(("lock", "history"))


def person_in(root: Root, folder: Path, programs: str = PLACE) -> Person:
    """Their session as a login makes it: a bus at its usual place, and GNOME's keychain, unlocked."""
    runtime = root.as_root("install", "-d", "-m", "700", "-o", str(ID), "-g", str(ID), _RUNTIME)
    assert runtime.code == 0, runtime.err
    bus = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={_RUNTIME}/bus", "XDG_RUNTIME_DIR": _RUNTIME}
    address = bus["DBUS_SESSION_BUS_ADDRESS"]
    root.start(folder / "bus.log", "dbus-daemon", "--session", "--nofork", f"--address={address}", **bus)
    until(lambda: root.run("test", "-S", f"{_RUNTIME}/bus").code == 0, what="the session bus")
    # A copy lacks the file capability that a container may not grant.
    root.run("cp", "/usr/bin/gnome-keyring-daemon", _KEYRING)
    unlocked = root.run(_KEYRING, "--unlock", "--components=secrets", typed="open sesame", **bus)
    assert unlocked.code == 0, unlocked.err
    serve = f"exec '{programs}/gateway-companion' practice --serve > {_SERVED}"
    root.start(folder / "serve.log", "sh", "-c", serve)
    told = until(lambda: _served(root), what=(folder / "serve.log").read_text)
    names = ("GATEWAY_COMPANION_BASE_URL", "GATEWAY_COMPANION_CLAUDE")
    environment = {**bus, **{name: told["env"][name] for name in names}}
    return Person(root, programs, environment, told["keys"]["ordinary"])


def _served(root: Root) -> JsonObject | None:
    path = root.path(_SERVED)
    text = path.read_text() if path.exists() else ""
    told: JsonObject | None = json.loads(text) if text.endswith("\n") else None
    return told
