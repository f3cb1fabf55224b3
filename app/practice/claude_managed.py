"""The managed settings of an IT department, which win over a person's own."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from app.practice.claude_json import NotJson, parse
from app.practice.claude_profile import CHECKS, Ignored, Values, sound_values

_UPDATE_KEYS = frozenset(
    (
        "autoUpdaterEnforcementHours",
        "claudeCodeProcessWrapperEnabled",
        "configRecheckIntervalMinutes",
        "dangerousMaxVersion",
        "disableAutoUpdates",
        "disableWslSessions",
        "egressProxyPacUrl",
        "egressProxyUrl",
        "relaunchEnforcementHours",
        "relocateUncUserData",
        "updateViaUpdatesHost",
    )
)


@dataclass(frozen=True, slots=True)
class NotManaged:
    """No managed settings, or such that leave a person's own in force. `remarks` are said in the log."""

    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Managed:
    values: Values
    ignored: tuple[Ignored, ...]


@dataclass(frozen=True, slots=True)
class ManagedUnreadable:
    """It is there and cannot be trusted or read: this switches a person's own settings off, too."""

    why: str


def read_managed(path: str | None, owner: int) -> NotManaged | Managed | ManagedUnreadable:
    """`owner`: the user id that the file must belong to."""
    if path is None:
        return NotManaged()
    try:
        status, data = Path(path).stat(), Path(path).read_bytes()
        document = parse(data)
    except FileNotFoundError:
        return NotManaged()
    except (OSError, NotJson) as error:
        return ManagedUnreadable(str(error))
    if os.name == "posix" and (status.st_uid != owner or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        return ManagedUnreadable("not owned by root, or writable for others")
    if not isinstance(document, dict):
        return ManagedUnreadable("not an object")
    if unknown := document.keys() - CHECKS.keys() - _UPDATE_KEYS:
        return NotManaged((f"Failed to parse managed config: unknown {', '.join(sorted(unknown))}",))
    values, ignored = sound_values({key: value for key, value in document.items() if key not in _UPDATE_KEYS})
    return Managed(values, ignored) if values or ignored else NotManaged()
