"""Start at login on macOS: a launch agent in the person's Library; launchd passes over one whose program is gone."""

from __future__ import annotations

import plistlib
from collections.abc import Mapping
from pathlib import Path
from xml.parsers.expat import ExpatError

from app.platforms.login_entry import LoginEntry, LoginFile, NotOurs
from app.platforms.screen import HIDDEN

BUNDLE_ID = "org.gatewaycompanion.GatewayCompanion"


def launch_agent(environment: Mapping[str, str], program: Path, library: Path = Path("/Library")) -> LoginFile:
    """`library`: everybody's."""
    home = Path(environment.get("HOME", ""))
    own = (home if home.is_absolute() else Path.home()) / "Library"
    path, everybodys = (place / "LaunchAgents" / f"{BUNDLE_ID}.plist" for place in (own, library))
    return LoginFile(program, path, (everybodys,), _wanted(program), _read)


def _wanted(program: Path) -> bytes:
    """Only in a session with a screen, only once, and not slowed down as what works in the background is."""
    return plistlib.dumps(
        {
            "Label": BUNDLE_ID,
            "ProgramArguments": [str(program), HIDDEN],
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",
            "ProcessType": "Interactive",
            "AssociatedBundleIdentifiers": BUNDLE_ID,
        },
        sort_keys=False,
    )


def _read(data: bytes) -> LoginEntry | NotOurs:
    try:
        agent = plistlib.loads(data)
    except (ValueError, ExpatError, OverflowError):
        return NotOurs()
    match agent:
        case {"Label": str(label), "ProgramArguments": [str(program), *_]} if label == BUNDLE_ID:
            return LoginEntry(Path(program), allowed=agent.get("Disabled") is not True)
        case _:
            return NotOurs()
