"""Which managed configurations hide ours: those with more than keys for updates and the proxy."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.facts import ManagedSource

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


def locking(place: str, keys: Iterable[str], owner: str | None = None) -> ManagedSource | None:
    """The source, if it locks the local library. An unknown key counts: on Linux it voids the whole file."""
    names = tuple(keys)
    return None if _HARMLESS.issuperset(names) else ManagedSource(place, names, owner=owner)
