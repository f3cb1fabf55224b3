"""The panel in every state that a person can meet, with its practice banner, its folds open and its search in use."""

from __future__ import annotations

from dataclasses import replace

from app.domain.claude_settings import PROFILE_ID
from app.domain.documents import Profile
from app.domain.facts import Facts, GatewayFacts
from app.domain.findings import FindingId, Installable, found
from app.domain.goal import Handover
from app.domain.secret_ref import ClaudeProfile
from app.domain.state import AppState
from tests.domain.building import facts, set_up
from tests.ui.panel_states import STATES
from tests.ui.states import CONNECTED, GOAL, LIMITED, NEW, ONLINE, Screen, at, named

TRAY = "11-tray"
NOT_INSTALLED = Installable("gnome-keyring", "sudo apt install gnome-keyring")
SOON = "2027-01-18T00:00:00Z"
"""Within a week of the tests' present."""


def panel(seen: Facts | None = CONNECTED, **more: object) -> AppState:
    return at(None, seen, **more)  # type: ignore[arg-type]


def _reset_by_an_update() -> Facts:
    """Claude starts with its own account again, and is open."""
    (root,), (fresh,) = CONNECTED.roots, NEW.roots
    documents = tuple(d if d.role in {"profile", "developer"} else fresh.document(d.role) for d in root.documents)
    claude = replace(CONNECTED.claude, evidence=NEW.claude.evidence)
    return replace(CONNECTED, roots=(replace(root, documents=documents, entries=()),), claude=claude)


TROUBLE = _reset_by_an_update()
_OLD_LOGIN = replace(CONNECTED.claude, evidence=replace(CONNECTED.claude.evidence, code_tab_login=True))  # type: ignore[type-var]
NO_KEYCHAIN = replace(
    CONNECTED, keychain=found(FindingId.KEYCHAIN_UNAVAILABLE, NOT_INSTALLED), gateway=GatewayFacts(0.2)
)
STATIC = replace(GOAL, handover=Handover.STATIC)
COPIED = replace(
    CONNECTED,
    roots=facts(set_up({}, goal=STATIC)).roots,
    keychain=replace(CONNECTED.keychain, place=ClaudeProfile(PROFILE_ID)),  # type: ignore[type-var]
)
_IN_CLEAR = Profile("3f2b8c1e-6a57-4a0e-9d44-1b5f0c7e2a90", "Default", "gateway", "sk-or-…3f9c")
SCREENS: tuple[Screen, ...] = tuple(
    named(
        "09-panel",
        {
            **{
                name: state for name, state in STATES.items() if name != "first"
            },  # the window waits until it knows more
            "practice": panel(practice=True),
            "limit-sample": panel(),
            "note-old-login": panel(replace(CONNECTED, claude=_OLD_LOGIN)),
            "note-readable-key": panel(replace(CONNECTED, roots=(replace(CONNECTED.roots[0], others=(_IN_CLEAR,)),))),
            "copy-by-choice": at(None, COPIED, goal=STATIC),
            "no-keychain": panel(NO_KEYCHAIN),
            "no-keychain-details": Screen("", panel(NO_KEYCHAIN), opened=True),
            "key-expires": panel(replace(CONNECTED, gateway=replace(ONLINE, key=replace(LIMITED, expires_at=SOON)))),
            "privacy": panel(
                replace(CONNECTED, gateway=replace(ONLINE, models=found(FindingId.PRIVACY_BLOCKS_MODELS)))
            ),
            "trouble": panel(TROUBLE),
            "trouble-details": Screen("", panel(TROUBLE), opened=True),
            "search": Screen("", panel(), typed="sonnet"),
            "no-match": Screen("", panel(), typed="opsu"),
        },
    )
)
