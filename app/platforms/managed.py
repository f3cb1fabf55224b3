"""Which managed configurations hide ours: those with more than keys for updates and the proxy."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace

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


def locking(place: str, values: Mapping[str, object], owner: str | None = None) -> ManagedSource | None:
    """The source, if it locks the local library. An unknown key counts: on Linux it voids the whole file."""
    if _HARMLESS.issuperset(values):
        return None
    ours = gateway(values)
    if ours is not None:
        ours = replace(ours, usable=os.access(ours.helper, os.X_OK))
    return ManagedSource(place, tuple(values), owner=owner, gateway=ours)
