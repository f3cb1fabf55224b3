"""Which managed configurations hide ours: those with more than keys for updates and the proxy."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from app.domain.facts import ManagedSource
from app.domain.managed import gateway

_HARMLESS = frozenset(
    {
        "disableAutoUpdates",
        "autoUpdaterEnforcementHours",
        "updateViaUpdatesHost",
        "relaunchEnforcementHours",
        "configRecheckIntervalMinutes",
        "egressProxyUrl",
        "egressProxyPacUrl",
        "dangerousMaxVersion",
        "disableWslSessions",
        "claudeCodeProcessWrapperEnabled",
        "relocateUncUserData",
    }
)


def locking(
    place: str, values: Mapping[str, object], owner: str | None = None, *, file: os.stat_result | None = None
) -> ManagedSource | None:
    """The source, if it locks the local library. An unknown key counts: on Linux it voids the whole file."""
    if _HARMLESS.issuperset(values):
        return None
    ours = gateway(values)
    if ours is not None:
        ours = replace(ours, usable=_is_usable(Path(ours.helper)))
    # The second time is right also where a copy has kept the first one of what it was made from.
    changed = max(file.st_mtime, file.st_ctime) if file else 0.0
    return ManagedSource(place, tuple(values), owner=owner, gateway=ours, changed=changed)


def _is_usable(helper: Path) -> bool:
    """Claude gives each person's key to whatever is there, so no place will do where everybody can put something."""
    if not os.access(helper, os.X_OK):
        return False
    if os.name == "nt":  # there, modes do not tell that
        return True
    return not any(place.stat().st_mode & stat.S_IWOTH for place in (helper, helper.parent))
