"""The keys' dialog: with and without each key, while one is checked or was refused, and the questions before one goes."""

from __future__ import annotations

from dataclasses import replace

from app.domain.entry import CheckingEntry, EntryFailed
from app.domain.facts import Facts, KeychainState, StoredKey
from app.domain.findings import Because, Finding, FindingId, Reason, Severity, found
from app.domain.old_key import OldKey
from app.domain.secret_ref import MANAGEMENT, Keychain
from app.domain.state import AppState
from app.domain.wizard import Page
from tests.domain.building import NOW
from tests.ui.panel_states import BY_IT
from tests.ui.states import AT_REST, CONNECTED, ONLINE, UNREACHABLE, Screen, at, named
from tests.ui.states_panel import COPIED, STATIC, panel

SECOND = StoredKey("sk-or-…7b1e", "1" * 64, Keychain(MANAGEMENT))
REJECTED = found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.AUTH_FAILED, "User not found."))
OTHERS = found(FindingId.MANAGEMENT_KEY_REJECTED, Because(Reason.OTHER_ACCOUNT), severity=Severity.PROBLEM)
NO_KEYCHAIN = found(FindingId.KEYCHAIN_UNAVAILABLE, Because(Reason.NO_KEYRING))
OLD = OldKey("sk-or-…4d0a", "2" * 64, NOW)


def _keys(state: AppState, dialog: str = "keys") -> Screen:
    return Screen("", state, dialog=dialog)


def _two(second: KeychainState = SECOND, wrong: Finding | None = None) -> Facts:
    return replace(CONNECTED, management=second, gateway=replace(ONLINE, activity=wrong, management=wrong))


def _refused(finding: Finding) -> AppState:
    return panel(management=EntryFailed(finding))


SCREENS: tuple[Screen, ...] = tuple(
    named(
        "12-keys",
        {
            "one": _keys(panel()),
            "by-it": _keys(panel(replace(CONNECTED, managed=BY_IT))),
            "none": _keys(panel(replace(CONNECTED, keychain=None))),
            "locked": _keys(panel(replace(CONNECTED, keychain=found(FindingId.KEYCHAIN_LOCKED)))),
            "missing": _keys(panel(replace(CONNECTED, keychain=NO_KEYCHAIN))),
            "in-claude": _keys(at(None, COPIED, goal=STATIC)),
            "two": _keys(panel(_two())),
            "second-rejected": _keys(panel(_two(wrong=REJECTED))),
            "checking": _keys(panel(management=CheckingEntry())),
            "ordinary": _keys(_refused(found(FindingId.KEY_IS_ORDINARY))),
            "others": _keys(_refused(OTHERS)),
            "offline": _keys(_refused(UNREACHABLE)),
            "no-key": _keys(_refused(found(FindingId.NOT_A_KEY))),
            "old-key": _keys(panel(old_key=OLD)),
            "old-key-over": _keys(panel(replace(CONNECTED, claude=AT_REST), old_key=OLD)),
            "old-key-two": _keys(panel(_two(), old_key=OLD)),
            "not-removed": _keys(panel(not_removed=found(FindingId.KEYCHAIN_LOCKED))),
            "page-old-key": at(Page.KEY, CONNECTED, old_key=OLD),
            "remove": _keys(panel(), "remove"),
            "remove-closed": _keys(panel(replace(CONNECTED, claude=AT_REST)), "remove"),
            "remove-management": _keys(panel(_two()), "remove-management"),
        },
    )
)
